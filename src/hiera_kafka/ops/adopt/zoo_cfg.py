"""Compares zoo.cfg as it lies on its host with what is rendered: the lines of which no server speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hiera_kafka.compiler import Compiler
from hiera_kafka.kafka_options import Option, OptionKind, table
from hiera_kafka.ops.adopt.differences import SERVER_FILE, OptionDifference
from hiera_kafka.ops.adopt.running import NUMBERS_TOLD, PATHS_TOLD, RunningCluster, RunningServer
from hiera_kafka.plan.running_options import rendered, same_value


def file_differences(compiler: Compiler, running: RunningCluster) -> Iterator[OptionDifference]:
    """Yield the differences that `differences` does not see, since neither `conf` nor AdminServer has them.

    A line that one of the files lacks counts with ZooKeeper's default.

    Args:
        compiler: A compiler of the data; its catalogs must have been made.
        running: What runs.
    """
    for server in running.servers:
        if server.service is not None and server.service.options:
            ours = rendered(compiler.catalogs[server.address.host], OptionKind.ZOOKEEPER)
            yield from _of_file(server, server.service.options, ours)


def _of_file(
    server: RunningServer, theirs: Mapping[str, str | None], ours: Mapping[str, str]
) -> Iterator[OptionDifference]:
    known = table(OptionKind.ZOOKEEPER, "")
    for name in sorted(theirs.keys() | ours.keys()):
        if (name in server.values and name in (*NUMBERS_TOLD, *PATHS_TOLD)) or name.startswith("server."):
            continue  # compared as what the server says
        option = known.options.get(name) if known is not None else None
        option = option or Option(name)
        hidden = name in theirs and theirs[name] is None
        running = theirs.get(name) if name in theirs else option.default
        mine = ours.get(name, option.default)
        if hidden or not same_value(name, option.type or "unknown", running, mine):
            yield OptionDifference(server.address.host, SERVER_FILE, name, running, ours.get(name), hidden)
