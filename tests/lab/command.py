"""The lab as a command: `PYTHONPATH=tests python -m lab.command up|down|status`. What `make lab` and molecule call."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from hiera_kafka.compiler import Compiler
from lab import hosts, machine
from lab.engine import LabError
from lab.image import RELEASES, VARIANTS

_COMMANDS = {
    "prepare": "install what the lab needs, or say why there is none here",
    "up": "bring the hosts up",
    "down": "remove them",
    "status": "say which there are",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in _COMMANDS.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--dir", type=Path, default=Path("var/lab"), help="keys and addresses (default: var/lab)")
        if name == "up":
            command.add_argument("--inventory", type=Path, required=True, help="its hosts are brought up")
            command.add_argument("--host", action="append", default=[], help="another host, by its full name")
            command.add_argument("--image", choices=VARIANTS, default="java")
            command.add_argument(
                "--release",
                action="append",
                default=[],
                metavar="[HOSTS=]NAME",
                help=f"release of Debian, of all hosts or of those whose names match: {', '.join(RELEASES)}",
            )
            command.add_argument("--owner", type=int, help="process whose end takes the lab down")
    options = parser.parse_args(argv)
    try:
        return {"up": _up, "down": _down, "status": _status, "prepare": _prepare}[options.command](options)
    except LabError as error:
        sys.stderr.write(f"lab: {error}\n")
        return 1


def _prepare(_: argparse.Namespace) -> int:
    obstacle = machine.obstacle()
    if obstacle is None:
        machine.prepare()
    else:
        sys.stderr.write(f"Tests on real hosts are left out: {obstacle}\n")
    return 0


def _up(options: argparse.Namespace) -> int:
    directory = options.dir.resolve()
    names = [*Compiler.load(options.inventory).hosts, *options.host]
    lab = hosts.up(
        directory,
        names,
        variant=options.image,
        releases=releases(names, options.release),
        owner=options.owner or None,
    )
    _tell(lab)
    first = lab.hosts[0].short
    sys.stdout.write(
        "\nTry:\n"
        f"  .venv/bin/ansible-playbook site.yml -i {options.inventory} -i {_near(lab.addresses)}\n"
        f"  ssh -F {_near(directory / 'ssh_config')} {first}\n"
        f"  ssh -F {_near(directory / 'ssh_config')} {hosts.CLIENT}    # has kcat; brokers' names are known there\n"
        "  make lab-down\n"
    )
    return 0


def releases(names: Sequence[str], given: Sequence[str]) -> dict[str, str]:
    """Return the releases of hosts that options name.

    Args:
        names: Full names of all hosts.
        given: Options: a release for all hosts, or `PATTERN=RELEASE` for those whose full name matches, as the shell
            matches files. The last that fits a host counts.

    Raises:
        LabError: No host matches a pattern.
    """
    found: dict[str, str] = {}
    for option in filter(None, given):  # a variable that is not set, in a scenario of molecule
        pattern, _, release = option.rpartition("=")
        fitting = [name for name in names if fnmatchcase(name, pattern or "*")]
        if not fitting:
            raise LabError(f"no host matches {pattern!r}, there are: {', '.join(names)}")
        found.update(dict.fromkeys(fitting, release))
    return found


def _down(options: argparse.Namespace) -> int:
    if options.dir.exists():
        hosts.load(options.dir.resolve()).down()
    return 0


def _status(options: argparse.Namespace) -> int:
    _tell(hosts.load(options.dir.resolve()))
    return 0


def _tell(lab: hosts.Lab) -> None:
    for host in lab.hosts:
        sys.stdout.write(f"{host.address:15} {host.name}\n")


def _near(path: Path) -> Path:
    """Return a path as somebody in this directory would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


if __name__ == "__main__":
    sys.exit(main())
