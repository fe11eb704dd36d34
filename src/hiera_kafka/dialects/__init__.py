"""The two readings of the data: the native one, which runs, and Wikimedia's, which is rendered."""
