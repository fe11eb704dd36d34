"""Compilers by inventory file, kept for the process: worker processes of Ansible inherit what the parent has read."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from hiera_kafka.access import Access
from hiera_kafka.compiler import Compiler


@functools.cache
def compiler_of(inventory_file: str) -> Compiler:
    """Return the compiler of an inventory file, made once a process; variables and user say what lies beyond it.

    Args:
        inventory_file: Absolute path.

    Raises:
        HieraKafkaError: The inventory file or hiera.yaml is missing or wrong, or leads out of the repository.
    """
    return Compiler.load(Path(inventory_file), Access.of_caller(os.environ))
