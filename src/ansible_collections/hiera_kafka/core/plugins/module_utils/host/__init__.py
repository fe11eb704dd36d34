"""Files, users, processes and locks of a host."""
