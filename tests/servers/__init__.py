"""The application as it stands in a server room: processes of its own, killed, restarted, several at once."""
