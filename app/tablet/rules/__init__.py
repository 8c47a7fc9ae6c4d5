"""What a tablet sends and what becomes of it: pure decisions and values."""
