"""一病多方: one plan per disease, prescriptions of every kind, signed version by version; medicine given out, adherence."""
