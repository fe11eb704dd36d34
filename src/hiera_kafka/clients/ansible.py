"""Runs `ansible-playbook` as a process: with the interpreter that runs this, and settings that our playbooks need."""

from __future__ import annotations

import configparser
import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from hiera_kafka.project import Project
from hiera_kafka.trust import require, require_tree

_IGNORED = frozenset({"hiera.yaml", "hieradata"})
"""What Ansible is kept from taking for an inventory, where both are in one directory: data of Hiera."""

_STRICT = {
    "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
    "ANSIBLE_HOST_PATTERN_MISMATCH": "error",
}
"""A broken inventory would otherwise leave playbooks without hosts, which is a success to Ansible."""

_IGNORE_OPTIONS = (("inventory", "ignore_patterns"), ("defaults", "inventory_ignore_patterns"))
_STANDARD_COLLECTIONS = "~/.ansible/collections:/usr/share/ansible/collections"
_OF_THE_MACHINE = (Path("~/.ansible.cfg"), Path("/etc/ansible/ansible.cfg"))
"""Where Ansible looks for a configuration when neither the environment nor the current directory has one."""


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
        project: The repository or checkout, and what runs for it.
        playbook: Path of the playbook.
        inventory: Inventory file or directory.
        arguments: Further arguments, for instance `["--check", "--diff"]`.
        settings: Ansible's environment variables (`ANSIBLE_...`); those of the caller's environment win.
        stdout: File descriptor for its standard output, None for this process's own.
        stderr: The same for its standard error.

    Raises:
        ProjectError: `untrusted-code`, of the checkout, the repository or the inventory.
    """
    project.require_trusted()
    require_inventory(inventory)
    # Not from the directory that the user stands in, where anybody's ansible.py may be.
    command = [sys.executable, "-P", "-m", "ansible", "playbook", str(playbook), "-i", str(inventory), *arguments]
    environment = {**(settings or {}), **environment_of(project, os.environ)}
    # Diagnostics name files relative to the directory that the user stands in; ansible.cfg's paths are its own.
    with subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr) as process:  # noqa: S603 - no shell
        try:
            return process.wait()
        except KeyboardInterrupt:
            # A terminal interrupts ansible-playbook as well, which then ends its workers; killing it would leave them.
            process.wait()
            raise


def environment_of(project: Project, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that Ansible's programs are to run with for a project.

    The configuration is never one that happens to lie in the current directory. It is that of the repository or
    checkout, else the one that the environment names, the user's, the machine's, or the package's. The collection is
    that of whose playbooks run.

    Args:
        project: The repository or checkout.
        environ: The caller's environment, whose settings win, but for where the configuration and our collection are.
    """
    file = project.ansible_cfg or _of_the_caller(environ) or project.code.ansible_cfg
    if file.parent == project.code.checkout:  # which has all of it
        return {**environ, "ANSIBLE_CONFIG": str(file)}
    configured = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=(";",), strict=False)
    with contextlib.suppress(configparser.Error, UnicodeDecodeError):  # Ansible, which reads it next, reports that
        configured.read(file, encoding="utf-8")
    strict = dict(_STRICT)
    if not any(configured.has_option(*option) for option in _IGNORE_OPTIONS):
        strict["ANSIBLE_INVENTORY_IGNORE_REGEX"] = ",".join(f"^{re.escape(name)}$" for name in sorted(_IGNORED))
    known = (
        environ.get("ANSIBLE_COLLECTIONS_PATH")
        or configured.get("defaults", "collections_path", fallback=None)
        or _STANDARD_COLLECTIONS
    )
    # Paths of a configuration are relative to its file.
    others = (str(file.parent / Path(path).expanduser()) for path in known.split(os.pathsep) if path)
    return {
        **strict,
        **environ,
        "ANSIBLE_CONFIG": str(file),
        "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join([str(project.code.collections), *others]),
    }


def _of_the_caller(environ: Mapping[str, str]) -> Path | None:
    """Return the configuration that Ansible would find by itself, if none lay in the current directory."""
    named = environ.get("ANSIBLE_CONFIG")
    places = [*([Path(named)] if named else []), *_OF_THE_MACHINE]
    return next((file for file in map(Path.expanduser, places) if file.is_file()), None)


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
