"""What each number means, and what becomes of numbers: pure definitions and values."""
