"""Clusters, mirrors and visible values of an inventory as rules see them."""
