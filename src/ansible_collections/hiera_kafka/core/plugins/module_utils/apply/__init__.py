"""Brings a host to what a bundle or a release says."""
