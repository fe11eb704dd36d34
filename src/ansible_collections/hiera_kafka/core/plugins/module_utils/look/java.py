"""The Java of services, read without starting one where its files say which it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import java
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem


def read(home: str, user: str | None) -> dict[str, Any]:
    """Return the version of the Java at `home`, or why there is none.

    Args:
        home: JAVA_HOME.
        user: Who it is run as where its files do not say its version; see `preflight.java.check_java`.
    """
    there = Path(home, "bin/java").is_file()
    version: str | Problem | None = (java.released(home) if there else None) or java.version_of(home, user)
    if isinstance(version, Problem):
        return {"home": home, "version": None, "detail": version.message}
    return {"home": home, "version": version, "detail": ""}
