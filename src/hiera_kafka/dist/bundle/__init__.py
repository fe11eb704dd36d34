"""One file with all that a run fetches, for machines without a network: made here, taken apart there."""
