"""The mirrors of an inventory, as translation needs them."""

from __future__ import annotations

import re
from functools import cache

from hiera_kafka.compiler import Compiler
from hiera_kafka.model.mirror import INTERNAL_TOPICS, MirrorNode
from hiera_kafka.ops.offsets_translate_ask import Flow


def flows(compiler: Compiler) -> tuple[Flow, ...]:
    """Return each mirror of an inventory once, sorted by name.

    Raises:
        HieraKafkaError: The data has errors.
    """
    nodes = {node.name: node for host in compiler.hosts for node in compiler.model(host).mirrors}
    return tuple(_flow(node) for _, node in sorted(nodes.items()))


def _flow(node: MirrorNode) -> Flow:
    def takes(topic: str) -> bool:
        left = (*INTERNAL_TOPICS, *node.excluded)
        return any(_matches(one, topic) for one in node.topics) and not any(_matches(one, topic) for one in left)

    return Flow(node.name, node.source_name, node.destination_name, takes, node.group)


def _matches(pattern: str, topic: str) -> bool:
    return _compiled(pattern).fullmatch(topic) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
