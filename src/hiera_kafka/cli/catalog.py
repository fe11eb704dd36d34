"""`hiera-kafka catalog`: all that a host must be."""

from __future__ import annotations

from collections.abc import Iterator

import click

from hiera_kafka.catalog.export import catalog_dict
from hiera_kafka.catalog.resources import Catalog, File, Port, Section, Setting, SettingGroup, Value
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


def _rows(section: Section, root: str) -> Iterator[tuple[str, str, str]]:
    def short(path: str) -> str:
        return path.removeprefix(root) if root else path

    for package in section.packages:
        yield "package", package, ""
    for artifact in section.artifacts:
        yield "release", f"{artifact.name} {artifact.version}", short(artifact.path)
    for user in section.users:
        yield "user", user.name, user.comment
    for directory in section.directories:
        purged = "  (what is not named here is removed)" if directory.purge else ""
        yield "directory", short(directory.path), f"{_mode(directory.mode)} {directory.owner}:{directory.group}{purged}"
    for file in section.files:
        yield "file", short(file.path), f"{_mode(file.mode)} {file.owner}:{file.group}{_remarks(file)}"
    for link in section.links:
        yield "link", short(link.path), f"to {short(link.target)}"
    yield from _states(section)
    for service in section.services:
        yield "service", service.name, f"{service.description}, log {short(service.log)}"
    for sysctl in section.sysctls:
        yield "sysctl", sysctl.name, str(sysctl.value)
    for port in section.ports:
        yield "port", _port(port), f"{port.service} {port.purpose}"


def _states(section: Section) -> Iterator[tuple[str, str, str]]:
    """Yield lines about things that others create: packages, authorities, other files."""
    for owned in section.owned:
        yield "file", owned.path, f"{owned.owner}:{owned.group}, whatever is in it"
    for line in section.lines:
        yield "line", line.path, line.text
    for absent in section.absent:
        yield "absent", absent.path, ""
    for certificate in section.certificates:
        yield "certificate", certificate.chained, f"{certificate.profile} of {certificate.authority}"
    for keystore in section.keystores:
        yield "keystore", keystore.path, f"{keystore.mode} {keystore.owner}:{keystore.group}  (holds a secret)"
    for unit in section.units:
        yield "unit", unit.name, "masked" if unit.masked else "running" if unit.running else "stopped"


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
