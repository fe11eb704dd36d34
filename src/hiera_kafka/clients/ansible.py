"""Runs `ansible-playbook` as a process, with the checkout's ansible.cfg and the interpreter that runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from hiera_kafka.project import Project
from hiera_kafka.trust import require, require_tree

_IGNORED = frozenset({"hiera.yaml", "hieradata"})
"""What ansible.cfg keeps Ansible from taking for an inventory, where both are in one directory: data of Hiera."""


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

    Of an inventory more than its data is run: Ansible starts programs in its directory, and variables are templates.

    Args:
        project: The checkout.
        playbook: Path of the playbook.
        inventory: Inventory file or directory.
        arguments: Further arguments, for instance `["--check", "--diff"]`.
        settings: Ansible's environment variables (`ANSIBLE_...`); those of the caller's environment win.
        stdout: File descriptor for its standard output, None for this process's own.
        stderr: The same for its standard error.

    Raises:
        ProjectError: `untrusted-code`, of the checkout or the inventory.
    """
    project.require_trusted()
    require_inventory(inventory)
    # Not from the directory that the user stands in, where anybody's ansible.py may be.
    command = [sys.executable, "-P", "-m", "ansible", "playbook", str(playbook), "-i", str(inventory), *arguments]
    environment = {**(settings or {}), **os.environ, "ANSIBLE_CONFIG": str(project.ansible_cfg)}
    # Diagnostics name files relative to the directory that the user stands in; ansible.cfg's paths are its own.
    with subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr) as process:  # noqa: S603 - no shell
        try:
            return process.wait()
        except KeyboardInterrupt:
            # A terminal interrupts ansible-playbook as well, which then ends its workers; killing it would leave them.
            process.wait()
            raise


def require_inventory(inventory: Path) -> None:
    """Refuse an inventory that is not to be run by Ansible; one that is no path, such as `localhost,`, is fine.

    Args:
        inventory: Its file, beside which there may be variables of groups and hosts, or a directory of files.

    Raises:
        ProjectError: `untrusted-code`.
    """
    if inventory.is_dir():
        require_tree(inventory, but=_IGNORED)
    elif inventory.exists():
        require(inventory)
        for name in ("group_vars", "host_vars"):
            require_tree(inventory.parent / name)
