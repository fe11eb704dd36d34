"""Mirrors of a host, in the native dialect: their services, made by either MirrorMaker."""
