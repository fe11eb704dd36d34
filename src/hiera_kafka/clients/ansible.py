"""Runs `ansible-playbook` as a process, with the checkout's ansible.cfg and the interpreter that runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from hiera_kafka.project import Project


def run_playbook(
    project: Project,
    playbook: Path,
    inventory: Path,
    arguments: Sequence[str] = (),
    *,
    settings: Mapping[str, str] | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
) -> int:
    """Run a playbook with its output on this process's own, and return its exit code.

    Args:
        project: The checkout.
        playbook: Path of the playbook.
        inventory: Inventory file or directory.
        arguments: Further arguments, for instance `["--check", "--diff"]`.
        settings: Ansible's environment variables (`ANSIBLE_...`); those of the caller's environment win.
        stdout: File descriptor for its standard output, None for this process's own.
        stderr: Likewise for its standard error.
    """
    command = [sys.executable, "-m", "ansible", "playbook", str(playbook), "-i", str(inventory), *arguments]
    environment = {**(settings or {}), **os.environ, "ANSIBLE_CONFIG": str(project.ansible_cfg)}
    # Diagnostics name files relative to the directory that the user stands in; ansible.cfg's paths are its own.
    with subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr) as process:  # noqa: S603 - no shell
        try:
            return process.wait()
        except KeyboardInterrupt:
            # A terminal interrupts ansible-playbook as well, which then ends its workers; killing it would leave them.
            process.wait()
            raise
