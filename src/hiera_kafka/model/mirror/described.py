"""The mirror that a host's own keys describe in Wikimedia's form, read as Puppet would take it.

Nothing is held against the model here: rules look at data that has errors elsewhere, and Wikimedia's dialect takes
what Puppet takes. What the native dialect makes of the same keys is in `forms`.
"""

from __future__ import annotations

from typing import Any

from hiera_kafka.hiera import Found
from hiera_kafka.model.cluster_names import full_name
from hiera_kafka.model.lookups import Find
from hiera_kafka.model.mirror.forms import PREFIX
from hiera_kafka.model.mirror.mirror import EVERYTHING, Mirror
from hiera_kafka.scope import Scope
from hiera_kafka.source import Key, Trace
from hiera_kafka.topic_patterns import Form

_RENAMED = {"topics": "whitelist", "consumer": "consumer_properties", "producer": "producer_properties"}
"""Our name of what the hash `properties` has under another."""


def described_mirror(find: Find, scope: Scope) -> Mirror | None:
    """Return the mirror that a host's data describes; None when it describes none, or turns it off.

    Args:
        find: Looks keys up for the host.
        scope: Its facts and variables, which complete the names of clusters.

    Raises:
        HieraError: A lookup failed, where `find` raises it.
    """
    ends = find(f"{PREFIX}source_cluster_name"), find(f"{PREFIX}destination_cluster_name")
    source, destination = ends
    if source is None or destination is None:
        return None
    if not isinstance(source.value, str) or not isinstance(destination.value, str):
        return None
    found = find(f"{PREFIX}properties")
    given: dict[str, Any] = found.value if found is not None and isinstance(found.value, dict) else {}
    enabled = find(f"{PREFIX}enabled")
    if given.get("enabled", enabled.value if enabled is not None else True) is False:
        return None
    names = full_name(find, scope, source.value), full_name(find, scope, destination.value)
    whitelist, group = given.get("whitelist"), given.get("group_id")
    processes = find(f"{PREFIX}num_processes")
    return Mirror(
        *names,
        (whitelist if isinstance(whitelist, str) else EVERYTHING,),
        str(group or f"kafka-mirror-{names[0]}_to_{names[1]}"),
        _trace(source, destination, found, given),
        form=Form.MIRROR_MAKER_1,
        processes=_count(processes.value if processes is not None else None),
        streams=_count(given.get("num_streams")),
        consumer=_options(given.get("consumer_properties")),
        producer=_options(given.get("producer_properties")),
    )


def _trace(source: Found, destination: Found, properties: Found | None, given: dict[str, Any]) -> Trace:
    children: dict[Key, Trace] = {"source": source.trace, "destination": destination.trace}
    if properties is not None:
        children |= {ours: properties.trace.sub(theirs) for ours, theirs in _RENAMED.items() if theirs in given}
    return Trace(source.trace.origin, children)


def _count(value: object) -> int:
    return value if isinstance(value, int) else 1


def _options(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
