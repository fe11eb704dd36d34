"""Inventory files of ours in a run: without those that it cannot read Ansible goes on, where nobody told it not to."""

from __future__ import annotations

import sys
from pathlib import Path

UNREAD: dict[Path, None] = {}
"""Files that the inventory plugin was given in this process, and refused."""

READ: dict[Path, None] = {}
"""Files that it was given, and has read."""

PACKAGE_MISSING = (
    f"the package hiera-kafka is not installed for the interpreter that runs Ansible, {sys.executable}; "
    f"install it there ({sys.executable} -m pip install hiera-kafka), or run the ansible-playbook of the environment "
    "that has it"
)
