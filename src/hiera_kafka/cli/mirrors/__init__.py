"""The commands `mirrors`."""
