"""Compares what runs with what is rendered of the data, option by option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hiera_kafka.compiler import Compiler
from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.ops.adopt.running import NUMBERS_TOLD, PATHS_TOLD, RunningBroker, RunningCluster, RunningServer
from hiera_kafka.plan.running_options import mismatches, rendered

BROKER_FILE = "server.properties"
SERVER_FILE = "zoo.cfg"
_VERSION_2 = "/version-2"


@dataclass(frozen=True, slots=True)
class OptionDifference:
    """An option that would not be what it is.

    Attributes:
        host: Host of the broker or ZooKeeper server.
        file: `server.properties` or `zoo.cfg`.
        option: Its name.
        running: What holds now; None where there is nothing, or where it is hidden.
        rendered: What the data makes of it; None where there is nothing.
        hidden: Whether the broker keeps the present value to itself.
        reason: Why, once that is known.
    """

    host: str
    file: str
    option: str
    running: str | None
    rendered: str | None
    hidden: bool = False
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields."""
        return asdict(self)


def differences(compiler: Compiler, running: RunningCluster) -> tuple[OptionDifference, ...]:
    """Return where what the data renders differs from what runs, sorted by host, file and option.

    An option that a file does not have counts with the default of its release. What ZooKeeper does not tell of its
    zoo.cfg is not compared.

    Args:
        compiler: A compiler of the data; its catalogs must have been made, whatever else is wrong.
        running: What runs.
    """
    found: list[OptionDifference] = []
    for broker in running.brokers:
        found += _of_broker(broker, rendered(compiler.catalogs[broker.host], OptionKind.BROKER))
    for server in running.servers:
        ours = rendered(compiler.catalogs[server.address.host], OptionKind.ZOOKEEPER)
        found += _of_server(server, running, ours)
    return tuple(sorted(found, key=lambda one: (one.host, one.file, one.option)))


def _of_broker(broker: RunningBroker, ours: Mapping[str, str]) -> Iterator[OptionDifference]:
    for one in mismatches(broker.member, broker.options, ours):
        yield OptionDifference(broker.host, BROKER_FILE, one.option, one.running, one.rendered, one.hidden)


def _of_server(server: RunningServer, running: RunningCluster, ours: Mapping[str, str]) -> Iterator[OptionDifference]:
    host = server.address.host
    theirs = server_options(server)
    tick = ours["tickTime"]
    mine = {
        "minSessionTimeout": str(2 * int(tick)),
        "maxSessionTimeout": str(20 * int(tick)),
        "clientPortListenBacklog": "-1",
        "dataLogDir": ours["dataDir"],
        **ours,
    }
    for name, value in sorted(theirs.items()):
        if name in mine and value != mine[name]:
            yield OptionDifference(host, SERVER_FILE, name, value, ours.get(name))
    for number, line in sorted(running.lines.items()):
        name = f"server.{number}"
        address = line.partition(";")[0].removesuffix(":participant")
        if address != ours.get(name):
            yield OptionDifference(host, SERVER_FILE, name, address, ours.get(name))


def server_options(server: RunningServer) -> dict[str, str]:
    """Return what a server says of the options of its zoo.cfg, by name."""
    found = {name: server.values[name] for name in NUMBERS_TOLD if name in server.values}
    found.setdefault("clientPort", str(server.address.port))
    if "tickTime" in found:
        # What follows from the length of a tick is not set, as far as anybody can tell.
        ticks = int(found["tickTime"])
        for name, times in (("minSessionTimeout", 2), ("maxSessionTimeout", 20)):
            if found.get(name) == str(times * ticks):
                del found[name]
    for name in PATHS_TOLD:
        if name in server.values:
            found[name] = server.values[name].removesuffix(_VERSION_2)
    return found
