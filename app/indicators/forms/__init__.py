"""What the pages of the room ask for, and the forms people fill in there."""
