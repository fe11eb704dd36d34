"""Compares a host with a section of its catalog whose contents were not sent, only what they hash to.

Nothing is changed here, and nothing can be: it is the planning of `Application`, without what would have to be written.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import files
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import File


class DiffersError(Exception):
    """A file has another content than is wanted, and what is wanted was not sent."""


@dataclass
class Comparison(Application):
    """One section of a host's catalog, to be compared.

    Attributes:
        key: What digests are keyed with; random, so that they say nothing of contents to who reads them later.
        digests: Path of a file to the keyed digest of its content; its content in the bundle is empty. Files that are
            not in it have their content in the bundle.
    """

    key: bytes = field(default=b"", repr=False)
    digests: Mapping[str, str] = field(default_factory=dict)

    def run(self, *, check: bool) -> NoReturn:  # noqa: ARG002  # it refuses any
        """Refuse.

        Raises:
            TypeError: What is to be written is not known.
        """
        raise TypeError("a comparison has no contents to write")

    def settled(self) -> dict[str, Any] | None:
        """Return what `run` of the whole bundle would return, `warnings` included, if it would change nothing.

        None is returned where something differs, stands in the way, or was left by a killed run. The caller holds the
        host's lock.
        """
        try:
            steps = self._plan()
            stale = files.stale(str(Path(path).parent) for path in self.bundle.replaced())
        except (DiffersError, ProblemError):
            return None  # applying the bundle says what it is
        if stale or any(step.changes for step in steps):
            return None
        result = self._result(steps, check=False)
        return {**result, "warnings": list(self.warnings)} if self.warnings else result

    def _content(self, file: File, found: files.Found) -> bytes:
        wanted = self.digests.get(file.path)
        if wanted is None:
            return file.content
        if found.content is None or not hmac.compare_digest(keyed(self.key, found.content), wanted):
            raise DiffersError(file.path)
        return found.content


def keyed(key: bytes, content: bytes) -> str:
    """Return the digest of a content, hexadecimal."""
    return hmac.new(key, content, hashlib.sha256).hexdigest()
