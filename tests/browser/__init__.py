"""A real server with a demo township, and a real Chromium in front of it."""
