"""Actions that wait for something on their host, and say every ten seconds how it goes."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.utils.display import Display

from ansible_collections.hiera_kafka.core.plugins.plugin_utils.action import Action, Request
from hiera_kafka.text import one_line

TURN_S = 10.0
"""How long one call of a module waits, and so how often progress is shown; a call is far shorter."""
_SHOWN = 1000

display = Display()


class WaitingAction(Action):
    """An action whose module waits until something is there, or a time is over."""

    def in_turns(self, module: str, arguments: Mapping[str, Any], request: Request) -> dict[str, Any]:
        """Run a module on the task's host until it has a result, and return that.

        Args:
            module: One of `modules/target` that takes the options of `module_utils/services/turns.py`.
            arguments: Its other options; `timeout` is the time for all turns.
            request: The task's.

        Raises:
            AnsibleActionFail: The host does not come to an end though the time is over.
        """
        began, so_far = time.monotonic(), {}
        while True:
            waited = time.monotonic() - began
            turn = {"waited": waited, "turn": TURN_S, "so_far": so_far}
            result = self.on_reached_host(module, {**arguments, **turn}, request)
            if "waiting" not in result or result.get("failed"):
                return result
            if waited > arguments["timeout"]:
                raise AnsibleActionFail(
                    f"{request.host} goes on waiting after {waited:.0f} s, against what it was told"
                )
            so_far = result.get("so_far", {})
            passed = time.monotonic() - began
            display.display(told(request.host, str(result["waiting"]), passed, arguments["timeout"] - passed))


def told(host: str, waiting: str, passed_s: float, left_s: float) -> str:
    """Return the line on a wait that goes on.

    Args:
        host: Where.
        waiting: What the host says that it waits for, and what it saw last.
        passed_s: For how long.
        left_s: For how long still, at most.
    """
    times = f"{passed_s:.0f} s, at most {max(0.0, left_s):.0f} s more"
    return f"[{host}] waiting ({times}) for {one_line(waiting[:_SHOWN])}"
