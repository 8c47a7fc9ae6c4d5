"""The timetable: every job the clock does, on one page."""
