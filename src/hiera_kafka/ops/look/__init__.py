"""Looks at hosts: one question for each, over SSH or on this machine, answered by the code that converges them."""
