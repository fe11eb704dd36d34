"""Encrypted values in the data of a project tree."""

from __future__ import annotations

import json
from pathlib import Path

from hiera_kafka.hiera.eyaml import ciphers
from lib.data.project_trees import HIERA


class Sealed:
    """Keys of a tree, and what they encrypt; data of single hosts may hold it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        private, public = ciphers.create_keys()
        (directory / "private.pem").write_bytes(private)
        (directory / "public.pem").write_bytes(public)
        self._options = {f"pkcs7_{name}_key": str(directory / f"{name}.pem") for name in ("private", "public")}

    def encrypted(self, text: str) -> str:
        """Return a text as it stands in a data file."""
        return ciphers.encrypt(text.encode(), ciphers.read_keys(self._options, str(self._directory), None))

    def open_in(self, tree: Path) -> None:
        """Have the data of single hosts in the tree of an inventory file decrypted."""
        level = f"lookup_key: eyaml_lookup_key\n    options: {json.dumps(self._options)}\n    path: hosts/"
        hiera = tree.parents[2] / "hieradata" / "hiera.yaml"
        hiera.write_text(HIERA.replace("path: hosts/", level))
