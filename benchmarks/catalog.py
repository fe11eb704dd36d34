"""The catalog of one host: as a command, beside an empty Python, and warm within one process."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import Figure, call, process
from hiera_kafka.compiler import Compiler
from hiera_kafka.render.engine import Renderer

ROOT = Path(__file__).resolve().parent.parent
HOST = "kafka2.analytics.eqiad1.wikimedia.cloud"
INVENTORY = ROOT / "inventories" / "three"


def figures() -> list[tuple[Figure, Figure | None]]:
    """Return each figure with the floor that it is held against."""
    floor = process("python -c pass", [sys.executable, "-c", "pass"], ROOT)
    command = [sys.executable, "-m", "hiera_kafka", "catalog", HOST, "-i", str(INVENTORY), "--output", "json"]
    whole = process("hiera-kafka catalog HOST", command, ROOT)
    warm = call("the same, warm, data read anew", lambda: Compiler.load(INVENTORY).catalog(HOST))
    compiler = Compiler.load(INVENTORY)
    again = call("the same, warm, data at hand", lambda: compiler.catalog(HOST))
    renderer = Renderer(ROOT / "templates")

    def files() -> None:
        found = Compiler.load(INVENTORY).catalog(HOST)
        for section in found.sections:
            renderer.section(section, found.machine)

    text = call("the same, warm, data read anew, and every file", files)
    return [(floor, None), (whole, floor), (warm, floor), (again, floor), (text, floor)]
