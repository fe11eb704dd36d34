"""What Ansible knows of hosts: variables of an inventory as `ansible-inventory` prints them, and its own settings."""

from __future__ import annotations

import configparser
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from hiera_kafka.access import NOTHING, Access
from hiera_kafka.clients.ansible import environment_of, require_inventory, run_playbook
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.project import Project
from hiera_kafka.text import printable

PLAYBOOK = "connection_variables.yml"
_SAID_LINES = 12
_PATIENCE_S = 120.0
"""How long inventories may take that ask others."""


class InventoryQuery:
    """`ansible-inventory --list` at work; a context manager. It runs while the caller does something else."""

    def __init__(self, project: Project, inventories: Sequence[Path], access: Access = NOTHING) -> None:
        """Start it.

        Args:
            project: The repository or checkout, and what runs for it.
            inventories: Inventory files or directories; those that come later win.
            access: What the caller lets the data reach beyond its repository.

        Raises:
            ProjectError: `untrusted-code`.
        """
        project.require_trusted()
        for inventory in inventories:
            require_inventory(inventory)
        self._inventories = tuple(inventories)
        self.environment = environment_of(project, {**os.environ, **access.variables()})
        sources = [word for inventory in inventories for word in ("-i", str(inventory))]
        self._process = subprocess.Popen(  # noqa: S603 - no shell
            # Not from the directory that the user stands in, where anybody's ansible.py may be.
            [sys.executable, "-P", "-m", "ansible", "inventory", *sources, "--list"],
            env={**self.environment, "ANSIBLE_NOCOLOR": "true"},
            stdin=subprocess.DEVNULL,
            # Values of vaults are among what it prints, all at its end: that lies in no file.
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, also when it has not answered yet."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def variables(self) -> dict[str, dict[str, Any]]:
        """Wait for it, and return the variables of each host; templates are left as they are.

        Raises:
            ProjectError: `ansible-inventory-failed`.
        """
        try:
            output, errors = self._process.communicate(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired as error:
            raise _failed(f"ansible-inventory did not end within {_PATIENCE_S:.0f} s", self._inventories) from error
        code = self._process.returncode
        try:
            found = json.loads(output)["_meta"]["hostvars"] if code == 0 else None
        except (ValueError, KeyError, TypeError):
            found = None
        if not isinstance(found, dict):
            what = f"ansible-inventory ended with exit code {code}"
            raise _failed(what, self._inventories, errors.decode(errors="replace"))
        return {str(host): _unwrapped(variables) for host, variables in found.items()}


def rendered_variables(
    project: Project, inventories: Sequence[Path], names: Sequence[str], access: Access = NOTHING
) -> dict[str, dict[str, Any]]:
    """Return variables of each host with their templates rendered, by a playbook that connects to no host.

    Args:
        project: The repository or checkout, and whose playbook runs.
        inventories: As above, at least one.
        names: Which variables; a host has those that are set for it and can be rendered.
        access: As above.

    Raises:
        ProjectError: `ansible-inventory-failed`.
    """
    first, *others = inventories
    for inventory in others:
        require_inventory(inventory)
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-") as directory, tempfile.TemporaryFile() as output:
        file = Path(directory) / "variables.json"
        code = run_playbook(
            project,
            project.code.playbooks / PLAYBOOK,
            first,
            [
                *(word for path in others for word in ("-i", str(path))),
                *(
                    "--extra-vars",
                    json.dumps({"connection_variables_file": str(file), "connection_variables": [*names]}),
                ),
            ],
            settings={**access.variables(), "ANSIBLE_NOCOLOR": "true"},
            stdout=output.fileno(),
            stderr=output.fileno(),
        )
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            output.seek(0)
            what = f"{PLAYBOOK} ended with exit code {code}"
            raise _failed(what, inventories, output.read().decode(errors="replace")) from None
    return {str(host): dict(variables) for host, variables in found.items()}


class AnsibleSettings:
    """Settings of Ansible that say how hosts are reached: of the environment, else of its configuration."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Read the configuration.

        Args:
            environment: Of Ansible's programs, as `environment_of` makes it.
        """
        self._environment = environment
        self._file = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=(";",), strict=False)
        with contextlib.suppress(configparser.Error, UnicodeDecodeError):  # Ansible itself reports that
            self._file.read(environment.get("ANSIBLE_CONFIG", ""), encoding="utf-8")

    def get(self, variables: Sequence[str], places: Sequence[tuple[str, str]]) -> str | None:
        """Return a setting, None where it is set nowhere.

        Args:
            variables: Of the environment, the first that is set wins.
            places: Sections of the configuration and keys there.
        """
        for variable in variables:
            if (value := self._environment.get(variable)) is not None:
                return value
        for section, key in places:
            if (value := self._file.get(section, key, fallback=None)) is not None:
                return value
        return None


def _unwrapped(value: Any) -> Any:
    """Return a value without the marks of what came from elsewhere."""
    if isinstance(value, dict):
        if value.keys() == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {key: _unwrapped(inner) for key, inner in value.items()}
    return [_unwrapped(inner) for inner in value] if isinstance(value, list) else value


def _failed(what: str, inventories: Sequence[Path], output: str = "") -> ProjectError:
    last = "\n".join("      " + line for line in printable(output).strip().splitlines()[-_SAID_LINES:])
    return ProjectError(
        Diagnostic(
            "ansible-inventory-failed",
            f"Ansible did not say how hosts are reached: {what}",
            where=tuple(Position(str(inventory)) for inventory in inventories),
            note=f"its last lines:\n{last}" if last else None,
            hint="correct what they name; values of a vault need ANSIBLE_VAULT_PASSWORD_FILE",
        )
    )
