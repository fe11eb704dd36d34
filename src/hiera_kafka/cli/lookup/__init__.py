"""The command `lookup`."""
