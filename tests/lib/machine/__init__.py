"""Users, processes and repositories of this machine."""
