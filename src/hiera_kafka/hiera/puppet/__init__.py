"""Puppet's types and conversions, and Ruby's regular expressions."""
