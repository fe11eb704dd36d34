"""Mirrors between clusters: their settings, the two forms of the data, and those of one host."""
