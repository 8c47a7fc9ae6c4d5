"""What a backup says of itself, how long it is kept, and when the last one is too old."""
