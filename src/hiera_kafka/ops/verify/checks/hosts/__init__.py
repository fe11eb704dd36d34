"""Checks of single hosts."""
