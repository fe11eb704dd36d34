"""All symptoms; each was seen on a real service, whose log is in `tests/cases/start_failures`.

Those of one module that say more stand before rules that say less.
"""

from __future__ import annotations

from ansible_collections.hiera_kafka.core.plugins.module_utils.services.failures import (
    cluster,
    machine,
    mirror,
    options,
    zookeeper,
)

SYMPTOMS = (*cluster.SYMPTOMS, *zookeeper.SYMPTOMS, *options.SYMPTOMS, *mirror.SYMPTOMS, *machine.SYMPTOMS)
