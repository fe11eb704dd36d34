"""`make release`: what it builds, that it is the same each time, and what keeps it from building."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from tools.release import ReleaseError, require_clean, version_of

from hiera_kafka import __version__, rule_pages
from lib.machine.git import commit, git
from lib.repository import ROOT, tracked_files

BIN = Path(sys.executable).parent
VERSIONED = (
    "pyproject.toml",
    "CHANGELOG.md",
    "src/hiera_kafka/__init__.py",
    "src/ansible_collections/hiera_kafka/core/galaxy.yml",
)

pytestmark = pytest.mark.xdist_group("release")  # built once


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean checkout of the files as they are now."""
    directory = tmp_path_factory.mktemp("release") / "checkout"
    for file in tracked_files():
        place = directory / file.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place, follow_symlinks=False)
    git(directory, "init", "--quiet")
    commit(directory)
    return directory


@pytest.fixture(scope="module")
def built(checkout: Path) -> Path:
    return release(checkout, checkout.parent / "dist")


def release(checkout: Path, out: Path, umask: int = 0o022) -> Path:
    """Run what `make release` runs, without a network."""
    unreachable = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    subprocess.run(
        [sys.executable, "-m", "tools.release", "--out", out],
        cwd=checkout,
        env={**os.environ, **unreachable},
        umask=umask,
        check=True,
    )
    return out


@pytest.mark.slow
def test_it_has_wheel_sources_collection_and_checksums(built: Path) -> None:
    assert {file.name for file in built.iterdir()} == {
        f"hiera_kafka-{__version__}-py3-none-any.whl",
        f"hiera_kafka-{__version__}.tar.gz",
        f"hiera_kafka-core-{__version__}.tar.gz",
        "SHA256SUMS",
    }
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=built, check=True)
    assert len((built / "SHA256SUMS").read_text().splitlines()) == 3


@pytest.mark.slow
def test_the_same_commit_gives_the_same_bytes_elsewhere(built: Path, checkout: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(checkout), "clone")

    again = release(tmp_path / "clone", tmp_path / "again", umask=0o077)
    assert (again / "SHA256SUMS").read_text() == (built / "SHA256SUMS").read_text()


@pytest.mark.slow
def test_the_wheel_brings_pages_and_templates(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        metadata = packed.read(f"hiera_kafka-{__version__}.dist-info/METADATA").decode()
        usage = packed.read("hiera_kafka/rules/usage.md")

    assert f"\nVersion: {__version__}\n" in metadata
    assert {f"hiera_kafka/rules/{id_}.md" for id_ in rule_pages.ids()} <= names
    assert {f"hiera_kafka/checks/{id_}.md" for id_ in rule_pages.check_ids()} <= names
    assert usage == (ROOT / "docs/rules/usage.md").read_bytes()
    assert "hiera_kafka/templates/etc/kafka/server.properties.j2" in names


@pytest.mark.slow
def test_the_wheel_explains_its_messages_without_a_clone(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "packages")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "packages")}

    def hiera_kafka(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hiera_kafka", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    refused = hiera_kafka("rule", "yaml-bolean")
    assert refused.stderr.endswith("    docs: hiera-kafka rule unknown-rule\n")
    assert hiera_kafka("rule", "unknown-rule").stdout == (ROOT / "docs/rules/unknown-rule.md").read_text()
    (tmp_path / "common.yaml").write_text("country: no\n")
    found = hiera_kafka("lint", "common.yaml", "--format", "sarif").stdout
    (described,) = json.loads(found)["runs"][0]["tool"]["driver"]["rules"]
    assert described["help"]["markdown"].startswith("# yaml-boolean\n")


@pytest.mark.slow
def test_the_sources_are_all_that_a_checkout_has(built: Path) -> None:
    with tarfile.open(built / f"hiera_kafka-{__version__}.tar.gz") as sources:
        names = {name.partition("/")[2] for name in sources.getnames()}
    expected = {str(file.relative_to(ROOT)) for file in tracked_files()}

    # Settings of Git, CI, editors and linters, which say how the repository is worked on.
    missing = {name for name in expected - names if not name.startswith(".")}
    assert missing == set()
    assert names - expected - {"PKG-INFO"} == set()


@pytest.mark.slow
def test_the_collection_is_that_of_the_wheel_and_can_be_installed(built: Path, tmp_path: Path) -> None:
    archive = built / f"hiera_kafka-core-{__version__}.tar.gz"
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        prefix = "ansible_collections/hiera_kafka/core/"
        ours = {name.removeprefix(prefix): packed.read(name) for name in packed.namelist() if name.startswith(prefix)}
    settings = tmp_path / "ansible.cfg"
    settings.touch()
    environment = {**os.environ, "ANSIBLE_CONFIG": str(settings), "HOME": str(tmp_path)}
    install = [
        BIN / "ansible-galaxy",
        "collection",
        "install",
        "--force",
        "--offline",
        "-p",
        tmp_path / "collections",
        archive,
    ]
    subprocess.run(install, env=environment, capture_output=True, check=True)

    installed = tmp_path / "collections/ansible_collections/hiera_kafka/core"
    manifest = json.loads((installed / "MANIFEST.json").read_text())
    assert manifest["collection_info"]["version"] == __version__
    files = {str(file.relative_to(installed)): file.read_bytes() for file in installed.rglob("*") if file.is_file()}
    del ours["galaxy.yml"]  # what MANIFEST.json is made from
    for name in ("MANIFEST.json", "FILES.json", "LICENSE"):
        del files[name]
    assert files == ours
    assert {"playbooks/site.yml", "roles/section/tasks/main.yml", "plugins/action/bundle.py"} <= set(ours)
    verify = [BIN / "ansible-galaxy", "collection", "verify", "--offline", "-p", tmp_path / "collections"]
    done = subprocess.run([*verify, "hiera_kafka.core"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "successful" in done.stdout.lower()) == (0, True), done.stdout + done.stderr


def test_make_release_runs_it() -> None:
    done = subprocess.run(["make", "-n", "release"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "python -m tools.release" in done.stdout


def test_one_version_is_named_everywhere() -> None:
    assert version_of(ROOT) == __version__


@pytest.mark.parametrize("file", VERSIONED)
def test_versions_that_differ_are_refused(tmp_path: Path, file: str) -> None:
    for name in VERSIONED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changed = (tmp_path / file).read_text()
    assert changed.count(__version__) >= 1
    (tmp_path / file).write_text(changed.replace(__version__, "9.9.9", 1))

    with pytest.raises(ReleaseError, match=re.escape(f"\n  {file}: 9.9.9")):
        version_of(tmp_path)


def test_a_changelog_that_says_unreleased_is_refused(tmp_path: Path) -> None:
    for name in VERSIONED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    news = tmp_path / "CHANGELOG.md"
    news.write_text(news.read_text().replace(f"## {__version__}", f"## {__version__}, not yet released", 1))

    with pytest.raises(ReleaseError, match="not yet released"):
        version_of(tmp_path)


@pytest.mark.parametrize("change", ["changed", "new"])
def test_changes_that_are_in_no_commit_are_refused(tmp_path: Path, change: str) -> None:
    (tmp_path / "changed").write_text("a")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    require_clean(tmp_path)
    (tmp_path / change).write_text("b")

    with pytest.raises(ReleaseError, match=change):
        require_clean(tmp_path)
