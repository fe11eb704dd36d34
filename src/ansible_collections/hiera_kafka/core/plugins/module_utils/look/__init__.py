"""What a host says of itself when it is looked at; nothing is changed and nothing is written."""
