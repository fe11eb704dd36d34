"""Hiera 5 lookup as Puppet does it, with the origin of every value.

`Hiera.load("hiera.yaml").lookup("kafka_clusters", scope).value`
"""

from __future__ import annotations

from hiera_kafka.hiera.lookup.engine import MISSING, Hiera
from hiera_kafka.hiera.lookup.found import Found
from hiera_kafka.hiera.values.settings import Settings

__all__ = ["MISSING", "Found", "Hiera", "Settings"]
