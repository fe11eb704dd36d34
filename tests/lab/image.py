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
PACKAGES = (
    "systemd", "systemd-sysv", "dbus", "libpam-systemd", "openssh-server", "sudo", "python3", "python3-apt",
    "iproute2", "iputils-ping", "iptables", "procps", "ca-certificates", "kcat",
    "libfaketime",  # clocks that are wrong
)  # fmt: skip
_RECIPE = Path(__file__).parent / "image"
_SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))


def image(variant: str) -> str:
    """Return the name of the image of a variant, built first when its recipe has changed or it is not there.

    Raises:
        LabError: Unknown variant, or building failed.
    """
    if variant not in VARIANTS:
        raise LabError(f"no image {variant!r}, there are: {', '.join(VARIANTS)}")
    with locked("image"):
        plain, java = (f"localhost/hiera-kafka-lab-{name}:{_digest()}" for name in VARIANTS)
        if not _exists(plain):
            _say(f"building the image of lab hosts ({machine.codename()}), about a minute")
            _bootstrap(plain)
        if variant == "plain":
            return plain
        if not _exists(java):
            _say("adding Java to the image, about a minute")
            recipe = _RECIPE / "Containerfile.java"
            podman("build", "-q", "--network=host", f"--build-arg=BASE={plain}", "-t", java, "-f", recipe, _RECIPE)
        return java


def _say(text: str) -> None:
    sys.stderr.write(f"lab: {text}\n")


def _digest() -> str:
    """Return a digest of all that an image is made from."""
    parts = [*sorted(_RECIPE.iterdir()), _sources()]
    text = b"\0".join(path.read_bytes() for path in parts)
    return hashlib.sha256(text + repr((machine.codename(), PACKAGES)).encode()).hexdigest()[:12]


def _sources() -> Path:
    for path in _SOURCES:
        if path.exists() and path.read_text().strip():
            return path
    raise LabError(f"no package sources of Debian in {' or '.join(str(path) for path in _SOURCES)}")


def _exists(name: str) -> bool:
    return subprocess.run(["podman", "image", "exists", name], env=environment(), check=False).returncode == 0


def _bootstrap(name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-lab-", dir="/var/tmp") as directory:
        tar = Path(directory) / "root.tar"
        options = ["--quiet", "--variant=minbase", "--mode=root", f"--include={','.join(PACKAGES)}"]
        hook = f"--customize-hook={_RECIPE / 'customize.sh'}"
        run(["mmdebstrap", *options, hook, machine.codename(), tar, _sources()], timeout=900)
        start = ["--change", 'CMD ["/host-init"]', "--change", "STOPSIGNAL SIGRTMIN+3"]
        podman("import", "-q", *start, tar, name)
