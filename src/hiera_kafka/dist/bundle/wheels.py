"""The part `wheels`: hiera-kafka and all that it needs, in the versions that run here, as pip installs them offline.

pip fetches and builds them, so its index, proxies, passwords and certificates are those of every other use of pip.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from hiera_kafka.dist.address import masked
from hiera_kafka.dist.bundle.contents import BundleRequest, PartContents
from hiera_kafka.dist.pack import Content
from hiera_kafka.dist.progress import Progress
from hiera_kafka.errors import Diagnostic, DistError

OURS = "hiera-kafka"
_JAVA = "java"
"""The extra that brings a Java for local clusters."""

_STORE_FEATURE = (22, 2)
_STORE_DEFAULT = (24, 2)
"""Releases of pip from which the system's store of certificates can be asked, and is by default."""

_SHOWN = ("Collecting ", "Building ")
_LAST_LINES = 8


def collect(request: BundleRequest, staging: Path, progress: Progress) -> PartContents:
    """Have pip make a wheel of everything that runs here.

    Raises:
        DistError: `wheels-unavailable`, with the last lines that pip wrote.
    """
    if importlib.util.find_spec("pip") is None:
        raise DistError(_unavailable("this environment has no pip", None))
    constraints = staging / "constraints.txt"
    constraints.write_text("".join(f"{line}\n" for line in sorted(_installed())), "utf-8")
    wheels = staging / "wheels"
    progress.say("Python packages: asking pip")
    options = ["--wheel-dir", str(wheels), "--constraint", str(constraints), "--no-input", "--progress-bar", "off"]
    _pip(["wheel", *options, *_store_option(), *_requirements(request.local)], progress)
    found = sorted(wheels.glob("*.whl"))
    about = [dict(zip(("name", "version"), path.name.split("-")[:2], strict=True)) | _python(path) for path in found]
    return PartContents({path.name: Content.of_path(path) for path in found}, about)


def _python(wheel: Path) -> dict[str, str]:
    """Return which Python and machine a wheel is for; `any` is every one."""
    python, abi, platform = wheel.stem.split("-")[-3:]
    return {"python": python, "abi": abi, "platform": platform}


def _installed() -> Iterator[str]:
    """Yield the exact version of each package of this environment that an index has."""
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if name and distribution.read_text("direct_url.json") is None:
            yield f"{name}=={distribution.version}"


def _requirements(java: bool) -> list[str]:
    extra = f"[{_JAVA}]" if java else ""
    ours = importlib.metadata.distribution(OURS)
    text = ours.read_text("direct_url.json")
    if text is None:
        return [f"{OURS}{extra}=={ours.version}"]
    origin: dict[str, Any] = json.loads(text)
    url = str(origin["url"])
    version_control = origin.get("vcs_info")
    if version_control:
        return [f"{OURS}{extra} @ {version_control['vcs']}+{url}@{version_control['commit_id']}"]
    path = Path(unquote(urlsplit(url).path))
    if urlsplit(url).scheme == "file" and not path.exists():
        raise DistError(_unavailable(f"{OURS} was installed from {path}, which is gone", None))
    return [f"{OURS}{extra} @ {url}", *_build_requirements(path)]


def _build_requirements(checkout: Path) -> list[str]:
    """Return what `pip install -e` of a checkout needs beside the wheels, so that `make` works on the other side."""
    project = checkout / "pyproject.toml"
    if not project.is_file():
        return []
    return [str(one) for one in tomllib.loads(project.read_text("utf-8"))["build-system"]["requires"]]


def _store_option() -> list[str]:
    """Return the option by which a pip that does not do so by itself asks the system's store of certificates."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", importlib.metadata.version("pip"))[:2])
    return ["--use-feature=truststore"] if _STORE_FEATURE <= numbers < _STORE_DEFAULT else []


def _pip(arguments: list[str], progress: Progress) -> None:
    command = [sys.executable, "-P", "-m", "pip", "--disable-pip-version-check", *arguments]
    lines: list[str] = []
    with subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        for line in process.stdout:
            text = masked(line.strip())
            lines.append(text)
            if text.startswith(_SHOWN):
                progress.say(f"  {text.partition(' (from ')[0]}")
    if process.returncode:
        last = "; ".join(line for line in lines[-_LAST_LINES:] if line)
        raise DistError(_unavailable(f"pip ended with status {process.returncode}", last))


def _unavailable(why: str, last: str | None) -> Diagnostic:
    return Diagnostic(
        "wheels-unavailable",
        f"the wheels of {OURS} and its dependencies could not be had: {why}",
        note=last,
        hint="look at PIP_INDEX_URL or pip.conf, at HTTPS_PROXY, and whether `python -m pip` works in this environment; "
        "or leave the wheels out (--part names what is wanted)",
    )
