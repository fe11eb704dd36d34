"""Whether a release lies in its directory with all of its files."""

from __future__ import annotations

import hashlib
import os
import stat

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import untrusted
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records

MANIFEST = "MANIFEST.sha256"
_EMPTY = hashlib.sha256(b"").hexdigest()


def installed(directory: str, manifest_sha256: str | None) -> bool:
    """Return whether a release is there: its manifest, and every file in it by being there and not empty.

    Files are not hashed, since this is asked at every run and a release has 60 MB.

    Args:
        directory: Of this version.
        manifest_sha256: SHA-256 of its manifest; None: whichever release it is.
    """
    manifest = f"{directory}/{MANIFEST}"
    try:
        content = untrusted.read(manifest)
    except (FileNotFoundError, ProblemError):
        return False
    if manifest_sha256 is not None and hashlib.sha256(content).hexdigest() != manifest_sha256:
        return False
    listed = restart_records.parse(content.decode(errors="replace"))
    return bool(listed) and all(_plausible(f"{directory}/{name}", digest) for name, digest in listed.items())


def _plausible(path: str, digest: str) -> bool:
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(status.st_mode) and (status.st_size > 0 or digest == _EMPTY)
