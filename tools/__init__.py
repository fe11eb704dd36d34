"""What builds and releases this project: run from a checkout, not part of the package."""
