"""Verify: ordered, named checks of hosts and clusters, each with what is expected, where that stands, and what is."""
