"""Offsets of consumer groups: plan, journal, execution, and translation between clusters."""
