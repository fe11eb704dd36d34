"""What `hiera-kafka doctor` looks at; each function returns what it found."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from hiera_kafka.bridge.releases import versions
from hiera_kafka.cli.kit.options import Workspace, inventory_names
from hiera_kafka.clients.ansible import environment_of
from hiera_kafka.dist import artifact, cache
from hiera_kafka.dist.java import find_java
from hiera_kafka.errors import DistError, HieraKafkaError, ProjectError
from hiera_kafka.project import Project

DISTRIBUTION = "hiera-kafka"
COLLECTION = "hiera_kafka.core"
_PACKAGE = Path(__file__).resolve().parents[2]
_PLUGIN_KINDS = ("inventory", "lookup", "action", "modules")
_ANSIBLE_TIMEOUT_S = 60
_LEAST_FREE = 1 << 30
"""Bytes that a release, its unpacked form on three hosts and their first logs take, with room to spare."""


class CheckState(StrEnum):
    """What a check came to."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class MachineCheck:
    """One thing that was looked at.

    Attributes:
        found: What is there.
        fix: Command that fixes it, None when there is nothing to fix or no one command.
    """

    name: str
    state: CheckState
    found: str
    fix: str | None = None


def interpreter() -> Iterator[MachineCheck]:
    """Look at the Python that runs this."""
    version = ".".join(map(str, sys.version_info[:3]))
    where = f"virtual environment {sys.prefix}" if sys.prefix != sys.base_prefix else "no virtual environment"
    yield MachineCheck("python", CheckState.OK, f"{version}, {sys.executable}, {where}")


def packages() -> Iterator[MachineCheck]:
    """Look at our own distribution and all that it requires."""
    fix = f"{sys.executable} -m pip install --upgrade {DISTRIBUTION}"
    for name in (DISTRIBUTION, *_required()):
        try:
            version = metadata.version(name)
            yield MachineCheck(name, CheckState.OK, f"{version}, {_PACKAGE}" if name == DISTRIBUTION else version)
        except metadata.PackageNotFoundError:
            yield MachineCheck(name, CheckState.MISSING, "not installed", fix)


def _required() -> list[str]:
    """Return the names of what our distribution requires, without what only its extras do."""
    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    plain = [line for line in lines if "extra ==" not in line]
    return [match[0] for line in plain if (match := re.match(r"[A-Za-z0-9._-]+", line))]


def project(site: Workspace) -> Iterator[MachineCheck]:
    """Look at which playbooks run, for which repository, and at what Ansible makes of it."""
    try:
        found = site.project
        found.require_trusted()
    except ProjectError as error:
        yield MachineCheck("playbooks", CheckState.MISSING, error.diagnostics[0].message, error.diagnostics[0].hint)
        return
    whose = f"of the checkout {found.code.checkout}" if found.code.checkout else "of the package"
    yield MachineCheck("playbooks", CheckState.OK, f"{found.code.playbooks}, {whose}")
    names = inventory_names(found)
    if names:
        yield MachineCheck("repository", CheckState.OK, f"{found.root}, inventories: {', '.join(names)}")
    else:
        yield MachineCheck("repository", CheckState.NOTE, f"{found.root} has no inventories/")
    configuration = Path(environment_of(found, os.environ)["ANSIBLE_CONFIG"])
    yield from _collection(configuration)
    yield _configuration(found, configuration)


def _collection(configuration: Path) -> Iterator[MachineCheck]:
    name = f"{COLLECTION}.hiera"
    answer = _ansible("doc", "-t", "inventory", name, "-j", configuration=configuration)
    try:
        file = Path(json.loads(answer)[name]["doc"]["filename"])
    except (ValueError, KeyError, TypeError):
        fix = f"{sys.executable} -m pip install --upgrade {DISTRIBUTION}"
        yield MachineCheck(
            f"collection {COLLECTION}", CheckState.MISSING, f"Ansible does not find the plugin {name}", fix
        )
        return
    plugins = file.parent.parent
    own = _PACKAGE.parent / "ansible_collections/hiera_kafka/core/plugins"
    if plugins.resolve() == own:
        yield MachineCheck(f"collection {COLLECTION}", CheckState.OK, str(plugins.parent))
    else:
        found = f"{plugins.parent}, which does not belong to the package in {own.parents[3]}"
        yield MachineCheck(f"collection {COLLECTION}", CheckState.MISSING, found, f"remove {plugins.parent}")
    # Ansible takes the first collection of a name and looks nowhere else, so all plugins come from there.
    for kind in _PLUGIN_KINDS:
        names = sorted(path.stem for path in (plugins / kind).glob("*.py") if path.stem != "__init__")
        yield MachineCheck(f"  {kind}", CheckState.OK, f"{', '.join(names) or 'none'} in {plugins / kind}")


