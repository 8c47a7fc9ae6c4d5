"""Reads of plans, of the medicine given out, of how plans are kept, and of the catalogue."""
