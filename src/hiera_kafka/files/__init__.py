"""Files of this machine: where the user's own are, locks between processes, and files written whole or not at all."""
