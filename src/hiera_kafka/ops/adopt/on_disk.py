"""What the files of a cluster say and nothing runs with yet: options that were changed since a process was started."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.ops.adopt.differences import BROKER_FILE, SERVER_FILE
from hiera_kafka.ops.adopt.host_services import HostService
from hiera_kafka.ops.adopt.running import RunningBroker, RunningCluster, RunningServer
from hiera_kafka.plan.running_options import same_value

_VERSION_2 = "/version-2"


@dataclass(frozen=True, slots=True)
class ChangedOption:
    """An option whose file says something else than what runs.

    Attributes:
        host: Host of the broker or ZooKeeper server.
        file: `server.properties` or `zoo.cfg`.
        option: Its name.
        running: What holds; None where there is nothing.
        on_disk: What the file says, and so what will hold after a restart; None where it has no such line.
    """

    host: str
    file: str
    option: str
    running: str | None
    on_disk: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields."""
        return asdict(self)


def changed_options(running: RunningCluster) -> tuple[ChangedOption, ...]:
    """Return what a restart would change, sorted by host, file and option; hidden values are not compared."""
    found = [one for broker in running.brokers if broker.service for one in _of_broker(broker, broker.service)]
    found += [one for server in running.servers if server.service for one in _of_server(server, server.service)]
    return tuple(sorted(found, key=lambda one: (one.host, one.file, one.option)))


def silent_changes(running: RunningCluster) -> Iterator[str]:
    """Yield, in sentences, files that were changed since, where nothing tells what they said before."""
    for broker in running.brokers:
        service = broker.service
        if service is not None and service.changed_since and (names := _hidden(broker.options)):
            yield (
                f"{service.file} on {broker.host} was changed after broker {broker.member.id} was started, "
                f"so nothing tells what that runs with of: {', '.join(names)}"
            )
    for server in running.servers:
        if server.service is not None and server.service.changed_since:
            yield (
                f"{server.service.file} on {server.address.host} was changed after ZooKeeper was started, "
                "so what `conf` does not have may not be what runs"
            )


def _of_broker(broker: RunningBroker, service: HostService) -> Iterator[ChangedOption]:
    given = service.given
    if not given:  # could not be read
        return
    for name in sorted(given.keys() | {name for name, option in broker.options.items() if option.in_file}):
        option = broker.options.get(name, BrokerOption(in_file=False, file=None, default=None))
        # A broker notes its id under a second name, whatever its file calls it.
        if name == "node.id" and name not in given:
            continue
        if _is_hidden(option) or (name in given and given[name] is None):
            continue
        if (name in given) != option.in_file or not same_value(name, option.type, option.file, given.get(name)):
            yield ChangedOption(
                broker.host, BROKER_FILE, name, option.file if option.in_file else None, given.get(name)
            )


def _of_server(server: RunningServer, service: HostService) -> Iterator[ChangedOption]:
    if server.source in (None, "zoo.cfg"):
        return
    for name, on_disk in sorted(service.options.items()):
        value = server.values.get(name)
        value = value.removesuffix(_VERSION_2) if value is not None else None
        if value is not None and on_disk is not None and value != on_disk.rstrip("/"):
            yield ChangedOption(server.address.host, SERVER_FILE, name, value, on_disk)


def _is_hidden(option: BrokerOption) -> bool:
    return option.in_file and option.file is None and option.sensitive


def _hidden(options: Mapping[str, BrokerOption]) -> list[str]:
    return sorted(name for name, option in options.items() if _is_hidden(option))
