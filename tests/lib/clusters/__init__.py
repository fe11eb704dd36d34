"""Clusters for tests, real and in memory."""
