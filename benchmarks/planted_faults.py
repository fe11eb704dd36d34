"""Plants faults in copies of control repositories and counts how many of them lint finds.

python -m benchmarks.planted_faults TREE... --count 10 --seed 1

Each tree is copied; the copy gets `--count` faults of four kinds in turn, each in a file of its own where there are
enough, and is linted before and after. A fault counts as found when lint says something new at its place, or names what
was planted. The trees themselves are only read.
"""

from __future__ import annotations

import argparse
import random
import shutil
import string
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Severity
from hiera_kafka.hiera.values.node import Node
from hiera_kafka.lint import targets, trees
from hiera_kafka.lint.config import Settings
from hiera_kafka.lint.context import DataFile, DataTree
from hiera_kafka.lint.finding import Finding
from hiera_kafka.lint.runner import LintRequest, run

BROKEN = (
    "%{lookup('KEY}",
    "%{lookup('KEY'}",
    "%{hiera('KEY)}",
    "%{lookup(KEY)}",
    "%{lokup('KEY')}",
    "%{::hiera('KEY')}",
    "%{facts['KEY']}",
    "%{lookup('KEY..name')}",
    "x-%{alias('KEY')}",
    "%{KEY",
)
"""Interpolations that are broken, of a key that is there."""

_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Planted:
    """One fault.

    Attributes:
        kind: What it is.
        file: The file that it was planted in, from the top of the tree.
        line: Its line, from 1; 0 where it is the file itself.
        words: What names it in messages of other places.
    """

    kind: str
    file: str
    line: int
    words: tuple[str, ...] = ()

    def is_found_by(self, finding: Finding, top: Path) -> bool:
        """Return whether a finding that was not there before is about this fault."""
        for where in finding.diagnostic.where:
            if where.file == str(top / self.file) and self.line in {0, where.line}:
                return True
        text = finding.diagnostic.message
        return any(repr(word) in text for word in self.words)


@dataclass(frozen=True)
class Outcome:
    """A fault with the worst level that lint reports it at, None where it was missed."""

    planted: Planted
    level: Severity | None
    ids: tuple[str, ...]


class Planter:
    """Plants faults in one tree, which is changed.

    Attributes:
        top: The tree.
    """

    def __init__(self, top: Path, seed: int) -> None:
        self.top = top.resolve()
        self._random = random.Random(seed)
        self._used: set[str] = set()
        loaded = trees.load(targets.resolve([self.top], None), discover=False)
        self._trees = [tree for tree in loaded.trees if tree.config is not None and tree.files]

    def plant(self, count: int) -> list[Planted]:
        """Plant faults of all kinds in turn; fewer where the tree has no place for more."""
        kinds: list[Callable[[], Planted | None]] = [
            self.misspelt_key,
            self.missing_file,
            self.broken_interpolation,
            self.secret,
        ]
        planted = (kinds[number % len(kinds)]() for number in range(count))
        return [fault for fault in planted if fault is not None]

    def misspelt_key(self) -> Planted | None:
        """Misspell a root key by one slip of typing."""
        for file in self._files():
            keys = [key for key in file.entries if len(key.rpartition("::")[2]) > 3 and key != "lookup_options"]
            self._random.shuffle(keys)
            for key in keys:
                where = file.key_position(key)
                lines = file.text.split("\n")
                line = lines[where.line - 1]
                if line.count(key) != 1:
                    continue
                wrong = self._misspelt(key)
                if wrong in file.entries:
                    continue
                lines[where.line - 1] = line.replace(key, wrong)
                return self._written("misspelt-key", file, lines, where.line, (wrong, key))
        return None

    def missing_file(self) -> Planted | None:
        """Take away a file that every host reads, or rename one so that no level reads it."""
        if not self._trees:
            return None
        tree = self._random.choice(self._trees)
        fixed = [path for path in tree.files if tree.reach is not None and path in tree.reach.fixed]
        here = [Path(path) for path in fixed if str(path) not in self._used]
        if here and self._random.random() < 0.5:
            path = self._random.choice(here)
            self._used.add(str(path))
            path.unlink()
            names = (
                path.name,
                *(str(path.relative_to(directory)) for directory in tree.directories if path.is_relative_to(directory)),
            )
            return Planted("missing-file", str(Path(tree.config_file).relative_to(self.top)), -1, names)
        for file in self._files():
            path = Path(file.path)
            if path.suffix not in {".yaml", ".eyaml"}:
                continue
            moved = path.with_suffix(".yml")
            path.rename(moved)
            self._used.add(file.path)
            return Planted("missing-file", str(moved.relative_to(self.top)), 0, (path.name,))
        return None

    def broken_interpolation(self) -> Planted | None:
        """Put a broken interpolation into a text."""
        for file in self._files():
            texts = [node for node in file.entries.values() if _is_text(node)]
            self._random.shuffle(texts)
            for node in texts:
                lines = file.text.split("\n")
                found = self._broken(lines, node, self._random.choice(list(file.entries)))
                if found is not None:
                    return self._written("broken-interpolation", file, lines, found)
        return None

    def _broken(self, lines: list[str], node: Node, key: str) -> int | None:
        where = node.position
        if where is None or not where.line:
            return None
        line = lines[where.line - 1]
        rest = line[where.column - 1 :].strip().strip("'\"")
        if rest != node.data:
            return None
        broken = self._random.choice(BROKEN).replace("KEY", key)
        lines[where.line - 1] = f'{line[: where.column - 1]}"{broken}"'
        return where.line

    def secret(self) -> Planted | None:
        """Add a password, a token or a private key in the clear."""
        for file in self._files():
            lines = file.text.rstrip("\n").split("\n")
            if any(line.startswith(("...", "{", "[")) for line in lines):
                continue
            last = next((key for key in file.entries if "::" in key), "profile::base::x").rpartition("::")[0]
            noise = "".join(self._random.choices(_LETTERS, k=20))
            name, value = self._random.choice(
                [
                    ("admin_password", noise),
                    ("db_password", f"{noise[:8]}!{noise[8:12]}"),
                    ("api_token", f"ghp_{noise}{noise[:16]}"),
                    ("secret_key", noise * 2),
                    ("database_url", f"postgres://app:{noise}@db1.example.org/app"),
                ]
            )
            return self._written("secret", file, [*lines, f"{last}::{name}: '{value}'", ""], len(lines) + 1)
        return None

    def _files(self) -> Iterator[DataFile]:
        """Yield files that nothing was planted in, block YAML alone, in an order of chance."""
        files = [(path, tree) for tree in self._trees for path in tree.files]
        self._random.shuffle(files)
        for path, tree in files:
            file = _fresh(tree, path)
            if path not in self._used and not Path(path).is_symlink() and file.entries and file.written:
                yield file

    def _written(
        self, kind: str, file: DataFile, lines: Sequence[str], line: int, words: tuple[str, ...] = ()
    ) -> Planted:
        self._used.add(file.path)
        Path(file.path).write_text("\n".join(lines), encoding="utf-8")
        return Planted(kind, str(Path(file.path).relative_to(self.top)), line, words)

    def _misspelt(self, key: str) -> str:
        """Return a key with one slip in its last part: a letter left out, doubled, changed, or two swapped."""
        start, separator, name = key.rpartition("::")
        letters = list(name)
        places = [at for at in range(1, len(letters) - 1) if letters[at].isalpha() and letters[at + 1].isalpha()]
        at = self._random.choice(places or [0])
        match self._random.randrange(4):
            case 0:
                del letters[at]
            case 1:
                letters.insert(at, letters[at])
            case 2:
                letters[at] = self._random.choice([x for x in string.ascii_lowercase if x != letters[at]])
            case _:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
        wrong = "".join(letters)
        return f"{start}{separator}{wrong}" if wrong != name else self._misspelt(key)


