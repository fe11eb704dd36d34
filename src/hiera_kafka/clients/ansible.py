"""Runs `ansible-playbook` as a process, with the checkout's ansible.cfg and the interpreter that runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hiera_kafka.project import Project


def run_playbook(project: Project, playbook: Path, inventory: Path, arguments: Sequence[str] = ()) -> int:
    """Run a playbook with its output on this process's own, and return its exit code.

    Args:
        project: The checkout.
        playbook: Path of the playbook.
        inventory: Inventory file or directory.
        arguments: Further arguments, for instance `["--check", "--diff"]`.
    """
    command = [sys.executable, "-m", "ansible", "playbook", str(playbook), "-i", str(inventory), *arguments]
    environment = {**os.environ, "ANSIBLE_CONFIG": str(project.ansible_cfg)}
    # Diagnostics name files relative to the directory that the user stands in; ansible.cfg's paths are its own.
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - own arguments, no shell
