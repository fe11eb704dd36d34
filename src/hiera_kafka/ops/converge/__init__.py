"""Whether a run may touch hosts."""
