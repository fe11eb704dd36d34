"""What each service of a host must be, in the native dialect."""
