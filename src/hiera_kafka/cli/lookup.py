"""`hiera-kafka lookup`: one Hiera key, as one host sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from hiera_kafka.cli.command import Command
from hiera_kafka.cli.options import Site, complete_host, inventory_option, unknown_host
from hiera_kafka.cli.output import Output, aligned, emit, output_option, tell
from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Level, ModelError
from hiera_kafka.hiera.secrets import shown
from hiera_kafka.source import Key, Trace


@click.command(
    cls=Command,
    examples=[
        "hiera-kafka lookup kafka_clusters --node kafka1",
        "hiera-kafka lookup kafka_clusters.my-kafka-cluster.brokers --node kafka1 --explain-origin",
    ],
)
@click.argument("key")
@click.option(
    "--node",
    required=True,
    metavar="HOST",
    shell_complete=complete_host,
    help="Host in whose scope to look; its first label will do. Required.",
)
@click.option(
    "--merge",
    type=click.Choice(["first", "unique", "hash", "deep"]),
    help="How values of several levels are put together. Default: what `lookup_options` in the data says, else first.",
)
@click.option(
    "--explain-origin", is_flag=True, help="Show file, line and column of each leaf. Default: the value alone."
)
@click.option(
    "--show-secrets",
    is_flag=True,
    help="Show values of keys whose names look secret, such as passwords. Default: mask them.",
)
@inventory_option
@output_option
def lookup(
    key: str, node: str, merge: str | None, explain_origin: bool, show_secrets: bool, site: Site, output: Output
) -> None:
    """Look up a Hiera key as a host sees it.

    KEY is a name such as kafka_clusters; dots dig into what is found. The answer is what Puppet's `lookup()` gives.
    """
    host = _host(site.compiler, node)
    found = site.compiler.lookup(key, host, merge=merge)
    tell(found.diagnostics, str(Path.cwd()))
    value = shown(key, found.value, secrets=show_secrets)
    data: dict[str, Any] = {"key": key, "node": host, "value": value}
    if explain_origin:
        data["origins"] = [{"leaf": list(path), **found.trace.at(*path).to_dict()} for path, _ in leaves(found.value)]
    emit(output, data, lambda: _explained(key, value, found.trace) if explain_origin else plain(value))


def _host(compiler: Compiler, node: str) -> str:
    """Return the full name of a host; one that the data does not name yet is only warned of, and looked up as given."""
    try:
        known = compiler.hosts
    except ModelError:
        return node  # no host at all: looking for why is what lookup is for
    if node in known:
        return node
    short = [host for host in known if host.partition(".")[0] == node]
    if len(short) == 1:
        return short[0]
    tell([unknown_host(compiler, node, Level.WARNING)], str(Path.cwd()))
    return node


def plain(value: object) -> str:
    """Return a value as text: scalars bare, hashes and lists as JSON, which is YAML as well."""
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=2, ensure_ascii=False)


def leaves(value: object, path: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], object]]:
    """Yield path and value of each leaf; an empty hash or list is one."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    if not items:
        yield path, value
    for key, item in items:
        yield from leaves(item, (*path, key))


def _explained(key: str, value: object, trace: Trace) -> str:
    base = str(Path.cwd())
    rows = [(f"{dotted(key, path)} = {plain(leaf)}", trace.at(*path).text(base)) for path, leaf in leaves(value)]
    return aligned(rows)


def dotted(key: str, path: tuple[Key, ...]) -> str:
    """Return a path as lookup keys are written: segments that hold a dot stand in quotes."""
    return ".".join([key, *(f"'{part}'" if isinstance(part, str) and "." in part else str(part) for part in path)])
