"""Rolling restarts: what was observed, the plan, and who holds the lock."""
