"""The mirrors of an inventory, as translation needs them."""

from __future__ import annotations

from hiera_kafka.compiler import Compiler
from hiera_kafka.ops.mirrors.inventory import Mirror, mirrors
from hiera_kafka.ops.mirrors.topics import verdicts
from hiera_kafka.ops.offsets.translate.request import Flow


def flows(compiler: Compiler) -> tuple[Flow, ...]:
    """Return each mirror of an inventory once, sorted by name.

    Raises:
        HieraKafkaError: The data has errors.
    """
    return tuple(_flow(mirror) for mirror in mirrors(compiler))


def _flow(mirror: Mirror) -> Flow:
    def takes(topic: str) -> bool:
        return verdicts([topic], mirror.topics, mirror.excluded)[0].taken

    return Flow(mirror.name, mirror.source, mirror.destination, takes, mirror.group, skips=mirror.wikimedia)
