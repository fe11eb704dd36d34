"""Installs a release in its versioned directory, whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import unpack
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import (
    files,
    locks,
    owners,
    paths,
    processes,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import ports_and_disk, release_files
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError


@dataclass(frozen=True)
class Release:
    """One release on its way to a directory.

    Attributes:
        path: Directory of this version.
        manifest_sha256: SHA-256 of its MANIFEST.sha256, which names it.
        owner: User that it belongs to, None leaves it to the calling user.
        group: As `owner`.
        root: Directory that stands for the host's `/`, empty for `/` itself.
    """

    path: Path
    manifest_sha256: str
    owner: str | None = None
    group: str | None = None
    root: str = ""

    def installed(self) -> bool:
        """Return whether it is there; see `release_files.installed`."""
        return release_files.installed(str(self.path), self.manifest_sha256)

    def install(self, tar: Path, sha256: str) -> None:
        """Check and unpack `tar` beside the directory, then rename it into place.

        Raises:
            ProblemError: `release-directory-unsafe`, `artifact-missing`, `artifact-corrupt`, `artifact-unsafe`,
                `artifact-in-use` or `disk-full`.
        """
        uid = owners.user_id(self.owner) if self.owner is not None else -1
        gid = owners.group_id(self.group) if self.group is not None else -1
        self._make_parent()
        with locks.held(self.root, locks.RELEASES):
            _remove_stale(self.path.parent)
            try:
                stream = tar.open("rb")
            except FileNotFoundError:
                raise _missing(tar) from None
            with stream:
                unpack.verify_digest(stream, sha256)
                size = os.fstat(stream.fileno()).st_size
                if problems := ports_and_disk.check_disk([{"path": str(self.path), "needed_bytes": size}]):
                    raise ProblemError(problems)
                self._refuse_when_used()
                fresh = self._beside()
                try:
                    fresh.mkdir(0o700)
                    unpack.unpack(stream, fresh, manifest_sha256=self.manifest_sha256, uid=uid, gid=gid)
                    self._replace(fresh)
                except BaseException:
                    shutil.rmtree(fresh, ignore_errors=True)
                    raise

    def _make_parent(self) -> None:
        with paths.parent(str(self.path), make=True) as place:
            # Below a directory that stands for a host's, all is the calling user's, or of whom it takes the checkout.
            if not self.root and not place.directory.trusted:
                raise ProblemError(_unsafe(place.directory))

    def _replace(self, fresh: Path) -> None:
        if files.look(str(self.path)).kind == "missing":
            fresh.rename(self.path)
            files.sync_directory(self.path.parent)
            return
        old = self._beside()
        self.path.rename(old)
        fresh.rename(self.path)
        files.sync_directory(self.path.parent)
        shutil.rmtree(old)

    def _refuse_when_used(self) -> None:
        found = files.look(str(self.path))
        if found.kind == "missing":
            return
        if found.kind != "directory":
            raise ProblemError(paths.taken(str(self.path), found.kind, found.uid, "a directory"))
        used_by = processes.using(str(self.path))
        if used_by:
            shown = ", ".join(f"{pid} ({processes.command(pid)})" for pid in used_by[:5])
            raise ProblemError(
                Problem(
                    "artifact-in-use",
                    f"{self.path} holds another or an incomplete release, and these processes run from it: {shown}",
                    note="a JVM opens its jars lazily: replacing them under it breaks it later",
                    hint="stop the service first, or give the release another version",
                )
            )

    def _beside(self) -> Path:
        return self.path.parent / f"{files.PREFIX}{secrets.token_hex(8)}"


def _remove_stale(directory: Path) -> None:
    for place in directory.glob(f"{files.PREFIX}*"):
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)


def _unsafe(directory: paths.OpenDirectory) -> Problem:
    others = ", ".join(f"{path} ({owners.user_name(uid)})" for path, uid in directory.owners if not paths.trusted(uid))
    return Problem(
        "release-directory-unsafe",
        f"others than root can replace programs below {directory.path}: {others or 'everybody may write there'}",
        note="root and every service run programs of the release",
        hint="give the directory to root, or move it away",
    )


def _missing(tar: Path) -> ProblemError:
    return ProblemError(
        Problem("artifact-missing", f"{tar} is not on this host", hint="send the release before it is installed")
    )
