"""Every kind of readiness that services declare; modules are sent to hosts with what they import by name.

Made by `pytest --regenerate tests/plugins/module_utils/readiness/test_kinds.py`; not to be edited.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.checks import Check
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.kafka import KafkaCheck
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.mirror import MirrorCheck
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness.zookeeper import ZooKeeperCheck

KINDS: dict[str, type[Check]] = {
    "zookeeper": ZooKeeperCheck,
    "kafka": KafkaCheck,
    "kafka-mirror": MirrorCheck,
}

OPTIONS: dict[str, dict[str, Any]] = {
    "zookeeper": {
        "service": {"type": "str", "required": True},
        "own": {"type": "int", "required": True},
        "members": {"type": "dict", "default": {}},
        "address": {"type": "str", "required": True},
        "port": {"type": "int", "required": True},
        "expect": {"type": "list", "elements": "int", "default": []},
        "quorum": {"type": "bool", "default": True},
        "log": {"type": "path"},
    },
    "kafka": {
        "service": {"type": "str", "required": True},
        "own": {"type": "int", "required": True},
        "members": {"type": "dict", "default": {}},
        "address": {"type": "str", "required": True},
        "port": {"type": "int", "required": True},
        "expect": {"type": "list", "elements": "int", "default": []},
        "quorum": {"type": "bool", "default": True},
        "log": {"type": "path"},
    },
    "kafka-mirror": {
        "service": {"type": "str", "required": True},
        "own": {"type": "int", "required": True},
        "group": {"type": "str", "required": True},
        "engine": {"type": "int", "choices": [1, 2], "required": True},
        "client": {"type": "str", "default": ""},
        "brokers": {"type": "list", "elements": "str", "default": []},
        "sources": {"type": "list", "elements": "str", "default": []},
        "everywhere": {"type": "int", "default": 1},
        "processes": {
            "type": "list",
            "elements": "dict",
            "options": {
                "service": {"type": "str", "required": True},
                "record_file": {"type": "path", "required": True},
                "records": {"type": "list", "elements": "path", "default": []},
            },
            "default": [],
        },
        "log": {"type": "path"},
    },
}
"""Kind to the options of its check."""
