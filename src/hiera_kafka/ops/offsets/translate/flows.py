"""The mirrors of an inventory, as translation needs them."""

from __future__ import annotations

from hiera_kafka.compiler import Compiler
from hiera_kafka.ops.mirrors.inventory import Mirror, judged, mirrors
from hiera_kafka.ops.offsets.translate.request import Flow


def flows(compiler: Compiler) -> tuple[Flow, ...]:
    """Return each mirror of an inventory once, sorted by name.

    Raises:
        HieraKafkaError: The data has errors.
    """
    return tuple(_flow(mirror) for mirror in mirrors(compiler))


def _flow(mirror: Mirror) -> Flow:
    def copy(topic: str) -> str | None:
        return judged(mirror, [topic])[0].destination_topic

    return Flow(mirror.name, mirror.source, mirror.destination, copy, mirror.group, skips=mirror.wikimedia)
