"""Figures of speed: CPU seconds and ratios within one run, never wall time against a fixed bound."""
