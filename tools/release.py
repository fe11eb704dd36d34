"""`make release`: builds what a release consists of, into dist/.

    hiera_kafka-VERSION.tar.gz             the sources
    hiera_kafka-VERSION-py3-none-any.whl   the package, built from the sources
    hiera_kafka-core-VERSION.tar.gz        the collection, for `ansible-galaxy collection install`
    SHA256SUMS                             their checksums, for `sha256sum --check`

All is made from a commit, and the same commit gives the same files: every time in them is that of the commit.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import yaml

from tools.build_hook import COLLECTION

_GALAXY = f"src/{COLLECTION}/galaxy.yml"


class ReleaseError(Exception):
    """What keeps a release from being built; each line is one thing."""


def main() -> None:
    """Build a release of the checkout in the current directory, and print its files."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description="Build a release.")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="directory of the files; default: dist")
    out: Path = parser.parse_args().out
    try:
        files = release(Path.cwd(), out)
    except ReleaseError as error:
        sys.exit(f"no release: {error}")
    for file in files:
        print(file)


def release(root: Path, out: Path) -> list[Path]:
    """Build all files of a release.

    Args:
        root: A checkout without changes.
        out: Where to put them; files of the same names are replaced, others stay.

    Raises:
        ReleaseError: There are changes, or versions differ, or a step failed.
    """
    require_clean(root)
    version = version_of(root)
    epoch = int(_output(["git", "log", "-1", "--format=%ct"], root))
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-release-") as name:
        work = Path(name)
        # Without isolation: the packages that build are those of constraints.txt, and nothing is fetched.
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(work)]
        _output(build, root, {"SOURCE_DATE_EPOCH": str(epoch)})
        (wheel,) = work.glob("*.whl")
        (sources,) = work.glob("*.tar.gz")
        _output([sys.executable, "-m", "tools.collection", str(work)], root)
        archive = work / f"hiera_kafka-core-{version}.tar.gz"
        _make_reproducible(archive, epoch)
        checksums = work / "SHA256SUMS"
        made = sorted((archive, sources, wheel))
        checksums.write_text("".join(f"{_sha256(file.read_bytes())}  {file.name}\n" for file in made), "utf-8")
        out.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(file, out)) for file in (*made, checksums)]


def require_clean(root: Path) -> None:
    """Refuse a checkout that has more, less or something else than its commit.

    Raises:
        ReleaseError: It names the files.
    """
    changed = _output(["git", "status", "--porcelain"], root).rstrip("\n")
    if changed:
        raise ReleaseError(f"the checkout has changes that are in no commit\n{changed}")


def version_of(root: Path) -> str:
    """Return the version, which four files name.

    Raises:
        ReleaseError: They differ, or CHANGELOG.md says that it is not released.
    """
    package = re.search(r'^__version__ = "([^"]+)"$', _read(root, "src/hiera_kafka/__init__.py"), re.MULTILINE)
    news = re.search(r"^## (.*)$", _read(root, "CHANGELOG.md"), re.MULTILINE)
    found = {
        "pyproject.toml": tomllib.loads(_read(root, "pyproject.toml"))["project"]["version"],
        "src/hiera_kafka/__init__.py": package[1] if package else "none",
        _GALAXY: str(yaml.safe_load(_read(root, _GALAXY))["version"]),
        "CHANGELOG.md": news[1] if news else "none",
    }
    if len(set(found.values())) > 1:
        lines = "".join(f"\n  {file}: {version}" for file, version in found.items())
        raise ReleaseError(f"these files must name one version, CHANGELOG.md in its first heading{lines}")
    return str(found["pyproject.toml"])


def _make_reproducible(archive: Path, epoch: int) -> None:
    """Rewrite the archive of a collection in order, with one time; ansible-galaxy has neither."""
    with tarfile.open(archive) as given:
        members = {member.name: member for member in given.getmembers()}
        content = {name: _bytes(given, member) for name, member in members.items() if member.isfile()}
    listed = json.loads(content["FILES.json"])
    listed["files"].sort(key=lambda entry: entry["name"])
    content["FILES.json"] = _json(listed)
    manifest = json.loads(content["MANIFEST.json"])
    manifest["file_manifest_file"]["chksum_sha256"] = _sha256(content["FILES.json"])
    content["MANIFEST.json"] = _json(manifest)
    with (
        archive.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as made,
    ):
        # The manifests come first, as ansible-galaxy has them.
        for name in sorted(members, key=lambda name: (name != "MANIFEST.json", name != "FILES.json", name)):
            member = members[name]
            member.mtime, member.pax_headers = epoch, {}
            member.size = len(content.get(name, b""))
            made.addfile(member, io.BytesIO(content[name]) if name in content else None)


def _bytes(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    if file is None:
        raise AssertionError(member.name)  # asked of files only
    with file:
        return file.read()


def _json(data: Any) -> bytes:
    return json.dumps(data, indent=True).encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def _output(command: list[str], directory: Path, environment: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=directory,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        words = " ".join(command)
        raise ReleaseError(f"`{words}` ended with {error.returncode}\n{error.stdout}{error.stderr}") from error
    return done.stdout


if __name__ == "__main__":
    main()
