"""The commands of an artifact: one small shell script a tool, made from a table, all sharing one launcher.

Jars from Maven hold no scripts, and Apache's scripts log where they are installed, start daemons of their own and
open the broker's JMX port a second time. So every artifact has these, whatever its jars came from.
"""

from __future__ import annotations

import functools
import json
import shlex
from dataclasses import dataclass
from importlib import resources

from hiera_kafka.dist import digest
from hiera_kafka.model.releases import release_of


@dataclass(frozen=True, slots=True)
class Tool:
    """One command of the Kafka distribution.

    Attributes:
        name: Name in `bin/`, without `.sh`.
        main: Class that it starts; empty when it is refused.
        kind: Which defaults of heap, compiler and logging it gets (see launch.sh).
        arguments: What stands before the user's arguments.
        flag: Option that takes the address of the cluster, given by the `kafka` wrapper; `<zookeeper>` is ZooKeeper's
            address as first argument.
        refusal: Why it does not exist here.
    """

    name: str
    main: str = ""
    kind: str = "tool"
    arguments: tuple[str, ...] = ()
    flag: str | None = None
    refusal: str | None = None

    @property
    def command(self) -> str:
        """What the `kafka` wrapper calls it."""
        return self.name.removeprefix("kafka-")

    def script(self) -> str:
        """Return the text of the command."""
        if self.refusal:
            return f"#!/bin/sh\necho {shlex.quote(f'{self.name}: {self.refusal}')} >&2\nexit 3\n"
        lines = [
            "#!/bin/sh",
            f"# Starts {self.main}.",
            'self=$(readlink -f -- "$0") || exit 127',
            f"bin=${{self%/*}} kind={self.kind} main={shlex.quote(self.main)}",
        ]
        if self.arguments:
            lines.append(f'set -- {shlex.join(self.arguments)} "$@"')
        return "\n".join([*lines, '. "$bin/.launch"', ""])


@functools.cache
def tools(version: str) -> tuple[Tool, ...]:
    """Return the tools of Kafka `version`, sorted by name."""
    table = json.loads((_directory() / release_of(version).tools).read_text("utf-8"))
    return tuple(
        Tool(name, **{**entry, "arguments": tuple(entry.get("arguments", ()))}) for name, entry in sorted(table.items())
    )


@functools.cache
def files(version: str) -> dict[str, tuple[bytes, int]]:
    """Return content and mode of every file that is ours in an artifact of `version`, by relative path."""
    found = {f"bin/{tool.name}": (tool.script().encode(), 0o755) for tool in tools(version)}
    flags = "".join(f"{tool.command} {tool.flag}\n" for tool in tools(version) if tool.flag)
    found["bin/kafka-run-class"] = (_read("kafka-run-class"), 0o755)
    found["bin/.launch"] = (_read("launch.sh"), 0o644)
    found["bin/.wrapper-flags"] = (flags.encode(), 0o644)
    for name in ("log4j.properties", "tools-log4j.properties"):
        found[f"config/{name}"] = (_read(name), 0o644)
    return found


def fingerprint(version: str) -> str:
    """Return a digest of `files`, which changes whenever any of them does."""
    text = "".join(
        f"{path} {mode:o} {digest.sha256_of(data)}\n" for path, (data, mode) in sorted(files(version).items())
    )
    return digest.sha256_of(text.encode())


def _read(name: str) -> bytes:
    return (_directory() / name).read_bytes()


def _directory() -> resources.abc.Traversable:
    return resources.files("hiera_kafka.dist") / "launchers"
