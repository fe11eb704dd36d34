"""Refuses what must not stand on the command line of a JVM: secrets, and ports that let in anyone who reaches them.

Every user of a host reads the command lines of all processes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hiera_kafka.catalog.resources import Section, Value
from hiera_kafka.catalog.values import is_secret_name
from hiera_kafka.errors import Diagnostic

_OPTIONS = re.compile(r"KAFKA_(?!JMX_)\w+_OPTS|KAFKA_OPTS")
"""Variables whose words become options of a JVM; those of JMX are ours alone."""
_AGENT = re.compile(r"-(?:javaagent|agentpath|agentlib):[^=]*")
_NAME = re.compile(r"([\w.-]+)=")
_DOORS = re.compile(
    r"-D(com\.sun\.management\.[\w.-]+)|-(agentlib:jdwp|Xrunjdwp|agentpath:[^=]*jdwp[^=]*)|-XX:\+(ManagementServer)\b"
)
"""Options that open a port of JMX or of a debugger."""


def check_command_lines(sections: Iterable[Section]) -> Iterator[Diagnostic]:
    """Yield each option of the JVM that a service of these sections may not be given by the data."""
    for section in sections:
        read = {path for service in section.services for path in service.environment_files}
        for file in section.files:
            if file.path in read:
                for setting in file.settings():
                    if _OPTIONS.fullmatch(setting.name):
                        yield from _check(setting.value)


def _check(value: Value) -> Iterator[Diagnostic]:
    where = value.origin.positions()[:1]
    if value.secret:
        yield Diagnostic(
            "jvm-option-secret",
            "options of the JVM are secret, but every user of the host reads them in the list of processes",
            where=where,
            hint=_ELSEWHERE,
        )
        return
    for word in str(value.data).split():
        names = _NAME.findall(_AGENT.sub("", word).removeprefix("-D"))
        name = next(filter(is_secret_name, names), None)
        door = _DOORS.match(word)
        if name is not None:
            yield Diagnostic(
                "jvm-option-secret",
                f"an option of the JVM sets {name}, and every user of the host reads it in the list of processes",
                where=where,
                hint=_ELSEWHERE,
            )
        elif door is not None:
            yield Diagnostic(
                "jvm-option-open",
                f"the option {next(filter(None, door.groups()))} of the JVM opens it to anyone who reaches a port: "
                "they run code as the service's user",
                where=where,
                hint="remove it; for JMX set jmx_port, which opens it on loopback and with a login",
            )


_ELSEWHERE = (
    "put passwords of clients under `consumer` or `producer` (such as ssl.keystore.password), whose files only the "
    "service reads; for anything else, give the JVM the path of a file that only the service reads"
)
