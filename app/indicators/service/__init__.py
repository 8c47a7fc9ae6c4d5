"""Writes of the room: the kept sums of a month, its closing, and what is made of them."""
