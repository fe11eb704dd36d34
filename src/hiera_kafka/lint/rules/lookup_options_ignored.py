"""`lookup_options` that Puppet passes over without a word."""

from __future__ import annotations

from collections.abc import Iterator

from hiera_kafka.errors import HieraError, Position, Severity, nearest
from hiera_kafka.hiera.merging.lookup_options import KEY, PATTERN_START
from hiera_kafka.hiera.merging.merge import strategy_of
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.secrets import quoted
from hiera_kafka.lint.context import DataTree
from hiera_kafka.lint.data.file import DataFile
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.registry import TreeRule

_OPTIONS = ("merge", "convert_to")


class LookupOptionsIgnored(TreeRule):
    """Options that are text or null, unknown options, options of a part of a key, and options that a level replaces."""

    id = "lookup-options-ignored"
    level = Severity.WARNING
    summary = "An entry of lookup_options is silently ignored."

    def check(self, tree: DataTree) -> Iterator[Finding]:
        """Return every entry without effect."""
        for file in tree.judged.values():
            options = file.entries.get(KEY)
            if options is None or not isinstance(options.data, dict):
                continue
            for name, node in options.data.items():
                if isinstance(name, str):
                    yield from self._entry(file, name, node)
        yield from self._replaced(tree)

    def _entry(self, file: DataFile, name: str, node: Node) -> Iterator[Finding]:
        where = file.key_position(KEY, name)
        value = node.plain
        if value is None or isinstance(value, str):
            found = "null" if value is None else f"the text {quoted(value, node.origin())}"
            yield self.finding(
                f"the options of {name!r} are {found}, which is ignored",
                where,
                hint=f"write {{merge: {value}}}" if value in {"deep", "hash", "unique"} else "write {merge: deep}",
                length=len(name),
            )
        elif isinstance(value, dict):
            for option in value:
                if option not in _OPTIONS:
                    yield self.finding(
                        f"lookup_options has no option {option!r}, so it is ignored; known are merge and convert_to",
                        file.key_position(KEY, name, option),
                        hint=_instead(option, value[option]),
                        length=len(str(option)),
                    )
        bare = name.strip()
        if "." in bare and not name.startswith(PATTERN_START) and not bare.startswith(("'", '"')):
            root = bare.partition(".")[0]
            yield self.finding(
                f"options hold for whole keys, so those of {name!r} are ignored where {root} is looked up",
                where,
                hint=f"write them for {root!r}",
                length=len(name),
            )

    def _replaced(self, tree: DataTree) -> Iterator[Finding]:
        """Yield options that those of a higher level replace for every host, since they are not joined."""
        state: dict[tuple[str, str], Position | None] = {}
        for node in tree.nodes:
            higher: dict[str, tuple[Position, object]] = {}
            for path in node.files:
                file = tree.files.get(path)
                if file is None or KEY not in file.text:
                    continue
                options = file.entries.get(KEY)
                if options is None or not isinstance(options.data, dict):
                    continue
                for name, value in options.data.items():
                    above = higher.setdefault(name, (file.key_position(KEY, name), value.plain))
                    hidden = above[1] is not value.plain and above[1] != value.plain
                    state[path, name] = above[0] if hidden and state.get((path, name), above[0]) else None
        for (path, name), above_place in state.items():
            if above_place is not None:
                yield self.finding(
                    f"the options of {name!r} are replaced as a whole by those of a higher level",
                    tree.files[path].key_position(KEY, name),
                    above_place,
                    hint="options of several levels are not joined: write all of them in the higher one",
                    level=Severity.INFO,
                    length=len(name),
                )


def _instead(option: object, value: object) -> str:
    try:
        strategy_of({"strategy": "deep", option: value})
    except HieraError:
        guess = nearest(str(option), _OPTIONS)
    else:
        return f"it is one of the merge: write {{merge: {{strategy: deep, {option}: ...}}}}"
    return f"did you mean {guess!r}?" if guess else "remove it"
