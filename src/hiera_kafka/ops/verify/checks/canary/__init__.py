"""Checks that write and read records of the canary."""
