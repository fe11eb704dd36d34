"""`hiera-kafka catalog`: all that a host must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from hiera_kafka.catalog.export import catalog_dict
from hiera_kafka.catalog.resources import (
    Catalog,
    Directory,
    File,
    Keystore,
    Port,
    Section,
    Setting,
    SettingGroup,
    Unit,
    Value,
)
from hiera_kafka.catalog.resources.section import RESOURCES
from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.options import Workspace, find_host, host_argument, inventory_option
from hiera_kafka.cli.kit.output import Output, aligned, emit, output_option
from hiera_kafka.text import one_line


@click.command(cls=Command, examples=["hiera-kafka catalog kafka1", "hiera-kafka catalog kafka1 --output json"])
@host_argument
@inventory_option
@output_option
def catalog(host: str, site: Workspace, output: Output) -> None:
    """Show everything that a host must have.

    Listed role by role: releases, users, directories, files with their settings, links, services and ports.
    HOST is a name in the data, or its first label. Secrets are masked.
    """
    compiler = site.checked()
    found = compiler.catalog(find_host(compiler, host))
    emit(output, catalog_dict(found), lambda: text(found))


def text(found: Catalog) -> str:
    """Return a catalog as people read it."""
    machine = found.machine
    head = f"{machine.host}  platform {machine.platform.name}, {machine.service_manager}"
    if machine.root:
        head += f", {machine.address}, below {machine.root}"
    return "\n\n".join([one_line(head), *(_section(section, machine.root) for section in found.sections)])


def _section(section: Section, root: str) -> str:
    head = f"{section.role} of {section.cluster}" if section.cluster else section.role
    rows = [[f"  {kind}", name, detail] for kind, name, detail in _rows(section, root)]
    return "\n".join([one_line(head), aligned(rows), *_settings(section, root)])


Row = tuple[str, str, str]
"""What a resource is called, its name, and the rest of it."""


def _rows(section: Section, root: str) -> Iterator[Row]:
    def short(path: str) -> str:
        return path.removeprefix(root) if root else path

    for package in section.packages:
        yield "package", package, ""
    for name, row in _ROWS.items():
        for resource in getattr(section, name):
            yield row(resource, short)
    for name in RESOURCES:
        for resource in getattr(section, name) if name not in _ROWS else ():
            if resource.declared.compared:
                yield resource.declared.word, resource.declared.name(resource), resource.state()


def _directory(directory: Directory, short: Callable[[str], str]) -> Row:
    purged = "  (what is not named here is removed)" if directory.purge else ""
    mode = _mode(directory.mode)
    return "directory", short(directory.path), f"{mode} {directory.owner}:{directory.group}{purged}"


def _keystore(keystore: Keystore) -> Row:
    return "keystore", keystore.path, f"{keystore.mode} {keystore.owner}:{keystore.group}  (holds a secret)"


def _unit(unit: Unit) -> Row:
    return "unit", unit.name, "masked" if unit.masked else "running" if unit.running else "stopped"


_ROWS: Mapping[str, Callable[[Any, Callable[[str], str]], Row]] = {
    "artifacts": lambda one, short: ("release", f"{one.name} {one.version}", short(one.path)),
    "users": lambda one, _: ("user", one.name, one.comment),
    "directories": _directory,
    "files": lambda one, short: (
        "file",
        short(one.path),
        f"{_mode(one.mode)} {one.owner}:{one.group}{_remarks(one)}",
    ),
    "links": lambda one, short: ("link", short(one.path), f"to {short(one.target)}"),
    # What is made by others: files whose owner is kept, lines in files, certificates.
    "owned": lambda one, _: ("file", one.path, f"{one.owner}:{one.group}, whatever is in it"),
    "lines": lambda one, _: ("line", one.path, one.text),
    "absent": lambda one, _: ("absent", one.path, ""),
    "certificates": lambda one, _: ("certificate", one.chained, f"{one.profile} of {one.authority}"),
    "keystores": lambda one, _: _keystore(one),
    "units": lambda one, _: _unit(one),
    "services": lambda one, short: ("service", one.name, f"{one.description}, log {short(one.log)}"),
    "sysctls": lambda one, _: ("sysctl", one.name, str(one.value)),
    "ports": lambda one, _: ("port", _port(one), f"{one.service} {one.purpose}"),
}
"""Field of a section to how people read what is in it, in this order; what is not here is shown as `diff` shows it."""


def _mode(mode: str | None) -> str:
    return mode or "umask"


def _port(port: Port) -> str:
    return f"{port.address or '*'}:{port.port}"


def _remarks(file: File) -> str:
    remarks = [word for word, applies in (("holds a secret", file.secret), ("written once", file.hold)) if applies]
    return f"  ({', '.join(remarks)})" if remarks else ""


def _settings(section: Section, root: str) -> Iterator[str]:
    for file in section.files:
        lines = [line for name, item in file.context.items() for line in _item(name, item)]
        if lines:
            yield f"\n  {one_line(file.path.removeprefix(root))}"
            yield from (f"    {one_line(line)}" for line in lines)


def _item(name: str, item: object) -> Iterator[str]:
    if isinstance(item, Value):
        yield f"{name} = {_shown(item)}"
    elif isinstance(item, Setting):
        yield f"{item.name} = {_shown(item.value)}"
    elif isinstance(item, SettingGroup):
        for setting in item.settings:
            yield from _item(name, setting)
    elif isinstance(item, tuple):
        for part in item:
            yield from _item(name, part)


def _shown(value: Value) -> str:
    shown = value.shown()
    if isinstance(shown, bool):
        return "true" if shown else "false"
    return "" if shown is None else str(shown)
