"""What a data file said before, as Git has it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.clients.git import Repository
from hiera_kafka.errors import HieraKafkaError, Position
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.lint.data.file import JSON_ENDINGS, DataFile

COMMITS = 20
"""Greatest number of commits of a file that are looked at, the newest."""

Ids = dict[tuple[str, str], tuple[int, Position | None]]
"""Cluster and host to the id that the host has there, and where it stands."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An id that was another one before.

    Attributes:
        cluster: Entry of the table.
        host: The host.
        now: Its id.
        before: What it was, as the newest commit has it that differs.
        commit: That commit, abbreviated.
        at: Where the id stands now.
    """

    cluster: str
    host: str
    now: int
    before: int
    commit: str
    at: Position | None


def changed_ids(file: DataFile, table: str, ids_of: Callable[[Node], Ids]) -> Iterator[Changed]:
    """Yield every id of a table in one file that an earlier commit of the file had otherwise.

    Args:
        file: The file, as it lies on the disk.
        table: Root key.
        ids_of: Reads the ids from the value of that key.
    """
    node = file.entries.get(table)
    if node is None or Path(file.path).suffix in JSON_ENDINGS:
        return
    open_ = ids_of(node)
    now = dict(open_)
    for commit, text in _before(file.path):
        if not open_:
            return
        for key, (before, _) in _ids_in(text, table, ids_of).items():
            if key in open_ and now[key][0] != before:
                yield Changed(*key, now[key][0], before, commit[:10], now[key][1])
                del open_[key]


def _before(path: str) -> Iterator[tuple[str, str]]:
    """Yield commit and text of the versions of a file, newest first; none for a file that is not in Git."""
    repository = _repository(str(Path(path).resolve().parent))
    if repository is None:
        return
    name = str(Path(path).resolve().relative_to(repository.root))
    try:
        yield from repository.versions(name, COMMITS)
    except HieraKafkaError:
        return  # a history that cannot be read is none; the data is still linted


@functools.lru_cache(maxsize=256)
def _repository(directory: str) -> Repository | None:
    try:
        return Repository.around(Path(directory))
    except HieraKafkaError:
        return None


def _ids_in(text: str, table: str, ids_of: Callable[[Node], Ids]) -> Ids:
    """Return the ids in an old text; only the one root key is read, since such files can be long."""
    match = re.search(rf"^[\"']?{table}[\"']?:.*\n(?:[ \t#-].*\n|\n)*", f"{text}\n", re.MULTILINE)
    if match is None:
        return {}
    try:
        root = yaml_reader.parse(match[0], "").root
    except HieraKafkaError:
        return {}  # it was wrong then, and is no measure of today's data
    node = root.data.get(table) if root is not None and isinstance(root.data, dict) else None
    return ids_of(node) if node is not None else {}


def myids(table: Node) -> Ids:
    """Return the ids of `zookeeper_clusters`."""
    return dict(_ids(table, "hosts", ()))


def broker_ids(table: Node) -> Ids:
    """Return the ids of `kafka_clusters`."""
    return dict(_ids(table, "brokers", ("id",)))


def _ids(
    table: Node, members: str, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, str], tuple[int, Position | None]]]:
    from hiera_kafka.model.base import whole_number  # noqa: PLC0415 - models take long to load, and few files have ids

    for cluster, entry in _items(table):
        for name, hosts in _items(entry):
            for host, member in _items(hosts) if name == members else ():
                node: Node | None = member
                for key in path:
                    node = dict(_items(node)).get(key) if node is not None else None
                number = whole_number(node.plain) if node is not None else None
                if node is not None and number is not None:
                    yield (cluster, host), (number, node.position)


def _items(node: Node) -> list[tuple[str, Node]]:
    return [(str(key), value) for key, value in node.data.items()] if isinstance(node.data, dict) else []
