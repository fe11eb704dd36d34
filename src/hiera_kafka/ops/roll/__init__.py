"""Rolling restarts: who is next, and who holds the lock."""
