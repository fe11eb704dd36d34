"""What was observed of the services of one section of a host, before a rolling restart."""

from __future__ import annotations

from dataclasses import dataclass

from hiera_kafka.compiler.sections import section_of
from hiera_kafka.ops.roll.records import read
from hiera_kafka.ops.roll.sections import RolledSection, rolled


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What the gate says of a stop, as the module `gate` returns it.

    Attributes:
        leads: Whether this one is the leader or the Kafka controller now.
        blockers: What stands in the way, as text.
        accepted: Outages that are accepted, as text.
    """

    leads: bool
    blockers: tuple[str, ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service.

    Attributes:
        name: Name of the unit or program.
        runs: Whether it runs at all.
        changed: What changed since its start, as paths of the host.
    """

    name: str
    runs: bool
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """The services of one section of one host.

    Attributes:
        host: The host.
        section: The section.
        cluster: Name of its ensemble or cluster; of mirrors, of the one that they write.
        services: Its services, in the order in which they start.
        everything: Whether also those are restarted that have nothing pending.
        gate: None where the gate was not asked.
    """

    host: str
    section: RolledSection
    cluster: str
    services: tuple[ServiceState, ...]
    everything: bool = False
    gate: GateAnswer | None = None

    @property
    def restarted(self) -> tuple[ServiceState, ...]:
        """The services that are to be restarted; one that does not run is started by converging."""
        return tuple(one for one in self.services if one.runs and (one.changed or self.everything))

    @property
    def asks_gate(self) -> bool:
        """Whether the gate has to be asked."""
        return self.section.gated and bool(self.restarted)


def observation(inventory_file: str, host: str, observed: object) -> Observation:
    """Return what was observed of one section.

    Args:
        inventory_file: Absolute path.
        host: The host.
        observed: `section`, the role; `services` (`name` and `pid` of each) and `restart_pending` (`service` and
            `files` of each), as the module `service` returns them; `restart_all`, whether also those are restarted that
            have nothing pending; and `gate`, what the module `gate` returned, unless it was not asked.

    Raises:
        HieraKafkaError: It has another shape (`roll-record-invalid`), or the host does not have the role.
    """
    return _observation(inventory_file, host, read(_Observed, observed, f"what was observed on {host}"))


def observations(inventory_file: str, host: str, registered: object) -> list[Observation]:
    """Return what was observed of all sections of a host.

    Args:
        inventory_file: Absolute path.
        host: The host.
        registered: What Ansible registered of the action `roll_observe` in a loop over sections: `results`, of each
            `observed` as `observation` takes it.

    Raises:
        HieraKafkaError: As `observation`.
    """
    results = read(_Registered, registered, f"what was observed on {host}").results
    return [_observation(inventory_file, host, one.observed) for one in results]


def _observation(inventory_file: str, host: str, found: _Observed) -> Observation:
    catalog, section = section_of(inventory_file, host, found.section)
    root = catalog.machine.root
    pending = {one.service: tuple(path.removeprefix(root) for path in one.files) for one in found.restart_pending}
    return Observation(
        host=host,
        section=rolled(found.section),
        cluster=section.cluster,
        services=tuple(
            ServiceState(one.name, one.pid is not None, pending.get(one.name, ())) for one in found.services
        ),
        everything=found.restart_all,
        gate=found.gate,
    )


@dataclass(frozen=True, slots=True)
class _Service:
    name: str
    pid: int | None


@dataclass(frozen=True, slots=True)
class _Pending:
    service: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Observed:
    section: str
    services: tuple[_Service, ...]
    restart_pending: tuple[_Pending, ...]
    restart_all: bool
    gate: GateAnswer | None = None


@dataclass(frozen=True, slots=True)
class _Result:
    observed: _Observed


@dataclass(frozen=True, slots=True)
class _Registered:
    results: tuple[_Result, ...]
