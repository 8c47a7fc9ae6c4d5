"""Lanes, samples, signals and verdicts: pure decisions and values."""
