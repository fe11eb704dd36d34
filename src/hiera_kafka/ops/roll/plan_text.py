"""The plan of a rolling restart, as a person reads it before it begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.ops.roll.plan import ClusterPlan, Plan, Turn
from hiera_kafka.text import one_line


def text_of(plan: Plan) -> str:
    """Return the plan as lines."""
    lines = ["Rolling restart, one at a time, each behind gates:"]
    for cluster in plan.clusters:
        lines += _cluster(cluster)
    if not plan.turns:
        lines.append("Nothing is to be restarted.")
    return "\n".join(map(one_line, lines))


def blockers_of(plan: Plan) -> tuple[str, ...]:
    """Return what stands in the way, each once, after the hosts where it does."""
    return tuple(f"{', '.join(hosts)}: {text}" for text, hosts in plan.blockers.items())


def _cluster(cluster: ClusterPlan) -> Iterator[str]:
    yield f"  {cluster.section.title} {cluster.name}"
    for number, turn in enumerate(cluster.turns, start=1):
        yield f"    {number}. {_name(turn)}{_leads(turn)}: {_reason(turn)}"
    yield from _left_alone("nothing pending", cluster.idle)
    # What does not run is started by converging, which is what its owner has to decide on.
    yield from _left_alone("does not run, so is not restarted", cluster.down)
    for turn in cluster.turns:
        yield from (f"    accepted: {text}" for text in turn.gate.accepted)


def _name(turn: Turn) -> str:
    """Return the host; with the service where a host has several of the section."""
    return turn.host if turn.section.gated else f"{turn.host} {turn.service.name}"


def _leads(turn: Turn) -> str:
    return f" ({turn.section.leader} now, so last)" if turn.gate.leads else ""


def _reason(turn: Turn) -> str:
    changed = ", ".join(turn.service.changed)
    return f"changed since its start: {changed}" if changed else "nothing changed, but asked for"


def _left_alone(why: str, turns: Sequence[Turn]) -> Iterator[str]:
    if turns:
        yield f"    {why}: {', '.join(map(_name, turns))}"
