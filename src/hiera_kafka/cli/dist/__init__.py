"""The commands `dist`."""
