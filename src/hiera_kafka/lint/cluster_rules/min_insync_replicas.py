"""min.insync.replicas that stop producers, or that promise nothing."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import Severity
from hiera_kafka.lint.context import NodeView
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import NodeRule
from hiera_kafka.lint.views.clusters import broker_options, data_position, from_data, number

PAIRS = (
    ("min.insync.replicas", "default.replication.factor"),
    ("transaction.state.log.min.isr", "transaction.state.log.replication.factor"),
)


class MinInsyncReplicas(NodeRule):
    """How many replicas must have a message, against how many there are."""

    id = "min-insync-replicas"
    level = Severity.ERROR
    summary = "Fewer replicas must be in sync than there are, and more than one where there are three."

    def check(self, node: NodeView) -> Iterator[Finding]:
        """Return minima above the replication factor (error), equal to it, or of one in three (warnings)."""
        options = broker_options(node)
        for option, factor_option in PAIRS:
            least, factor = number(options, option), number(options, factor_option)
            if least is None or factor is None:
                continue
            if not from_data(options[option]) and not from_data(options[factor_option]):
                continue
            found = _problem(option, least, factor_option, factor)
            if found is not None:
                message, level, hint = found
                places = [data_position(options[name].value.origin) for name in (option, factor_option)]
                if not from_data(options[option]):
                    places.reverse()
                yield self.finding(message, *places, hint=hint, level=level, host=node.host)


def _problem(option: str, least: int, factor_option: str, factor: int) -> tuple[str, Severity, str] | None:
    slack = f"make {option} {max(1, factor - 1)}"
    if least > factor:
        message = f"{option} is {least}, above {factor_option}, which is {factor}; no write with acks=all succeeds"
        return message, Severity.ERROR, slack
    if least == factor and factor > 1:
        message = f"{option} is {least}, as much as {factor_option}; one broker down stops all writes with acks=all"
        return message, Severity.WARNING, slack
    if least == 1 and factor > 2:
        message = f"{option} is 1 of {factor} replicas; an acknowledged message may be on one broker only"
        return message, Severity.WARNING, slack
    return None
