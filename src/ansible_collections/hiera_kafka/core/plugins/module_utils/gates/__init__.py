"""Whether a service may be stopped now, and whether it is back."""
