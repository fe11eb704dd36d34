"""Checks of ZooKeeper ensembles."""
