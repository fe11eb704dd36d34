"""What ssh itself would do for a host, asked by `ssh -G`.

OpenSSH reads its own configuration best: `Include`, `Match`, tokens, and the arguments that Ansible gives it. `ssh -G`
prints what comes of them and connects nowhere.
"""

from __future__ import annotations

import os
import pwd
import re
import socket
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.clients.ssh.reach import Reach
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.text import one_line

_ASKING_S = 10.0
"""How long `ssh -G` may take: names are looked up for `CanonicalizeHostname`, and commands of `Match exec` run."""
_NONE = "none"
_FAMILIES = {"inet": socket.AF_INET, "inet6": socket.AF_INET6}
_TOKEN = re.compile(r"%(.)")
_JUMP = re.compile(r"(?:(?P<user>.+)@)?(?:\[(?P<bracketed>[^\]]+)\]|(?P<host>[^:]+))(?::(?P<port>\d+))?")


@dataclass(frozen=True, slots=True)
class Jump:
    """A host on the way to another one.

    Attributes:
        host: What ssh is given as the host; its own configuration counts.
        port: Its port, None for the one of its configuration.
        user: Who logs in there, None for the one of its configuration.
        before: The hosts on the way to it, as `ProxyJump` lists them; None for those of its configuration.
    """

    host: str
    port: int | None
    user: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class HostOptions:
    """What ssh would do for a host.

    Attributes:
        name: What ssh was given as the host.
        address: Name or address to connect to.
        port: Its port.
        user: Who logs in.
        key_name: Under which name `known_hosts` has its key, without the port.
        known_hosts: Files of host keys.
        identities: Files of private keys, in order.
        certificates: Files of certificates of these keys.
        only_identities: Whether keys of the agent that are none of these are left out.
        agent: Socket of the agent, None for none.
        jump: Host on the way to it, None to connect from here.
        command: Command that is the connection in place of TCP, with its tokens replaced; None for none.
        patience_s: `ConnectTimeout`, None for none.
        family: Which addresses of the name count, as `socket` has them.
        file: The file of configuration that was named by `-F`, which counts for jumps as well.
    """

    name: str
    address: str
    port: int
    user: str
    key_name: str
    known_hosts: tuple[Path, ...]
    identities: tuple[Path, ...]
    certificates: tuple[Path, ...]
    only_identities: bool
    agent: str | None
    jump: Jump | None
    command: str | None
    patience_s: float | None = None
    family: socket.AddressFamily = socket.AF_UNSPEC
    file: tuple[str, ...] = ()


def options_of(reach: Reach, environ: Mapping[str, str] = os.environ) -> HostOptions:
    """Return what ssh would do for a host of the inventory.

    Raises:
        ClientError: ssh is not installed, or refuses the options.
    """
    own: list[str] = []
    for name, value in (("Port", reach.port), ("IdentityFile", reach.key), ("User", reach.user)):
        if value is not None:
            own += ["-o", f'{name}="{value}"']
    return _asked(reach.host, reach.address, (*reach.first, *own, *reach.arguments), environ)


def options_of_jump(jump: Jump, via: HostOptions, host: str, environ: Mapping[str, str] = os.environ) -> HostOptions:
    """Return what ssh would do for a host on the way: as ssh does, by the configuration alone.

    Args:
        jump: The host on the way.
        via: Options of the host behind it.
        host: Host of the inventory that all this is for.
        environ: Where the home directory and the agent are named.

    Raises:
        ClientError: As above.
    """
    arguments = list(via.file)
    if jump.user is not None:
        arguments += ["-l", jump.user]
    if jump.port is not None:
        arguments += ["-p", str(jump.port)]
    if jump.before is not None:
        arguments += ["-J", jump.before]
    return _asked(host, jump.host, arguments, environ)


def _asked(host: str, address: str, arguments: Sequence[str], environ: Mapping[str, str]) -> HostOptions:
    home, named = Path(environ.get("HOME") or _home()), _named_file(arguments)
    file = named or _file_of_home(home)
    # Commands of `Match exec` are the user's own, and see what they would see of ssh.
    command = ["ssh", *(file if not named else ()), *arguments, "-G", "--", address]
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the inventory has been trusted, as Ansible gives ssh the same
            command,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_ASKING_S,
        )
    except FileNotFoundError as error:
        raise ClientError(
            Diagnostic(
                "ssh-not-installed",
                "there is no program ssh on this machine, and its configuration says how hosts are reached",
                hint="install OpenSSH's client (Debian: apt install openssh-client); Ansible needs it as well",
                host=host,
            )
        ) from error
    except subprocess.TimeoutExpired as error:
        raise ClientError(_refusal(host, f"`ssh -G` gave no answer within {_ASKING_S:.0f} s")) from error
    if done.returncode != 0:
        raise ClientError(_refusal(host, " ".join(map(one_line, done.stderr.split("\n"))).strip()))
    try:
        return parse(done.stdout, address, home=home, file=file, environ=environ)
    except ValueError as error:
        raise ClientError(_refusal(host, str(error))) from error


