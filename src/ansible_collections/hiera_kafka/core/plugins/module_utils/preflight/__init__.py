"""What must be right on a host before it is touched."""
