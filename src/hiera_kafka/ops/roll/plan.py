"""The plan of a rolling restart: whose turn it is when, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hiera_kafka.ops.roll.observation import GateAnswer, Observation, ServiceState
from hiera_kafka.ops.roll.sections import SECTIONS, RolledSection

_NO_GATE = GateAnswer(leads=False, blockers=(), accepted=())


@dataclass(frozen=True, slots=True)
class Turn:
    """One service of one host, as it is restarted or left alone.

    Attributes:
        section: Its section.
        host: Its host.
        service: The service.
        gate: What the gate said of its stop.
    """

    section: RolledSection
    host: str
    service: ServiceState
    gate: GateAnswer = _NO_GATE


@dataclass(frozen=True, slots=True)
class ClusterPlan:
    """What is done with one cluster.

    Attributes:
        section: Which kind of section it is a cluster of.
        name: Its name.
        turns: What is restarted, in order.
        idle: What runs, and has nothing pending.
        down: What does not run, and so is not restarted.
    """

    section: RolledSection
    name: str
    turns: tuple[Turn, ...]
    idle: tuple[Turn, ...]
    down: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done with all clusters, in order."""

    clusters: tuple[ClusterPlan, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Every restart, in order."""
        return tuple(turn for cluster in self.clusters for turn in cluster.turns)

    @property
    def restarts(self) -> tuple[tuple[str, str], ...]:
        """Role and host of each section of which something is restarted, in order, each once."""
        return tuple(dict.fromkeys((turn.section.role, turn.host) for turn in self.turns))

    @property
    def mirrors(self) -> dict[str, tuple[str, ...]]:
        """Host to the services that are restarted there one by one, without gates."""
        found: dict[str, tuple[str, ...]] = {}
        for turn in self.turns:
            if not turn.section.gated:
                found[turn.host] = (*found.get(turn.host, ()), turn.service.name)
        return found

    @property
    def blockers(self) -> dict[str, tuple[str, ...]]:
        """What stands in the way, as text, to the hosts where it does."""
        found: dict[str, tuple[str, ...]] = {}
        for turn in self.turns:
            for text in turn.gate.blockers:
                found[text] = (*found.get(text, ()), turn.host)
        return found


def plan_of(observations: Sequence[Observation]) -> Plan:
    """Return the plan that follows from what was observed on all hosts."""
    clusters = []
    for section in SECTIONS:
        of_section = [one for one in observations if one.section == section]
        clusters += [
            _cluster(section, name, [one for one in of_section if one.cluster == name])
            for name in dict.fromkeys(one.cluster for one in of_section)
        ]
    return Plan(tuple(clusters))


def _cluster(section: RolledSection, name: str, observations: Sequence[Observation]) -> ClusterPlan:
    turns, idle, down = [], [], []
    for one in observations:
        for service in one.services:
            turn = Turn(section, one.host, service, one.gate or _NO_GATE)
            if not service.runs:
                down.append(turn)
            elif service in one.restarted:
                turns.append(turn)
            else:
                idle.append(turn)
    # Each stop of a leader is an election, so it comes last.
    turns.sort(key=lambda turn: turn.gate.leads)
    return ClusterPlan(section, name, tuple(turns), tuple(idle), tuple(down))
