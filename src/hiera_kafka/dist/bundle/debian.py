"""The part `debian`: for each release of Debian, the packages that hosts install, with all that these need.

Versions come from the site's mirror, through apt: it is asked for a host on which nothing is installed yet, with its
state in a directory of its own, so neither root nor a machine of that release is needed.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote

from hiera_kafka.dist import digest
from hiera_kafka.dist.address import masked, without_credentials
from hiera_kafka.dist.bundle.contents import BundleRequest, PartContents
from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress
from hiera_kafka.errors import Diagnostic, DistError

RELEASES = ("bookworm", "trixie")
"""Releases of Debian that hosts may have, oldest first."""

_SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_LINE = re.compile(
    r"'(?P<url>[^']+)' (?P<name>[a-z0-9][a-z0-9.+-]*)_(?P<version>[^_ ]+)_(?P<arch>[a-z0-9-]+)\.deb (?P<size>\d+)"
    r"(?: SHA256:(?P<sha256>[0-9a-f]{64}))?.*"
)
_TIMEOUT_S = 600
_LAST_LINES = 5


@dataclass(frozen=True, slots=True)
class DebianPackage:
    """One package of a mirror: size in bytes, SHA-256 as lower-case hexadecimal or empty where the mirror has none."""

    name: str
    version: str
    architecture: str
    size: int
    sha256: str
    path: str

    def to_dict(self) -> dict[str, str | int]:
        """Return the JSON form."""
        return asdict(self)


def collect(request: BundleRequest, staging: Path, progress: Progress) -> PartContents:
    """Return a list for each release of Debian: name, version, architecture, SHA-256 and path on the mirror.

    Raises:
        DistError: `packages-unresolved`.
    """
    files: dict[str, Content] = {}
    about: list[dict[str, object]] = []
    for release in request.debian:
        found = resolve(request.packages, release, staging / release, mirror=request.mirror, progress=progress)
        rows = (f"{one.name} {one.version} {one.architecture} {one.sha256 or '-'} {one.path}\n" for one in found)
        text = "".join(rows).encode()
        files[f"{release}.txt"] = Content(text, digest.sha256_of(text))
        about.append({"release": release, "wanted": list(request.packages), "packages": len(found)})
    return PartContents(files, about)


def resolve(
    names: Sequence[str], release: str, staging: Path, *, mirror: str | None = None, progress: Progress
) -> list[DebianPackage]:
    """Ask a mirror for packages and all that they need, on a host where nothing is installed.

    Args:
        names: Packages.
        release: Code name of the release of Debian.
        staging: Directory that is made for apt's state.
        mirror: URL of the mirror; None takes the package sources of this machine, for that release.
        progress: Receives what is asked.

    Returns:
        The packages, sorted by name.

    Raises:
        DistError: `packages-unresolved`.
    """
    if shutil.which("apt-get") is None:
        raise DistError(_unresolved(names, release, "this machine has no apt-get", None))
    options = _own_state(staging, _sources(names, release, mirror))
    progress.say(f"Debian {release}: asking {without_credentials(mirror) if mirror else 'the mirror of this machine'}")
    _apt(["update", "-o", "APT::Update::Error-Mode=any"], options, names, release)
    text = _apt(["install", "--print-uris", "--yes", "--no-install-recommends", *names], options, names, release)
    matches = [match for match in map(_LINE.fullmatch, text.splitlines()) if match]
    return sorted((_package(match) for match in matches), key=lambda package: package.name)


def own_release() -> str:
    """Return the code name of this machine's Debian, or the oldest of RELEASES where it is none of them."""
    try:
        codename = platform.freedesktop_os_release().get("VERSION_CODENAME")
    except OSError:
        codename = None
    return codename if codename in RELEASES else RELEASES[0]


def _package(match: re.Match[str]) -> DebianPackage:
    version, url = unquote(match["version"]), without_credentials(match["url"])
    path = url[url.index("/pool/") + 1 :] if "/pool/" in url else url
    return DebianPackage(match["name"], version, match["arch"], int(match["size"]), match["sha256"] or "", path)


def _sources(names: Sequence[str], release: str, mirror: str | None) -> tuple[str, str]:
    """Return the name and text of the package sources."""
    if mirror is not None:
        signed = f"Signed-By: {_KEYRING}\n" if _KEYRING.exists() else ""
        return "site.sources", f"Types: deb\nURIs: {mirror}\nSuites: {release}\nComponents: main\n{signed}"
    for path in _SOURCES:
        # Those of another distribution, or of a release that hosts cannot have, would answer for something else.
        if path.exists() and own_release() in (text := path.read_text("utf-8")):
            # Suites are the code name alone or begin with it: bookworm, bookworm-security.
            return path.name, text.replace(own_release(), release)
    raise DistError(_unresolved(names, release, f"this machine has no package sources of Debian {own_release()}", None))


def _own_state(staging: Path, sources: tuple[str, str]) -> list[str]:
    """Return options of apt: its lists and records below `staging`, and these package sources alone."""
    staging = staging.absolute()
    name, text = sources
    for directory in ("state/lists/partial", "cache/archives/partial", "sources.list.d"):
        (staging / directory).mkdir(parents=True)
    (staging / "status").touch()
    (staging / "sources.list").touch()
    # apt tells the two forms apart by the ends of their names.
    (staging / "sources.list.d" / f"site{Path(name).suffix}").write_text(text, "utf-8")
    settings = {
        "Dir::State": staging / "state",
        "Dir::State::status": staging / "status",
        "Dir::Cache": staging / "cache",
        "Dir::Etc::sourcelist": staging / "sources.list",
        "Dir::Etc::sourceparts": staging / "sources.list.d",
        "APT::Sandbox::User": "",  # a user of apt's own could not write to a directory of ours
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _apt(arguments: Sequence[str], options: Sequence[str], names: Sequence[str], release: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - names are of the catalog, no shell
            ["apt-get", "-qq", *options, *arguments],  # noqa: S607 - the machine's own
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as error:
        raise DistError(_unresolved(names, release, f"no answer within {_TIMEOUT_S} s", None)) from error
    if done.returncode:
        last = masked("; ".join(line.strip() for line in done.stderr.splitlines()[-_LAST_LINES:]))
        raise DistError(_unresolved(names, release, f"apt-get ended with status {done.returncode}", last))
    return done.stdout


def _unresolved(names: Sequence[str], release: str, why: str, note: str | None) -> Diagnostic:
    return Diagnostic(
        "packages-unresolved",
        f"versions of {', '.join(names)} for Debian {release} are not known: {why}",
        note=note,
        hint="look at the package sources and proxy of apt, or name the site's mirror with --mirror; "
        "a host's own answer is `apt-get install --print-uris --no-install-recommends NAME`",
    )
