"""Every check, a file each, in a folder for each kind."""