def _is_text(node: Node) -> bool:
    return isinstance(node.data, str) and 2 < len(node.data) < 60 and "%{" not in node.data and "\n" not in node.data


def _fresh(tree: DataTree, path: str) -> DataFile:
    return DataFile(path, border=tree.border, reader=tree.files[path].reader)


def measure(tree: Path, count: int, seed: int) -> list[Outcome]:
    """Return what became of faults that are planted in a copy of a tree.

    Args:
        tree: A control repository; it is only read.
        count: How many faults.
        seed: Of the choices.
    """
    with tempfile.TemporaryDirectory(prefix="planted-") as name:
        top = Path(name).resolve() / tree.name
        shutil.copytree(tree, top, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        (top / ".git").mkdir()
        before = {_identity(finding) for finding in _lint(top)}
        planted = Planter(top, seed).plant(count)
        new = [finding for finding in _lint(top) if _identity(finding) not in before]
        return [_outcome(fault, new, top) for fault in planted]


def _lint(top: Path) -> Sequence[Finding]:
    return run(LintRequest((top,), Settings(top))).findings


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.id, finding.level, finding.message, finding.diagnostic.where)


def _outcome(fault: Planted, new: Sequence[Finding], top: Path) -> Outcome:
    found = [finding for finding in new if fault.is_found_by(finding, top)]
    order = list(Severity)
    worst = min((finding.level for finding in found), key=order.index, default=None)
    return Outcome(fault, worst, tuple(dict.fromkeys(finding.id for finding in found)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the trees that are named, and print each miss and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=10, help="faults in each tree")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="print what was found as well")
    options = parser.parse_args(arguments)
    outcomes: list[Outcome] = []
    for tree in options.trees:
        found = measure(tree, options.count, options.seed)
        outcomes += found
        for outcome in found:
            if outcome.level is None or options.verbose:
                fault = outcome.planted
                said = f"{outcome.level}: {', '.join(outcome.ids)}" if outcome.level else "missed"
                print(f"{tree.name}: {fault.kind} in {fault.file}:{fault.line} {' / '.join(fault.words)}: {said}")
    for kind in sorted({outcome.planted.kind for outcome in outcomes}):
        own = [outcome for outcome in outcomes if outcome.planted.kind == kind]
        print(f"{kind}: {_sum(own)}")
    print(f"all, seed {options.seed}: {_sum(outcomes)}")
    return 0


def _sum(outcomes: Sequence[Outcome]) -> str:
    found = [outcome for outcome in outcomes if outcome.level is not None]
    loud = sum(outcome.level is not Severity.INFO for outcome in found)
    return f"{len(found)} of {len(outcomes)} found, {loud} of them as warning or error"


if __name__ == "__main__":
    sys.exit(main())
