"""Reads what a host says of itself, for what compares it with the data."""

from __future__ import annotations

import json
import time
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request, reported
from hiera_kafka.bridge import looks


class ActionModule(Action):
    """Runs the module `look` with the request that `hiera-kafka verify` sends over SSH."""

    def act(self, request: Request) -> dict[str, Any]:
        question = reported(looks.everything, request.inventory_file, request.host)
        sent = time.time()
        result = self.on_host("look", {"request": json.dumps(question)}, request)
        return {**result, "sent": sent, "received": time.time()}
