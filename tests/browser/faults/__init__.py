"""Everything that can go wrong between a doctor's hand and the record: each fault once, and by the dozen in the soak."""
