"""What a broker has written into its data directory of itself."""

from __future__ import annotations

from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.properties import properties
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError, of_os_error

_BYTES = 64 * 1024


def read(directory: str) -> dict[str, Any]:
    """Return the entries of `meta.properties`, none where there is no such file, and why it cannot be read."""
    try:
        text = untrusted.read(f"{directory}/meta.properties", _BYTES).decode(errors="replace")
    except FileNotFoundError:
        return {"properties": {}, "detail": ""}
    except ProblemError as error:
        return {"properties": {}, "detail": "; ".join(problem.message for problem in error.problems)}
    except OSError as error:
        return {"properties": {}, "detail": of_os_error(error).message}
    return {"properties": properties(text), "detail": ""}
