"""Hosts in Wikimedia's dialect."""
