"""What a change of the data does, between revisions of a Git repository."""
