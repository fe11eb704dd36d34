"""A ZooKeeper ensemble: its members in the data, and what each says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hiera_kafka.model.base import Traced
from hiera_kafka.model.zookeeper import Ensemble
from hiera_kafka.ops.verify.views.host import HostView


@dataclass(frozen=True, slots=True)
class EnsembleView:
    """One ensemble.

    Attributes:
        name: As the data calls it.
        model: What the data says of it, with the origin of each value.
        hosts: Every host of it, by name; one that did not answer says why.
    """

    name: str
    model: Traced[Ensemble]
    hosts: Mapping[str, HostView]
