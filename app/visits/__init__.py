"""随访记录: one form for everything a person is owed, and the log of what was found. Records are added, never changed."""
