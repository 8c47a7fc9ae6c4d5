"""人人见面: the first-quarter meeting, face to face, policy explained."""
