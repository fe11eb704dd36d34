"""Strict, frozen, typed clusters, brokers and ensembles; every error at once, each at its place in the data."""
