"""Compares what runs with what is rendered of the data, option by option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hiera_kafka.catalog.resources import Catalog
from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.clients.zookeeper import ConnectString
from hiera_kafka.compiler import Compiler
from hiera_kafka.kafka_options import OptionKind
from hiera_kafka.model.data_path import normal_path
from hiera_kafka.ops.adopt.running import RunningBroker, RunningCluster, RunningServer
from hiera_kafka.ops.adopt.site_data import data_directories
from hiera_kafka.render.formats import plain_text

BROKER_FILE = "server.properties"
SERVER_FILE = "zoo.cfg"
_VERSION_2 = "/version-2"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


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


def rendered(catalog: Catalog, kind: OptionKind) -> dict[str, str]:
    """Return the settings of the file that holds options of a kind, as they are written there."""
    return {
        setting.name: plain_text(setting.value.data)
        for file in catalog.files()
        if file.options is not None and file.options.kind == kind
        for setting in file.settings()
    }


def _of_broker(broker: RunningBroker, ours: Mapping[str, str]) -> Iterator[OptionDifference]:
    names = {name for name, option in broker.options.items() if option.in_file} | ours.keys()
    for name in sorted(names - {"log.dir", "node.id"}):
        option = broker.options.get(name, BrokerOption(in_file=False, file=None, default=None))
        hidden = option.in_file and option.file is None and option.sensitive
        theirs = _running(broker, name, option)
        mine = ours.get(name, option.default)
        if hidden or not _same(name, option.type, theirs, mine):
            yield OptionDifference(broker.host, BROKER_FILE, name, theirs, ours.get(name), hidden)


def _running(broker: RunningBroker, name: str, option: BrokerOption) -> str | None:
    """Return what an option of a broker is without what was set in the cluster."""
    if name == "log.dirs":
        return ",".join(data_directories(broker))
    if option.in_file:
        return option.file
    if name == "broker.id":
        return str(broker.member.id)
    if name == "advertised.listeners":
        listeners = _effective(broker, "listeners").split(",")
        ends = [url.partition("://") for url in listeners]
        return ",".join(f"{listener}://{broker.host}:{end.rpartition(':')[2]}" for listener, _, end in ends)
    return option.default


def _effective(broker: RunningBroker, name: str) -> str:
    option = broker.options.get(name)
    return (option and (option.file or option.default)) or ""


def _same(name: str, type_: str, theirs: str | None, ours: str | None) -> bool:
    if theirs is None or ours is None:
        return theirs == ours or (type_ == "list" and not theirs and not ours)
    return _canonical(name, type_, theirs) == _canonical(name, type_, ours)


def _canonical(name: str, type_: str, value: str) -> object:
    """Return what two ways of writing one value have in common."""
    value = value.strip()
    if name == "log.dirs":
        return sorted(normal_path(path.strip()) for path in value.split(","))
    if name in ("listeners", "advertised.listeners"):
        return sorted(part.strip().replace("://0.0.0.0:", "://:") for part in value.split(","))
    if name == "zookeeper.connect":
        try:
            parsed = ConnectString.parse(value)
        except ValueError:
            return value
        return sorted(map(str, parsed.servers)), parsed.chroot
    if type_ == "boolean":
        return value.lower()
    if type_ == "list":
        return [part.strip() for part in value.split(",")]
    return float(value) if _NUMBER.fullmatch(value) and type_ not in ("string", "unknown") else value


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
    known = (
        *("tickTime", "initLimit", "syncLimit", "maxClientCnxns", "minSessionTimeout", "maxSessionTimeout"),
        *("clientPortListenBacklog", "clientPort"),
    )
    found = {name: server.values[name] for name in known if name in server.values}
    found.setdefault("clientPort", str(server.address.port))
    if "tickTime" in found:
        # What follows from the length of a tick is not set, as far as anybody can tell.
        ticks = int(found["tickTime"])
        for name, times in (("minSessionTimeout", 2), ("maxSessionTimeout", 20)):
            if found.get(name) == str(times * ticks):
                del found[name]
    for name in ("dataDir", "dataLogDir"):
        if name in server.values:
            found[name] = server.values[name].removesuffix(_VERSION_2)
    return found
