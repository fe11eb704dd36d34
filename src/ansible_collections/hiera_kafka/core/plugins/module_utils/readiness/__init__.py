"""Waits until services answer for themselves."""
