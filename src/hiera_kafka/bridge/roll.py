"""A rolling restart as the actions of its playbook see it: plain values in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hiera_kafka.bridge.plain_values import to_plain
from hiera_kafka.ops.roll import plan_text
from hiera_kafka.ops.roll.observation import observation, observations
from hiera_kafka.ops.roll.plan import plan_of


def asks_gate(inventory_file: str, host: str, observed: Mapping[str, Any]) -> bool:
    """Return whether the gate of a section has to be asked: something behind one is to be restarted.

    Args:
        inventory_file: Absolute path.
        host: The host.
        observed: As `ops.roll.observation.observation` takes it, without `gate`.
    """
    return observation(inventory_file, host, to_plain(observed)).asks_gate


def plan(inventory_file: str, registered: Mapping[str, object]) -> dict[str, Any]:
    """Return the plan of a rolling restart.

    That is `text`, `restarts` as `[role, host]` in order, `mirrors` as host to the services of mirrors that are
    restarted there, and `blockers`: what stands in the way, as text, each once.

    Args:
        inventory_file: Absolute path.
        registered: Host to what Ansible registered of `roll_observe` there, as `ops.roll.observation.observations`
            takes it.

    Raises:
        HieraKafkaError: What was observed has another shape, or a host does not have the role.
    """
    made = plan_of(
        [one for host, found in registered.items() for one in observations(inventory_file, host, to_plain(found))]
    )
    plain: dict[str, Any] = to_plain(
        {
            "text": plan_text.text_of(made),
            "restarts": made.restarts,
            "mirrors": made.mirrors,
            "blockers": plan_text.blockers_of(made),
        }
    )
    return plain
