"""Looks at hosts of an inventory, all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hiera_kafka import project
from hiera_kafka.clients.ssh.reach import HostAnswer
from hiera_kafka.clients.ssh.run import run_all
from hiera_kafka.clients.ssh.sessions import Sessions
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.ops.look.answers import Exchange, host_seen
from hiera_kafka.ops.look.program import answer, program
from hiera_kafka.ops.look.request import everything
from hiera_kafka.ops.look.seen import HostSeen
from hiera_kafka.render.engine import Renderer

OnSeen = Callable[[str, HostSeen | Diagnostic], None]
"""Called for each host as it is done, in the caller's thread."""


def _nothing(_host: str, _seen: HostSeen | Diagnostic) -> None:
    pass


def requests(compiler: Compiler, hosts: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return what each host is asked for verify.

    Raises:
        HieraKafkaError: The data has errors, or a template has.
    """
    renderer = Renderer(project.templates(compiler.inventory.path))
    catalogs = compiler.catalogs.values()
    services = {one.name for catalog in catalogs for section in catalog.sections for one in section.services}
    return {host: everything(compiler.catalog(host), renderer, services) for host in hosts}


def look(
    compiler: Compiler, hosts: Iterable[str], sessions: Sessions, on_seen: OnSeen = _nothing
) -> dict[str, HostSeen | Diagnostic]:
    """Return what hosts say of themselves, of all that verify compares with the data.

    Args:
        compiler: Of the inventory that has the hosts.
        hosts: Their names.
        sessions: How they are reached.
        on_seen: Progress.

    Raises:
        HieraKafkaError: The data has errors, or a template has.
    """
    return ask(sessions, requests(compiler, hosts), on_seen)


def ask(
    sessions: Sessions, wanted: Mapping[str, Mapping[str, Any]], on_seen: OnSeen = _nothing
) -> dict[str, HostSeen | Diagnostic]:
    """Return the answer of each host to its request, or why there is none.

    Args:
        sessions: How the hosts are reached.
        wanted: Host to its request, as `module_utils/look/look.py` has it.
        on_seen: Progress.

    Returns:
        In the order of `wanted`; a Diagnostic is `look-answer-invalid` or one of `run_all`.
    """
    found: dict[str, HostSeen | Diagnostic] = {}

    def done(host: str, given: HostAnswer | Diagnostic) -> None:
        found[host] = given if isinstance(given, Diagnostic) else _read(host, given)
        on_seen(host, found[host])

    run_all(sessions, {host: program(request) for host, request in wanted.items()}, on_done=done)
    return {host: found[host] for host in wanted}


def _read(host: str, given: HostAnswer) -> HostSeen | Diagnostic:
    try:
        return host_seen(host, answer(host, given.content), Exchange(given.sent, given.sent + given.took_s))
    except ClientError as error:
        return error.diagnostics[0]
