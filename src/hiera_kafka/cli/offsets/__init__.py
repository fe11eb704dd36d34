"""The commands `offsets`."""
