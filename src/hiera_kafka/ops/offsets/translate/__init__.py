"""Offsets of one cluster in terms of its mirror."""
