"""Verbs of the room: take items in, judge them, know the tablets."""
