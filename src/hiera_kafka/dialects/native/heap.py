"""The heap of a broker, and what must be smaller where it is small."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.resources import Setting, Value
from hiera_kafka.catalog.values import default, derived, setting
from hiera_kafka.model.host_roles import KafkaNode
from hiera_kafka.model.texts import heap_kib

_KEY = "profile::kafka::broker::max_heap_size"
_ENOUGH_KIB = 1024 * 1024
"""A heap with room for the cleaner's buffer of Kafka's own default, 128 MiB, twice: that of Kafka's own scripts."""
_PART = 8
_SMALLEST_KIB = 16 * 1024
"""Kafka refuses a buffer of no more than 1 MiB for each thread of the cleaner."""


def broker_heap(machine: Machine, node: KafkaNode) -> Value:
    """Return the size of a broker's heap, as the JVM writes it."""
    settings = node.settings
    if settings.model.max_heap_size:
        return Value(settings.model.max_heap_size, settings.origin(_KEY))
    return default(machine.platform.kafka_heap, f"Kafka defaults: heap on platform {machine.platform.name}")


def cleaner_buffer(heap: Value) -> Setting | None:
    """Return the option that bounds the log cleaner's buffer, None where the heap has room for Kafka's default.

    A change of any option of brokers while they run makes Kafka start its log cleaner anew, with a second buffer before
    it lets go of the first. A heap without room for both ends the thread that applies changes, of topics too: the
    broker goes on, answers that each change was made, and applies none until it is restarted (decision 0065).

    Args:
        heap: As `broker_heap` returns it.
    """
    size = heap_kib(str(heap.data))
    if size >= _ENOUGH_KIB:
        return None
    buffer = max(size // _PART, _SMALLEST_KIB) * 1024
    rule = "an eighth of the heap: there are two while options of brokers change"
    return setting("log.cleaner.dedupe.buffer.size", derived(buffer, rule, heap.origin))
