"""Command lines of Java processes, as far as anybody may know them: arguments can be passwords."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_WITH_VALUE = frozenset(
    (
        *("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path", "--add-modules"),
        *("--limit-modules", "--add-opens", "--add-exports", "--add-reads", "--patch-module", "--enable-native-access"),
    )
)
"""Options of `java` whose value is the next word."""
_CLASS_PATHS = ("-cp", "-classpath", "--class-path")
_SIZE = re.compile(r"[0-9]{1,18}[kKmMgGtT]?")
# Of those with commands to run or files to read (OnOutOfMemoryError=..., Flags=...) only the name is shown.
_FLAG = re.compile(r"-X[A-Za-z]*(:[+-]?\w+)?(=[0-9.]+[kKmMgGtT%]?)?", re.ASCII)
_PATHS = {
    "log4j.configuration": "logging",
    "log4j2.configurationFile": "logging",
    "log4j.configurationFile": "logging",
    "java.security.auth.login.config": "login",
}
_JMX_PORT = "com.sun.management.jmxremote.port"


@dataclass
class JavaCommand:
    """What a command line of Java says.

    Attributes:
        main: The class that is run.
        arguments: Its arguments. They are not shown.
        class_path: Jars and directories, as they are written.
        heap: `Xms` and `Xmx` to their sizes, as they are written.
        flags: Other options that begin with -X.
        jmx_port: Where JMX listens, None where it does not.
        logging: Where Log4j is configured; None where that is not said.
        login: File of JAAS; None where there is none.
        agents: Jars of agents, without what these are told.
        properties: Names of other system properties.
        others: How many other options there are.
    """

    main: str
    arguments: list[str]
    class_path: list[str] = field(default_factory=list)
    heap: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    jmx_port: int | None = None
    logging: str | None = None
    login: str | None = None
    agents: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    others: int = 0


def parse(words: Sequence[str]) -> JavaCommand | None:
    """Return what a command line says; None where it names no class to run.

    Args:
        words: Program and arguments, as `/proc/PID/cmdline` has them.
    """
    found = JavaCommand("", [])
    rest = iter(range(1, len(words)))
    for index in rest:
        word = words[index]
        if word in _WITH_VALUE:
            value = words[index + 1] if index + 1 < len(words) else ""
            if word in _CLASS_PATHS:
                found.class_path = [part for part in value.split(":") if part]
            next(rest, None)
        elif word.startswith(("-", "@")):
            _take(found, word)
        else:
            found.main, found.arguments = word, list(words[index + 1 :])
            return found
    return None


def _take(found: JavaCommand, word: str) -> None:
    name, _, value = word.partition("=")
    if word[:4] in ("-Xms", "-Xmx") and _SIZE.fullmatch(word[4:]):
        found.heap[word[1:4]] = word[4:]
    elif word.startswith("-X"):
        found.flags.append(word if _FLAG.fullmatch(word) else name)
    elif word.startswith("-javaagent:"):
        found.agents.append(name[len("-javaagent:") :])
    elif word.startswith("-D"):
        _take_property(found, name[2:], value)
    else:
        found.others += 1


def _take_property(found: JavaCommand, name: str, value: str) -> None:
    if name == _JMX_PORT and value.isdecimal():
        found.jmx_port = int(value)
    elif name in _PATHS:
        setattr(found, _PATHS[name], value[len("file:") :] if value.startswith("file:") else value)
    else:
        found.properties.append(name)
