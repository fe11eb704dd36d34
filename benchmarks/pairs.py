"""Two checkouts side by side, in turn, so that a drift of the machine's speed meets both: `make bench-pairs BASE=DIR`.

Each figure is measured in processes of each checkout's own environment. A figure counts as worse only where the median
of the ratios is above one by more than the spread of the ratios; the report prints both and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self, TypeVar

from benchmarks import hiera
from benchmarks.catalog import HOST

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path("benchmarks/sample.py")
"""Below a checkout: each measures its own code with its own sample, which may know names that the other does not."""

Seconds = dict[str, float]
"""CPU seconds, by name of the figure."""

T = TypeVar("T")


def main() -> None:
    """Measure both checkouts and print one line a figure."""
    parser = argparse.ArgumentParser(prog="benchmarks.pairs", description=__doc__)
    parser.add_argument("base", type=Path, help="a checkout with an environment of its own, `make test` makes one")
    parser.add_argument("--runs", type=int, default=10, metavar="N", help="pairs that count (default: 10)")
    parser.add_argument("--fleet", action="store_true", help="lab hosts too: two sets of six, which takes minutes")
    options = parser.parse_args()
    sides = {"base": options.base.resolve(), "here": ROOT}
    print(f"CPU seconds, median of {options.runs} alternating pairs; ratio: here to base, pair by pair", flush=True)
    report(alternate(sides, options.runs, once))
    if options.fleet:
        with ExitStack() as stack:
            fleets = {name: stack.enter_context(Fleet(directory)) for name, directory in sides.items()}
            report(alternate(fleets, options.runs, Fleet.sample))


def alternate(sides: Mapping[str, T], runs: int, sample: Callable[[T], Seconds]) -> dict[str, dict[str, list[float]]]:
    """Return figure to side to seconds; the first pair does not count, and the side that begins changes."""
    found: dict[str, dict[str, list[float]]] = {}
    for number in range(runs + 1):
        for name in (list(sides), list(sides)[::-1])[number % 2]:
            for figure, seconds in sample(sides[name]).items():
                if number:
                    found.setdefault(figure, {side: [] for side in sides})[name].append(seconds)
    return found


def report(figures: Mapping[str, Mapping[str, list[float]]]) -> None:
    """Print medians of both sides, and median, least and greatest of the ratios."""
    for figure, seconds in figures.items():
        ratios = sorted(here / base for base, here in zip(seconds["base"], seconds["here"], strict=True))
        low, high = (statistics.quantiles(ratios, n=4)[index] for index in (0, 2))
        print(
            f"{figure:<44} {statistics.median(seconds['base']):8.3f} s {statistics.median(seconds['here']):8.3f} s"
            f"   ratio {statistics.median(ratios):.3f}   middle half {low:.3f} to {high:.3f}"
            f"   min {ratios[0]:.3f}  max {ratios[-1]:.3f}",
            flush=True,
        )


def once(checkout: Path) -> Seconds:
    """Return every figure of a checkout, measured once."""
    python = checkout / ".venv" / "bin" / "python"
    found = {name: process([str(python), *command], checkout) for name, command in commands()}
    done = subprocess.run([python, checkout / SAMPLE], cwd=checkout, capture_output=True, text=True, check=True)
    return {**found, **json.loads(done.stdout)}


def commands() -> Iterator[tuple[str, list[str]]]:
    """Yield the commands that are measured as whole processes."""
    tool = ["-m", "hiera_kafka"]
    yield "python -c pass", ["-c", "pass"]
    yield "hiera-kafka --help", [*tool, "--help"]
    yield "hiera-kafka catalog HOST", [*tool, "catalog", HOST, "-i", "inventories/three", "--output", "json"]
    file = "/etc/kafka/server.properties"
    yield "hiera-kafka explain HOST FILE", [*tool, "explain", HOST, file, "-i", "inventories/three"]
    yield "hiera-kafka lint, one small file", [*tool, "lint", "hieradata/local/project.yaml"]
    tree = hiera.data()
    if tree is not None:
        config = str(tree / "hiera.yaml")
        yield "hiera-kafka lint, Wikimedia's data", [*tool, "lint", config]


def process(command: list[str], directory: Path) -> float:
    """Return the CPU seconds of a whole process; findings of lint are no failure."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} in {directory}: {done.stderr or done.stdout}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Fleet:
    """Six lab hosts that a checkout's own code has converged, and that it converges again and again."""

    def __init__(self, checkout: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": f"{checkout}{os.pathsep}{checkout / 'tests'}"}
        self._process = subprocess.Popen(
            [checkout / ".venv" / "bin" / "python", checkout / SAMPLE, "fleet"],
            cwd=checkout,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate("", timeout=300)

    def sample(self) -> Seconds:
        """Return the figures of one run that changes nothing."""
        assert self._process.stdin is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Seconds:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"the hosts of {self._process.args} are gone")
        return json.loads(line)  # type: ignore[no-any-return]


if __name__ == "__main__":
    sys.exit(main())
