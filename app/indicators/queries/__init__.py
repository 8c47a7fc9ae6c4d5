"""What each number counts, one statement each, and the reads of what was counted."""
