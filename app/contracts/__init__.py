"""签约: family-doctor teams and contracts, renewals, coverage, and who answers for each resident."""
