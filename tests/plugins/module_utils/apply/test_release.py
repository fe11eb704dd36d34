"""A release is installed whole or not at all, and nothing of its tar is trusted."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.release import Release
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from lib.machine import second_user

FILES = {"bin/kafka-topics": "#!/bin/sh\n", "libs/kafka.jar": "jar", "libs/empty.jar": ""}


@dataclass(frozen=True)
class Tar:
    path: Path
    sha256: str
    manifest_sha256: str


def make(
    path: Path, files: dict[str, str], *, change: Callable[[tarfile.TarFile], None] | None = None, listed: str = ""
) -> Tar:
    lines = [f"{hashlib.sha256(text.encode()).hexdigest()}  {name}" for name, text in sorted(files.items())]
    manifest = listed or "\n".join([*lines, ""])
    with tarfile.open(path, "w") as tar:
        for name, text in {**files, "MANIFEST.sha256": manifest}.items():
            add(tar, name, text)
        if change is not None:
            change(tar)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Tar(path, digest, hashlib.sha256(manifest.encode()).hexdigest())


def add(tar: tarfile.TarFile, name: str, text: str = "", kind: bytes = tarfile.REGTYPE, target: str = "") -> None:
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, len(text), target
    tar.addfile(member, io.BytesIO(text.encode()))


def install(tmp_path: Path, tar: Tar) -> Release:
    release = Release(tmp_path / "opt/kafka/3.9.2", tar.manifest_sha256, root=str(tmp_path))
    release.install(tar.path, tar.sha256)
    return release


def refused(tmp_path: Path, tar: Tar) -> str:
    with pytest.raises(ProblemError) as caught:
        install(tmp_path, tar)
    assert list((tmp_path / "opt/kafka").iterdir()) == []
    return caught.value.problems[0].render().partition("\n")[0]


def test_a_release_is_unpacked_with_programs_that_run(tmp_path: Path) -> None:
    release = install(tmp_path, make(tmp_path / "a.tar", FILES))
    assert release.installed()
    modes = {
        name: stat.S_IMODE((release.path / name).stat().st_mode) for name in ("bin/kafka-topics", "libs/kafka.jar")
    }
    assert modes == {"bin/kafka-topics": 0o755, "libs/kafka.jar": 0o644}
    assert stat.S_IMODE(release.path.stat().st_mode) == 0o755
    assert [place.name for place in release.path.parent.iterdir()] == ["3.9.2"]


@pytest.mark.parametrize("name", ["libs/kafka.jar", "MANIFEST.sha256"])
def test_a_release_with_a_missing_or_empty_file_is_not_installed_and_is_mended(tmp_path: Path, name: str) -> None:
    tar = make(tmp_path / "a.tar", FILES)
    release = install(tmp_path, tar)
    (release.path / name).write_text("")
    assert not release.installed()
    release.install(tar.path, tar.sha256)
    (release.path / name).unlink()
    assert not release.installed()
    release.install(tar.path, tar.sha256)
    assert release.installed()


def test_a_tar_with_another_digest_is_refused(tmp_path: Path) -> None:
    tar = make(tmp_path / "a.tar", FILES)
    found, tar_of_another = tar.sha256, Tar(tar.path, "0" * 64, tar.manifest_sha256)
    assert refused(tmp_path, tar_of_another) == (
        f"error[artifact-corrupt]: the release is refused: the tar's SHA-256 is {found}, expected is {'0' * 64}"
    )


def test_a_tar_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_text("text, not a tar" * 100)
    digest = hashlib.sha256((tmp_path / "a.tar").read_bytes()).hexdigest()
    assert "it is no tar" in refused(tmp_path, Tar(tmp_path / "a.tar", digest, "0" * 64))


def test_files_that_the_manifest_does_not_say_are_refused(tmp_path: Path) -> None:
    more = make(tmp_path / "a.tar", FILES, change=lambda tar: add(tar, "libs/more.jar", "x"))
    assert refused(tmp_path, more).endswith("not as its MANIFEST.sha256 says: libs/more.jar")
    other = make(tmp_path / "b.tar", FILES, listed=f"{'0' * 64}  libs/kafka.jar\n")
    assert "libs/kafka.jar" in refused(tmp_path, other)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda tar: add(tar, "../evil", "x"), "'../evil' lies outside of its directory"),
        (lambda tar: add(tar, "/etc/evil", "x"), "'/etc/evil' lies outside of its directory"),
        (lambda tar: add(tar, "libs/../../evil", "x"), "lies outside of its directory"),
        (lambda tar: add(tar, "a", kind=tarfile.SYMTYPE, target="/etc"), "'a' is neither a regular file"),
        (lambda tar: add(tar, "a", kind=tarfile.LNKTYPE, target="libs/kafka.jar"), "'a' is neither a regular file"),
        (lambda tar: add(tar, "a", kind=tarfile.CHRTYPE), "'a' is neither a regular file"),
        (lambda tar: add(tar, "a", kind=tarfile.FIFOTYPE), "'a' is neither a regular file"),
        (lambda tar: add(tar, "libs/kafka.jar", "x"), "libs/kafka.jar is in it twice"),
        (lambda tar: add(tar, ".hiera-kafka.1/a", "x"), "is no name for a file of a release"),
    ],
)
def test_a_tar_that_reaches_out_is_refused(
    tmp_path: Path, change: Callable[[tarfile.TarFile], None], reason: str
) -> None:
    message = refused(tmp_path, make(tmp_path / "a.tar", FILES, change=change))
    assert message.startswith("error[artifact-unsafe]: the release is refused: ")
    assert reason in message
    assert not list(tmp_path.rglob("evil"))


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "opt/kafka/.hiera-kafka.0123/libs"
    left.mkdir(parents=True)
    release = install(tmp_path, make(tmp_path / "a.tar", FILES))
    assert [place.name for place in release.path.parent.iterdir()] == ["3.9.2"]


def test_a_release_that_a_process_runs_from_is_not_replaced(tmp_path: Path) -> None:
    release = install(tmp_path, make(tmp_path / "a.tar", FILES))
    other = make(tmp_path / "b.tar", {"libs/kafka.jar": "another"})
    with (release.path / "libs/kafka.jar").open() as stream, pytest.raises(ProblemError) as caught:
        install(tmp_path, other)
    assert f"these processes run from it: {os.getpid()} (" in caught.value.problems[0].message
    assert (release.path / "libs/kafka.jar").read_text() == "jar"
    assert stream.closed
    install(tmp_path, other)
    assert (release.path / "libs/kafka.jar").read_text() == "another"
    assert not (release.path / "bin").exists()


def test_a_release_that_was_not_sent_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"a\.tar is not on this host"):
        install(tmp_path, Tar(tmp_path / "a.tar", "", ""))


def test_a_release_is_not_unpacked_where_others_can_replace_it(tmp_path: Path) -> None:
    tar = make(tmp_path / "a.tar", FILES)
    with second_user.open_directory() as root, second_user.owned_directory(root) as theirs:
        release = Release(theirs / "kafka/3.9.2", tar.manifest_sha256)
        with pytest.raises(ProblemError, match=rf"release-directory-unsafe.*{theirs} \(games\)"):
            release.install(tar.path, tar.sha256)
        assert not release.path.exists()
