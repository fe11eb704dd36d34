"""The command `offsets translate`."""
