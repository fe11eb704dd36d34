"""Why a host was not reached, or gave no answer, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hiera_kafka.clients.ssh.known_hosts import AUTHORITY, REVOKED, KnownKey, fingerprint
from hiera_kafka.clients.ssh.options import HostOptions
from hiera_kafka.errors import ClientError, Diagnostic
from hiera_kafka.text import one_line

_MOST = 400
"""Characters of what a host says that are shown."""


def said(words: object) -> str:
    """Return what a host or a library said, as one line that a terminal may show."""
    text = " ".join(one_line(line).strip() for line in str(words).split("\n"))
    return text.strip()[:_MOST] or "no reason given"


def unreachable(host: str, options: HostOptions, why: object) -> ClientError:
    """Return that nothing answers as SSH does."""
    way = "by its ProxyCommand " if options.command else ""
    return ClientError(
        Diagnostic(
            "ssh-unreachable",
            f"no SSH connection {way}to {_place(options)}: {said(why)}",
            hint=f"look whether `{_command(options)}` works from this machine",
            host=host,
        )
    )


def key_unknown(
    host: str, options: HostOptions, name: str, shown: tuple[str, bytes], known: Sequence[KnownKey]
) -> ClientError:
    """Return that a host shows a key which no file has for it.

    Args:
        host: Host of the inventory.
        options: How it is reached.
        name: The name that was looked for.
        shown: Type of the key, and the key.
        known: What the files have under that name: authorities, which do not count here.
    """
    files = ", ".join(map(str, options.known_hosts)) or "none"
    note = f"looked for {name} in: {files}"
    if any(key.marker == AUTHORITY for key in known):
        note += (
            "; the authority there counts for certificates, which this client does not read: it wants the key itself"
        )
    return ClientError(
        Diagnostic(
            "ssh-host-key-unknown",
            f"{_place(options)} shows a host key that is not known: {shown[0]} {fingerprint(shown[1])}",
            note=note,
            hint="compare the fingerprint with the host's own, and add the key: connect once with "
            f"`{_command(options)}`, or `ssh-keyscan {_scan(options)} >> ~/.ssh/known_hosts`",
            host=host,
        )
    )


def key_changed(host: str, options: HostOptions, shown: tuple[str, bytes], known: Sequence[KnownKey]) -> ClientError:
    """Return that a host shows another key than the one it is known by, or one that was revoked.

    Args:
        host: Host of the inventory.
        options: How it is reached.
        shown: Type of the key, and the key.
        known: The keys that it is known by, or the line that revokes the one it shows.
    """
    revoked = any(key.marker == REVOKED for key in known)
    what = (
        "which is revoked"
        if revoked
        else "but it is known by " + ", ".join(f"{key.type} {key.fingerprint}" for key in known)
    )
    return ClientError(
        Diagnostic(
            "ssh-host-key-changed",
            f"{_place(options)} shows the host key {shown[0]} {fingerprint(shown[1])}, {what}",
            where=tuple(key.where for key in known),
            note="somebody may stand between this machine and the host, or the host was made anew; nothing was sent",
            hint="ask who runs the host for its key; only then remove the line, and add the new key",
            host=host,
        )
    )


def login_refused(
    host: str, options: HostOptions, tried: Sequence[str], unusable: Iterable[str], allowed: str
) -> ClientError:
    """Return that a host lets the user not in.

    Args:
        host: Host of the inventory.
        options: How it is reached.
        tried: Keys that it refused.
        unusable: Keys that could not be tried, with why.
        allowed: What the host said of how one may log in.
    """
    notes = [f"tried: {', '.join(map(said, tried)) or 'no key'}", *map(said, unusable)]
    if allowed:
        notes.append(f"the host allows: {said(allowed)}; this client logs in with keys")
    return ClientError(
        Diagnostic(
            "ssh-login-refused",
            f"{_place(options)} does not let {options.user!r} log in",
            note="\n".join(notes),
            hint="name user and key (ansible_user, ansible_ssh_private_key_file), or add the key to the agent: ssh-add",
            host=host,
        )
    )


def no_sudo(host: str, user: str, why: str) -> Diagnostic:
    """Return that programs cannot run as another user."""
    return Diagnostic(
        "ssh-no-sudo",
        f"sudo on {host} does not run programs as {user!r} without a password: {said(why)}",
        hint="allow it in sudoers (NOPASSWD), or log in as that user; ansible_become_user says who it is",
        host=host,
    )


def no_python(host: str, python: str, why: str) -> Diagnostic:
    """Return that a host has no Python where it was looked for."""
    return Diagnostic(
        "ssh-no-python",
        f"there is no Python {python!r} on {host}: {said(why)}",
        hint="install python3, or say where it is with ansible_python_interpreter",
        host=host,
    )


def no_answer(host: str, why: object, note: str | None = None) -> Diagnostic:
    """Return that a host was reached and the program there gave no answer."""
    return Diagnostic(
        "ssh-no-answer",
        f"{host} was reached, and gave no answer: {said(why)}",
        note=None if note is None else said(note),
        hint="look at the load and the disks of the host",
        host=host,
    )


def through(jump: str, host: str, error: ClientError) -> ClientError:
    """Return what became of a host whose jump host was not reached."""
    return ClientError(
        Diagnostic(
            found.id,
            f"{host} is reached through {jump}: {found.message}",
            found.where,
            found.note,
            found.hint,
            host=host,
        )
        for found in error.diagnostics
    )


def _place(options: HostOptions) -> str:
    place = options.address if options.port == 22 else f"{options.address}:{options.port}"
    return place if options.address == options.name else f"{options.name} ({place})"


def _command(options: HostOptions) -> str:
    port = "" if options.port == 22 else f"-p {options.port} "
    return f"ssh {port}{options.user}@{options.name}" if options.user else f"ssh {port}{options.name}"


def _scan(options: HostOptions) -> str:
    return options.address if options.port == 22 else f"-p {options.port} {options.address}"