def parse(text: str, name: str, *, home: Path, file: tuple[str, ...], environ: Mapping[str, str]) -> HostOptions:
    """Return what the answer of `ssh -G` means.

    Args:
        text: The answer.
        name: What ssh was given as the host.
        home: What `~` stands for.
        file: Arguments that name the file of configuration.
        environ: Where the agent is named.
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        found.setdefault(key.lower(), []).append(value)
    one = {key: values[0] for key, values in found.items()}
    address, port, user = one.get("hostname", name), int(one.get("port", "22")), one.get("user", "")
    tokens = {"h": address, "n": name, "p": str(port), "r": user, "d": str(home), "%": "%"}
    standard = home / ".ssh"
    user_files = [
        # ssh names those of the user database's home; those of $HOME are meant where that is another one.
        standard / file.name if file.parent == Path(_home(), ".ssh") and "known_hosts" in file.name else file
        for file in _paths(one.get("userknownhostsfile", ""), home, tokens)
    ]
    command = one.get("proxycommand", _NONE)
    jump = one.get("proxyjump", _NONE)
    agent, patience = one.get("identityagent", "SSH_AUTH_SOCK"), one.get("connecttimeout", _NONE)
    return HostOptions(
        name=name,
        address=address,
        port=port,
        user=user,
        key_name=one.get("hostkeyalias", address),
        known_hosts=(*user_files, *_paths(one.get("globalknownhostsfile", ""), home, tokens)),
        identities=tuple(_path(value, home, tokens) for value in found.get("identityfile", ()) if value != _NONE),
        certificates=tuple(_path(value, home, tokens) for value in found.get("certificatefile", ()) if value != _NONE),
        only_identities=one.get("identitiesonly") == "yes",
        agent=_agent(agent, home, tokens, environ),
        jump=None if jump.lower() == _NONE else parse_jump(jump),
        command=None if command.lower() == _NONE else _replaced(command, tokens),
        patience_s=float(patience) if patience.isdecimal() and int(patience) else None,
        family=_FAMILIES.get(one.get("addressfamily", ""), socket.AF_UNSPEC),
        file=file,
    )


def parse_jump(text: str) -> Jump:
    """Return what `ProxyJump` stands for: the last host of the list, which is reached through those before it.

    Raises:
        ValueError: It is none.
    """
    before, _, last = text.rpartition(",")
    match = _JUMP.fullmatch(last.strip().removeprefix("ssh://"))
    if match is None:
        raise ValueError(f"{text!r} is no list of USER@HOST:PORT")
    port = match["port"]
    return Jump(
        match["bracketed"] or match["host"], None if port is None else int(port), match["user"], before.strip() or None
    )


def _refusal(host: str, said: str) -> Diagnostic:
    return Diagnostic(
        "ssh-options-invalid",
        f"ssh refuses its options for host {host}: {said}",
        note="they come from ~/.ssh/config, /etc/ssh/ssh_config and Ansible's ansible_ssh_*args",
        hint="correct what it names",
        host=host,
    )


def _home() -> str:
    return pwd.getpwuid(os.getuid()).pw_dir


def _file_of_home(home: Path) -> tuple[str, ...]:
    """Return the arguments that make ssh read the configuration of `$HOME`, where that is not the user's own home."""
    file = home / ".ssh" / "config"
    return ("-F", str(file)) if home != Path(_home()) and file.is_file() else ()


def _named_file(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return the arguments that name a file of configuration, which ssh hands on to the jumps; empty where none do."""
    for index, argument in enumerate(arguments):
        if argument == "-F" and index + 1 < len(arguments):
            return ("-F", arguments[index + 1])
        if argument.startswith("-F") and len(argument) > 2:
            return ("-F", argument[2:])
    return ()


def _paths(value: str, home: Path, tokens: Mapping[str, str]) -> list[Path]:
    return [] if value.lower() == _NONE else [_path(word, home, tokens) for word in value.split()]


def _path(value: str, home: Path, tokens: Mapping[str, str]) -> Path:
    if value.startswith("~/"):
        return home / _replaced(value[2:], tokens)
    return Path(_replaced(value, tokens)).expanduser()


def _replaced(text: str, tokens: Mapping[str, str]) -> str:
    return _TOKEN.sub(lambda match: tokens.get(match[1], match[0]), text)


def _agent(value: str, home: Path, tokens: Mapping[str, str], environ: Mapping[str, str]) -> str | None:
    """Return the socket of the agent: a path, or `$NAME` of the environment."""
    if value.lower() == _NONE:
        return None
    if value == "SSH_AUTH_SOCK":
        return environ.get(value) or None
    return environ.get(value[1:]) or None if value.startswith("$") else str(_path(value, home, tokens))
