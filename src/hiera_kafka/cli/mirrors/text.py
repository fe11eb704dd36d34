"""Tables and lines of `hiera-kafka mirrors`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hiera_kafka.cli.kit.units import duration
from hiera_kafka.ops.mirrors.carry import CarryPlan
from hiera_kafka.ops.mirrors.clusters import SourceState
from hiera_kafka.ops.mirrors.health import MirrorView
from hiera_kafka.ops.mirrors.lag import Lag
from hiera_kafka.ops.mirrors.settings import Action, Difference, TopicPlan
from hiera_kafka.ops.mirrors.switch import Switched

Row = tuple[str, ...]

MIRRORS = ("mirror", "engine", "state", "processes", "lag", "age", "topics", "left", "last error")
PROCESSES = ("host", "process", "state", "since", "last error")
TOPICS = ("topic", "", "lag", "age", "why")
SETTINGS = ("topic", "setting", "source", "destination", "becomes")
_SHORT = 60


def mirror_rows(views: Sequence[MirrorView]) -> list[Row]:
    """Return a row for each mirror."""
    return [
        (
            view.mirror.name,
            str(view.mirror.engine),
            str(view.state),
            _processes(view),
            _lag(view.source.lag if view.source else None),
            _age(view.source.lag if view.source else None),
            "?" if view.source is None else str(sum(verdict.taken for verdict in view.source.topics)),
            "?" if view.source is None else str(sum(not verdict.taken for verdict in view.source.topics)),
            _last(view),
        )
        for view in views
    ]


def _processes(view: MirrorView) -> str:
    wanted = len(view.mirror.processes)
    return f"{sum(one.runs for one in view.processes)}/{wanted}" if view.processes else f"?/{wanted}"


def _lag(lag: Lag | None) -> str:
    return "?" if lag is None else str(lag.messages)


def _age(lag: Lag | None) -> str:
    if lag is None or lag.seconds is None:
        return "?"
    return duration(int(lag.seconds)) if lag.messages else "-"


def _last(view: MirrorView) -> str:
    if not view.processes:
        return "?"
    last = view.last_error
    if last is None:
        return "-"
    _, error = last
    first = error.text.partition("\n")[0]
    short = first if len(first) <= _SHORT else f"{first[: _SHORT - 3]}..."
    return f"{error.at}: {short}" if error.at else short


def finding_lines(views: Sequence[MirrorView]) -> Iterator[str]:
    """Yield a line for each finding."""
    for view in views:
        for finding in view.findings:
            yield f"{view.mirror.name} is {finding.state}: {finding.text}"


def head(view: MirrorView) -> str:
    """Return one line on a mirror: what it is, and where it stands."""
    mirror, source = view.mirror, view.source
    where = f"{mirror.name}, MirrorMaker {mirror.engine}: {mirror.source} to {mirror.destination}"
    lag = source.lag if source else None
    if lag is None:
        return f"{where}; state {view.state}, lag unknown"
    age = f", the first {_age(lag)} old" if lag.messages else ""
    new = f"; nothing committed yet of {', '.join(lag.uncommitted)}" if lag.uncommitted else ""
    return f"{where}; state {view.state}, {lag.messages} messages to mirror{age}{new}"


def process_rows(view: MirrorView, now_ms: int) -> list[Row]:
    """Return a row for each process."""
    return [
        (
            one.process.host,
            one.process.service,
            "?" if one.state is None else one.state,
            "-" if one.since is None else duration(max(0, int(now_ms / 1000 - one.since))),
            "?" if one.state is None else (one.errors[-1].at or "yes") if one.errors else "-",
        )
        for one in view.processes
    ]


def topic_rows(source: SourceState) -> list[Row]:
    """Return a row for each topic of the source, those that are taken first."""
    lags = source.lag.by_topic() if source.lag is not None else {}
    return [
        (
            verdict.topic,
            "taken" if verdict.taken else "left",
            _lag(lags.get(verdict.topic)) if verdict.taken else "-",
            _age(lags.get(verdict.topic)) if verdict.taken else "-",
            verdict.why,
        )
        for verdict in sorted(source.topics, key=lambda verdict: not verdict.taken)
    ]


def switch_lines(switch: Sequence[Switched]) -> Iterator[str]:
    """Yield a line for each topic with which the other engine would not do the same."""
    for one in switch:
        yield one.text


def error_lines(view: MirrorView) -> Iterator[str]:
    """Yield the last errors of each process, and the logs that could not be read."""
    for one in view.processes:
        for error in one.errors:
            first, *more = error.text.splitlines() or [""]
            yield f"{one.process.host} {one.process.service} {error.at or ''}: {first}"
            yield from (f"    {line.strip()}" for line in more)
        for words in one.unreadable:
            yield f"{one.process.host} {one.process.service}: {words}"


def setting_rows(plan: CarryPlan) -> list[Row]:
    """Return a row for each difference."""
    return [row for topic in plan.topics for row in _setting_rows(topic)]


def _setting_rows(topic: TopicPlan) -> Iterator[Row]:
    new, name = topic.create, topic.copy if topic.copy == topic.topic else f"{topic.copy} (of {topic.topic})"
    if new is not None:
        options = "".join(f", {name}={value}" for name, value in new.options.items())
        count = f"{new.partitions} partitions"
        yield name, "topic", count, "missing", f"made with {count}, {new.replicas} replicas{options}"
    for one in topic.differences:
        yield name, one.name, one.source, one.destination, _becomes(one)


def _becomes(one: Difference) -> str:
    return {
        Action.RAISE: one.source,
        Action.SET: one.source,
        Action.LARGER: "stays: larger here",
        Action.UNSAFE: "stays: messages could be dropped",
    }[one.action]


def settings_end(plan: CarryPlan) -> str:
    """Return the sum of a plan in one line."""
    topics = "1 topic" if len(plan.topics) == 1 else f"{len(plan.topics)} topics"
    if not plan.needed:
        return f"{topics} taken, nothing to write."
    made = sum(topic.create is not None for topic in plan.needed)
    return f"{topics} taken: {made} to make, {len(plan.needed) - made} to change."


def refusal_lines(plan: CarryPlan) -> Iterator[str]:
    """Yield a line for each topic that the brokers refuse something of."""
    for topic in plan.refused:
        yield f"{topic.copy}: {plan.mirror.destination} refuses: {topic.refused}"
