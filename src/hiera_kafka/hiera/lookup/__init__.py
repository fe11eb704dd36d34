"""The lookup itself, and what it explains."""
