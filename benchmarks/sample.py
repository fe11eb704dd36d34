"""Figures of one checkout, measured once in its own environment: what `benchmarks.pairs` starts in each of two.

Each checkout runs its own copy, so a figure keeps its name only as long as it measures the same work. With `fleet` it
brings lab hosts up, converges them, and then answers each line on standard input with the figures of one more run.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Seconds = dict[str, float]

INVENTORY = Path("inventories/three")
HOST = "kafka2.analytics.eqiad1.wikimedia.cloud"


def main() -> None:
    """Print the figures as JSON, one object a line."""
    if sys.argv[1:] == ["fleet"]:
        fleet()
    else:
        print(json.dumps({**catalogs(), **lookups()}))


def cpu(function: Callable[[], object], times: int = 1) -> float:
    """Return the CPU seconds of one call."""
    before = time.process_time()
    for _ in range(times):
        function()
    return (time.process_time() - before) / times


def catalogs() -> Seconds:
    """Measure the catalog of a host, and its files, in a process that is warm."""
    from hiera_kafka.compiler import Compiler  # noqa: PLC0415  # the figures of --help must not pay for it
    from hiera_kafka.render.engine import Renderer  # noqa: PLC0415

    renderer = Renderer(Path("templates").resolve())

    def files() -> None:
        found = Compiler.load(INVENTORY).catalog(HOST)
        for section in found.sections:
            renderer.section(section, found.machine)

    files()
    return {
        "catalog, warm, data read anew": cpu(lambda: Compiler.load(INVENTORY).catalog(HOST), 20),
        "catalog and every file, warm": cpu(files, 20),
    }


def lookups() -> Seconds:
    """Measure all questions about Wikimedia's data, where it is."""
    from benchmarks import hiera  # noqa: PLC0415
    from hiera_kafka.hiera import Hiera, Settings  # noqa: PLC0415

    tree = hiera.data()
    if tree is None:
        return {}
    scopes = [host["scope"] for host in json.loads((tree / "hosts.json").read_text(encoding="utf-8"))]
    keys = json.loads((tree / "keys.json").read_text(encoding="utf-8"))
    loaded = Hiera.load(tree / "hiera.yaml", settings=Settings(as_puppet=True))
    return {
        "lookups, no file read before": cpu(lambda: hiera.sweep([loaded], scopes, keys)),
        "lookups, files cached": cpu(lambda: hiera.sweep([loaded], scopes, keys), 3),
        "lookups, files read for each host": cpu(lambda: hiera.sweep(hiera.fresh(tree), scopes, keys)),
    }


def fleet() -> None:
    """Converge lab hosts, and again for each line of standard input."""
    from benchmarks import fleet as runs  # noqa: PLC0415
    from lab import services  # noqa: PLC0415

    with runs._fleet() as site:  # noqa: SLF001  # the same hosts and runs as `make bench`
        runs._play(site, "first converge")  # noqa: SLF001
        services.eventually("every replica in sync", lambda: services.in_sync(site.lab, "kafka1", 3))
        print(json.dumps({}), flush=True)
        for _ in sys.stdin:
            run = runs._play(site, "no change")  # noqa: SLF001
            named = {"no change: control node": run.controller, "no change: hosts": run.hosts}
            print(json.dumps(named), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
