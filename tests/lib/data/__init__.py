"""Trees of data for tests, and faults in them."""
