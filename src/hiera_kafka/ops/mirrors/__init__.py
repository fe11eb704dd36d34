"""Mirrors: what they are, how far they are, and what they carry over."""
