"""Merge strategies, lookup_options and interpolation."""
