"""Lint of one file, and of all, in a control repository of 1,084 data files; start-up and imports shown apart.

The floors are of the same run: an empty Python for what starts, PyYAML's C parser over the same files for what reads.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.control_repository import FILES, write
from benchmarks.measure import Figure, process

PARSE = (
    "import pathlib, yaml\n"
    "for path in pathlib.Path('hieradata').rglob('*.yaml'):\n"
    "    for event in yaml.parse(path.read_text(encoding='utf-8'), Loader=yaml.CSafeLoader): pass\n"
)
IMPORTS = "import hiera_kafka.cli.lint; from hiera_kafka.lint.registry import data_rules; data_rules()"
ONE_FILE = 0.5
WHOLE_TREE = 4.0
"""CPU seconds that are allowed, start-up and imports included."""


def figures(runs: int = 5) -> Iterator[tuple[Figure, Figure | None]]:
    """Yield each figure with the floor that it is held against."""
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary)
        one = write(tree)
        floor = process("python -c pass", [sys.executable, "-c", "pass"], tree, runs)
        yield floor, None
        parsed = process(f"PyYAML parses {FILES} files", [sys.executable, "-c", PARSE], tree, runs)
        yield parsed, floor
        yield process("what lint imports", [sys.executable, "-c", IMPORTS], tree, runs), floor
        lint = [sys.executable, "-m", "hiera_kafka", "lint"]
        yield process("hiera-kafka lint FILE", [*lint, str(one.relative_to(tree))], tree, runs), floor
        yield process(f"hiera-kafka lint . ({FILES} files)", [*lint, "."], tree, runs), parsed
