"""花名册: lists of other offices come in whole, are compared with what they said last, and are applied in one deed."""
