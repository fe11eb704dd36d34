"""Asks a host what `hiera_kafka.core.verify` compares with the data."""

from __future__ import annotations

import json
import time
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request, reported
from hiera_kafka.bridge import verify


class ActionModule(Action):
    """Notes when it asked and when the answer was there, from which follows how far the host's clock is off."""

    def act(self, request: Request) -> dict[str, Any]:
        question = reported(verify.question, request.inventory_file, request.host)
        asked = time.time()
        result = self.on_host("look", {"request": json.dumps(question)}, request)
        return {**result, "asked": asked, "answered": time.time()}
