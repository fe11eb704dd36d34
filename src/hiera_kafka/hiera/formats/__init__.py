"""YAML, JSON and HOCON, read with the place of every value."""