def _configuration(project: Project, wanted: Path) -> MachineCheck:
    """Look at which ansible.cfg a bare `ansible-playbook` would read from here."""
    match = re.search(r"^\s*config file = (.*)$", _ansible("adhoc", "--version"), re.MULTILINE)
    found = match[1] if match else "none"
    if found != "None" and Path(found) == wanted:
        return MachineCheck("ansible.cfg", CheckState.OK, found)
    if project.ansible_cfg is None:  # then a bare ansible-playbook is fine with whatever it reads
        return MachineCheck("ansible.cfg", CheckState.OK, f"none in {project.root}; hiera-kafka itself uses {wanted}")
    return MachineCheck(
        "ansible.cfg",
        CheckState.NOTE,
        f"ansible-playbook run from here would read {found}; hiera-kafka itself uses {wanted}",
        f"cd {wanted.parent}",
    )


def _ansible(*arguments: str, configuration: Path | None = None) -> str:
    """Return what an Ansible command prints, and nothing when it fails: what is absent is what the caller reports."""
    environment = {**os.environ, **({"ANSIBLE_CONFIG": str(configuration)} if configuration else {})}
    try:
        done = subprocess.run(  # noqa: S603 - own arguments, no shell
            [sys.executable, "-P", "-m", "ansible", *arguments],
            capture_output=True,
            env=environment,
            text=True,
            check=False,
            timeout=_ANSIBLE_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout if done.returncode == 0 else ""


def java(environ: Mapping[str, str]) -> Iterator[MachineCheck]:
    """Look for a Java that runs Kafka."""
    try:
        found = find_java(environ)
    except DistError as error:
        yield MachineCheck("java", CheckState.MISSING, error.diagnostics[0].message, error.diagnostics[0].hint)
    else:
        yield MachineCheck("java", CheckState.OK, f"{found.version}, {found.home} ({found.source})")


def ssh(environ: Mapping[str, str]) -> Iterator[MachineCheck]:
    """Look for OpenSSH's client, by which Ansible reaches hosts and whose configuration says how all others do."""
    found = shutil.which("ssh", path=environ.get("PATH"))
    if found is None:
        words = "not found; local clusters do without, hosts cannot be reached"
        yield MachineCheck("ssh", CheckState.NOTE, words, "apt install openssh-client")
    else:
        yield MachineCheck("ssh", CheckState.OK, found)


def data(site: Workspace) -> Iterator[MachineCheck]:
    """Look at the inventory's data, and for the releases that it needs."""
    try:
        compiler = site.compiler
        compiler.check()
        needed = versions(compiler)
    except HieraKafkaError as error:
        first = error.diagnostics[0]
        more = f", and {len(error.diagnostics) - 1} more" if len(error.diagnostics) > 1 else ""
        where = f"{first.where[0].text(str(Path.cwd()))}: " if first.where else ""
        yield MachineCheck(
            "data", CheckState.MISSING, f"{where}{first.message}{more}", "hiera-kafka inventory  (shows all errors)"
        )
        return
    yield MachineCheck("data", CheckState.OK, f"inventory {compiler.inventory.name}, {len(compiler.hosts)} host(s)")
    for version in needed:
        held = artifact.cached(version)
        if held:
            yield MachineCheck(f"kafka {version}", CheckState.OK, f"{held.path}, from {held.source}")
        else:
            found = "not in the cache; `local up` fetches it"
            yield MachineCheck(f"kafka {version}", CheckState.NOTE, found, f"hiera-kafka dist fetch {version}")


def limits(site: Workspace, fallback: Path) -> Iterator[MachineCheck]:
    """Look at free disk and at the limit of open files.

    Args:
        site: Its inventory says where local hosts lie.
        fallback: Directory to look at when it does not.
    """
    try:
        state = site.inventory.state_dir or fallback
    except HieraKafkaError:
        state = fallback  # `data` has reported it
    for name, path in (("disk of the cache", cache.directory()), ("disk of local hosts", state)):
        yield _free(name, path)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    words = ["unlimited" if limit == resource.RLIM_INFINITY else str(limit) for limit in (soft, hard)]
    yield MachineCheck("open files", CheckState.OK, f"limit {words[0]}, may be raised to {words[1]}")


def _free(name: str, path: Path) -> MachineCheck:
    there = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / (1 << 30):.1f} GiB free at {path}"
    if free < _LEAST_FREE:
        return MachineCheck(name, CheckState.MISSING, f"{found}, 1 GiB is needed", f"free some space below {there}")
    return MachineCheck(name, CheckState.OK, found)
