"""What the lab needs of this machine: root, Debian, a few packages."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping

from lab.engine import LabError, locked, run

PACKAGES = {
    "podman": "podman",
    "runc": "runc",
    "netavark": "/usr/lib/podman/netavark",
    "iptables": "iptables",
    "mmdebstrap": "mmdebstrap",
    "openssh-client": "ssh",
}
"""Package to a program of it."""

OTHERS = {
    "hiera-eyaml": "eyaml",
    "kcat": "kcat",
    "openssh-server": "/usr/sbin/sshd",
    "puppet-agent": "puppet",
    "sudo": "sudo",
}
"""The same for programs that ours is compared with or used by; the lab itself runs without them."""


def obstacle() -> str | None:
    """Return why there can be no lab here and what to do about it, None when there can be one."""
    if os.geteuid() != 0:
        return "the lab makes hosts with addresses of their own, which needs root: run `sudo make test`"
    release = platform.freedesktop_os_release()
    if release.get("ID") != "debian":
        return f"the lab builds its hosts from the machine's Debian archive, and this is {release.get('PRETTY_NAME')}"
    return None


def missing(wanted: Mapping[str, str] = PACKAGES) -> list[str]:
    """Return the packages that are not installed."""
    return [package for package, program in wanted.items() if shutil.which(program) is None]


def prepare() -> None:
    """Install the packages of the lab that are missing, after saying which.

    Raises:
        LabError: There can be no lab here, or apt failed.
    """
    install({**PACKAGES, **OTHERS})


def install(wanted: Mapping[str, str]) -> None:
    """Install the packages that are missing, after saying which.

    Args:
        wanted: Package to a program of it.

    Raises:
        LabError: Nothing can be installed here, or apt failed.
    """
    reason = obstacle()
    if reason is not None:
        raise LabError(reason)
    with locked("packages"):
        packages = missing(wanted)
        if not packages:
            return
        sys.stderr.write(f"The tests need packages that are not installed; apt installs: {', '.join(packages)}\n")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "--quiet=2"], env=environment)
        run(["apt-get", "install", "--quiet=2", "--yes", "--no-install-recommends", *packages], env=environment)


def codename() -> str:
    """Return the name of the machine's Debian release; its hosts run the same one."""
    return platform.freedesktop_os_release()["VERSION_CODENAME"]


def open_files() -> int:
    """Return how many files a process may open here at most, and so on a lab host, whatever its unit says."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return sys.maxsize if most == resource.RLIM_INFINITY else most


def start_time(pid: int) -> int | None:
    """Return when a process started, in ticks since boot, so that a number used twice is noticed; None: it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stream:  # noqa: PTH123  # /proc
            # The second field is the command in brackets, which may itself hold blanks and brackets.
            return int(stream.read().rpartition(")")[2].split()[19])
    except (FileNotFoundError, ProcessLookupError):
        return None


def routed() -> set[str]:
    """Return every IPv4 network that this machine has a route to, as text."""
    lines = subprocess.run(["ip", "-4", "route", "show", "table", "all"], capture_output=True, text=True, check=True)
    return {line.split()[0].removeprefix("local ") for line in lines.stdout.splitlines() if line[:1].isdigit()}
