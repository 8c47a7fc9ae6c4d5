"""Writes of plans: a version, its steps, medicine given out, adherence told at a visit, and what follows of them."""
