"""Data files as rules see them."""
