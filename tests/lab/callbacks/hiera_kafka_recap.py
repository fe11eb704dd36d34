"""Writes what a run of Ansible did to each host as JSON, so that tests need not read its output."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: hiera_kafka_recap
type: aggregate
short_description: Writes the recap as JSON
description:
  - Writes the counters of every host to the file that the environment variable HIERA_KAFKA_RECAP names.
author:
  - hiera-kafka contributors (@hiera-kafka)
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "hiera_kafka_recap"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_stats(self, stats: Any) -> None:
        recap = {host: stats.summarize(host) for host in sorted(stats.processed)}
        Path(os.environ["HIERA_KAFKA_RECAP"]).write_text(json.dumps(recap), encoding="utf-8")
