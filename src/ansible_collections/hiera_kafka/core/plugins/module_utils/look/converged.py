"""What a look tells a run that converges a host: whether it may be touched, and what of it is as it should be.

The part of the request, beside `root` and `service_manager`:

    "preflight": what `preflight.examination.examine` takes, or left out
    "calls": [{"module": "bundle" | "artifact" | "service" | "ready", ...}, ...]

and of the answer:

    "preflight": what `examine` returns
    "calls": for each call, in order, what the module of that name would return if it would change nothing and had
        nothing to wait for; null else

Of a `bundle`, contents are not sent: `bundle` is the bundle's JSON object with empty contents, `digests` path to keyed
digest of what was left out, `key` their key, hexadecimal; `take_over` as the module takes it. Other calls have the
parameters of their modules. So an answer holds what results of modules hold, and nothing of contents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.comparison import Comparison
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import locks, placed
from ansible_collections.hiera_kafka.core.plugins.module_utils.kafka.broker_metadata import ProtocolError
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import examination, release_files
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import registry, waiting
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.glance import glance_at
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager

Result = dict[str, Any]


def seen(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of the answer that the request asks for.

    Raises:
        ProblemError: Something stands in the way of any change of this host.
    """
    preflight, calls = request.get("preflight"), request.get("calls", [])
    names = [*(preflight or {}).get("services", []), *_names(calls)]
    manager = glance_at(request["service_manager"], request["root"], names)
    answer: dict[str, Any] = {}
    if preflight is not None:
        answer["preflight"] = examination.examine(preflight, manager)
    answer["calls"] = _answers(calls, manager, request["root"])
    return answer


def _names(calls: list[dict[str, Any]]) -> list[str]:
    return [call["name"] for call in calls if call["module"] == "service"]


def _answers(calls: list[dict[str, Any]], manager: ServiceManager, root: str) -> list[Result | None]:
    try:
        with locks.held(root, check=True):
            found = [_answer(call, manager) for call in calls if call["module"] != "ready"]
    except ProblemError:
        # Another run is at work; what is to be applied waits for it, and says so.
        return [None] * len(calls)
    waiting_calls = iter(found)
    # Without the lock, as the module does: it asks services, which take their time.
    return [_answer(call, manager) if call["module"] == "ready" else next(waiting_calls) for call in calls]


def _answer(call: dict[str, Any], manager: ServiceManager) -> Result | None:
    try:
        return _CALLS[call["module"]](call, manager)
    except (OSError, ProblemError, ProtocolError):
        return None  # the module itself says what is wrong


def _bundle(call: dict[str, Any], manager: ServiceManager) -> Result | None:
    bundle = bundle_format.of(call["bundle"])
    return Comparison(
        bundle, manager, call["take_over"], key=bytes.fromhex(call["key"]), digests=call["digests"]
    ).settled()


def _artifact(call: dict[str, Any], manager: ServiceManager) -> Result | None:
    del manager
    installed = release_files.installed(call["path"], call["manifest_sha256"])
    return {"changed": False, "installed": True, "needs_src": False} if installed else None


def _service(call: dict[str, Any], manager: ServiceManager) -> Result | None:
    if call["state"] != "started" or not manager.status(call["name"]).running:
        return None
    return restart_records.result(
        manager, call["name"], acted=False, record_file=call.get("record_file"), records=call.get("records", [])
    )


def _ready(call: dict[str, Any], manager: ServiceManager) -> Result | None:
    checks = [registry.check_of(registry.completed(entry)) for entry in call["checks"]]
    root = call.get("root", "")  # as the module has it
    outcome = waiting.once(checks, manager)
    if outcome is None or any(placed.to_note(root, check.service) for check in checks):
        return None
    warnings = [*outcome.warnings, *waiting.strangers(checks)]
    result = {"changed": False, "observed": outcome.observed}
    return {**result, "warnings": warnings} if warnings else result


_CALLS: dict[str, Callable[[dict[str, Any], ServiceManager], Result | None]] = {
    "bundle": _bundle,
    "artifact": _artifact,
    "service": _service,
    "ready": _ready,
}
