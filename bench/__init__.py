"""Measured speed: invented residents, the application behind a real server, and bare baselines beside it in one run."""
