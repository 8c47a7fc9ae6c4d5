"""Reads of the room: items received, tablets known, what a pack holds."""
