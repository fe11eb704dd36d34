"""The images of lab hosts: Debian with systemd, as a cloud guest is at its first login."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from lab import machine
from lab.engine import LabError, environment, locked, podman, run

VARIANTS = ("plain", "java")
"""`plain` has what a guest has; `java` has default-jre-headless as well."""
RELEASES = {"bookworm": "Debian 12", "trixie": "Debian 13"}
"""Releases that hosts can run: code name to what people call it. They bring Java 17 and 21."""
PACKAGES = (
    "systemd", "systemd-sysv", "dbus", "libpam-systemd", "openssh-server", "sudo", "python3", "python3-apt",
    "iproute2", "iputils-ping", "iptables", "procps", "ca-certificates", "kcat",
    "libfaketime",  # clocks that are wrong
)  # fmt: skip
_RECIPE = Path(__file__).parent / "image"
_SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))


def image(variant: str, release: str | None = None) -> str:
    """Return the name of an image, built first when its recipe has changed or it is not there.

    Args:
        variant: One of `VARIANTS`.
        release: One of `RELEASES`; None: the release that the machine runs.

    Raises:
        LabError: Unknown variant or release, or building failed.
    """
    release = release or machine.codename()
    if variant not in VARIANTS:
        raise LabError(f"no image {variant!r}, there are: {', '.join(VARIANTS)}")
    if release not in RELEASES:
        raise LabError(f"no release {release!r} for lab hosts, there are: {', '.join(RELEASES)}")
    with locked("image"):
        digest = _digest(release)
        plain, java = (f"localhost/hiera-kafka-lab-{release}-{name}:{digest}" for name in VARIANTS)
        if not _exists(plain):
            _say(f"building the image of lab hosts ({RELEASES[release]}), about a minute")
            _bootstrap(plain, release)
        if variant == "plain":
            return plain
        if not _exists(java):
            _say(f"adding Java to the image ({RELEASES[release]}), about a minute")
            recipe = _RECIPE / "Containerfile.java"
            podman("build", "-q", "--network=host", f"--build-arg=BASE={plain}", "-t", java, "-f", recipe, _RECIPE)
        return java


def sources(release: str) -> str:
    """Return the machine's own package sources, for another release of Debian.

    Raises:
        LabError: The machine has none.
    """
    for path in _SOURCES:
        if path.exists() and (text := path.read_text()).strip():
            # Suites are the code name alone or begin with it: bookworm, bookworm-security.
            return text.replace(machine.codename(), release)
    raise LabError(f"no package sources of Debian in {' or '.join(str(path) for path in _SOURCES)}")


def _say(text: str) -> None:
    sys.stderr.write(f"lab: {text}\n")


def _digest(release: str) -> str:
    """Return a digest of all that an image is made from."""
    parts = [*(path.read_bytes() for path in sorted(_RECIPE.iterdir())), sources(release).encode()]
    return hashlib.sha256(b"\0".join(parts) + repr((release, PACKAGES)).encode()).hexdigest()[:12]


def _exists(name: str) -> bool:
    return subprocess.run(["podman", "image", "exists", name], env=environment(), check=False).returncode == 0


def _bootstrap(name: str, release: str) -> None:
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-lab-", dir="/var/tmp") as directory:
        tar = Path(directory) / "root.tar"
        # mmdebstrap decides between the two formats by the name of the file.
        text = sources(release)
        archive = Path(directory) / ("debian.sources" if "Types:" in text else "sources.list")
        archive.write_text(text)
        options = ["--quiet", "--variant=minbase", "--mode=root", f"--include={','.join(PACKAGES)}"]
        hook = f"--customize-hook={_RECIPE / 'customize.sh'}"
        run(["mmdebstrap", *options, hook, release, tar, archive], timeout=900)
        start = ["--change", 'CMD ["/host-init"]', "--change", "STOPSIGNAL SIGRTMIN+3"]
        podman("import", "-q", *start, tar, name)
