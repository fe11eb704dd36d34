"""Compilers by inventory file, kept for the process: worker processes of Ansible inherit what the parent has read."""

from __future__ import annotations

import functools
from pathlib import Path

from hiera_kafka.compiler import Compiler


@functools.cache
def compiler_of(inventory_file: str) -> Compiler:
    """Return the compiler of an inventory file, made once a process.

    Args:
        inventory_file: Absolute path.

    Raises:
        HieraKafkaError: The inventory file or hiera.yaml is missing or wrong.
    """
    return Compiler.load(Path(inventory_file))
