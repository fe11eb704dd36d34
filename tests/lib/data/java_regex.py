"""Asks Java's own regular expressions: a process beside the tests that holds a Java machine.

It is a process of its own, since a Java machine takes signals and memory of the process that it lives in.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class JavaRegex:
    """The process. Names are handed over once and asked often."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def names(self, names: Iterable[str]) -> None:
        """Hand over the names that `matching` is about."""
        self._ask({"names": list(names)})

    def matching(self, pattern: str) -> frozenset[str] | None:
        """Return the names that a pattern takes whole; None when Java refuses it."""
        found = self._ask({"pattern": pattern})
        return None if found is None else frozenset(found)

    def takes(self, pattern: str, name: str) -> bool:
        """Tell whether a pattern takes one name whole."""
        return bool(self._ask({"pattern": pattern, "name": name}))

    def call(self, name: str, *given: object) -> Any:
        """Return what one of the functions in CALLS returns."""
        return self._ask({"call": name, "given": given})

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def java_regex(java_home: Path, jars: Sequence[Path] = ()) -> Iterator[JavaRegex]:
    """Start the process; it ends with the block."""
    command = [sys.executable, __file__, str(java_home), *map(str, jars)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield JavaRegex(process)
        finally:
            process.kill()


def _include_list(text: str) -> str:
    """Return the regular expression that MirrorMaker 1 makes of its whitelist."""
    import jpype

    return str(jpype.JClass("org.apache.kafka.server.util.TopicFilter$IncludeList")(text).getPattern().pattern())


def _mirror_maker_2(topics: str, excluded: str, names: list[str]) -> list[str]:
    """Return the names that MirrorMaker 2's filter of topics lets through."""
    import jpype

    topic_filter = jpype.JClass("org.apache.kafka.connect.mirror.DefaultTopicFilter")()
    config = jpype.java.util.HashMap()
    config.put("topics", topics)
    config.put("topics.exclude", excluded)
    topic_filter.configure(config)
    return [name for name in names if topic_filter.shouldReplicateTopic(name)]


def _mirror_source(
    policy: str, ends: tuple[str, str], topics: str, excluded: str | None, names: list[str]
) -> list[str | None]:
    """Return the name of each topic's copy as MirrorMaker 2's own connector has it, None for a topic that it leaves.

    Args:
        policy: Name of the class of its replication policy, without the package.
        ends: Aliases of source and destination.
        topics: Its option `topics`.
        excluded: Its option `topics.exclude`, None for Kafka's default.
        names: Topics of the source.
    """
    import jpype

    package = "org.apache.kafka.connect.mirror."
    config = jpype.java.util.HashMap()
    config.put("source.cluster.alias", ends[0])
    config.put("topics", topics)
    if excluded is not None:
        config.put("topics.exclude", excluded)
    naming, chosen = jpype.JClass(package + policy)(), jpype.JClass(package + "DefaultTopicFilter")()
    for one in (naming, chosen):
        one.configure(config)
    connector = jpype.JClass(package + "MirrorSourceConnector").class_
    parts = [jpype.JClass(package + name) for name in ("SourceAndTarget", "ReplicationPolicy", "TopicFilter")]
    parts.append(jpype.JClass(package + "ConfigPropertyFilter"))
    # What decides is open to its package alone.
    make = connector.getDeclaredConstructor(*(part.class_ for part in parts))
    text = jpype.JClass("java.lang.String").class_
    takes, copy = (connector.getDeclaredMethod(name, text) for name in ("shouldReplicateTopic", "formatRemoteTopic"))
    for member in (make, takes, copy):
        member.setAccessible(True)
    made = make.newInstance(parts[0](*ends), naming, chosen, None)
    return [str(copy.invoke(made, name)) if takes.invoke(made, name) else None for name in names]


CALLS = {"include_list": _include_list, "mirror_maker_2": _mirror_maker_2, "mirror_source": _mirror_source}


def _serve(java_home: str, jars: list[str]) -> None:
    import jpype
    import jpype.types

    # Deep patterns need a large stack; signals are left to Python.
    jpype.startJVM(str(Path(java_home) / "lib/server/libjvm.so"), "-Xrs", "-Xss64m", classpath=jars)
    pattern_class = jpype.JClass("java.util.regex.Pattern")
    arrays = jpype.JClass("java.util.Arrays")
    names: Any = []
    for line in sys.stdin:
        question = json.loads(line)
        answer: Any = None
        if "names" in question:
            names = jpype.JArray(jpype.types.JString)(question["names"])
        elif "name" in question:
            answer = bool(pattern_class.matches(question["pattern"], question["name"]))
        elif "call" in question:
            answer = CALLS[question["call"]](*question["given"])
        else:
            try:
                predicate = pattern_class.compile(question["pattern"]).asMatchPredicate()
                answer = [str(name) for name in arrays.stream(names).filter(predicate).toArray()]
            except jpype.JClass("java.util.regex.PatternSyntaxException"):
                answer = None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2:])
