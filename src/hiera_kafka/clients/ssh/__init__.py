"""Reads hosts over SSH; the only importer of paramiko. Nothing is written on a host, and no host key is accepted."""
