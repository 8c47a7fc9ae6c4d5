"""The few forms of the room's own pages."""
