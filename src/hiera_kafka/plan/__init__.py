"""What a change would do, before anything does it."""
