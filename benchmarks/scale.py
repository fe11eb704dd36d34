"""Whole synthetic sites, each in a process of its own: inventory, every catalog, every file."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sites import make_site
from hiera_kafka.compiler import Compiler
from hiera_kafka.render.engine import Renderer

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1000, 3000, 10000)


@dataclass(frozen=True, slots=True)
class Scale:
    """What one site took.

    Attributes:
        cpu_s: Seconds of CPU from reading the inventory to the text of the last file.
        peak_mib: Most memory that was resident.
        files: How many files were rendered.
    """

    hosts: int
    cpu_s: float
    peak_mib: float
    files: int

    def line(self) -> str:
        """Return one line of a report."""
        return (
            f"{self.hosts:>6} hosts {self.files:>7} files {self.cpu_s:8.1f} s "
            f"{self.cpu_s / self.hosts * 1000:7.2f} ms a host, {self.peak_mib:6.0f} MiB"
        )


def measure(hosts: int) -> Scale:
    """Make a site of so many hosts, and measure it in a process of its own, so that memory is its alone."""
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-bench.") as directory:
        make_site(Path(directory), hosts)
        command = [sys.executable, "-m", "benchmarks.scale", directory]
        run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Scale(**json.loads(run.stdout))


def compile_site(inventory: Path) -> Scale:
    """Compile and render the whole site in this process."""
    begin = time.process_time()
    compiler = Compiler.load(inventory)
    compiler.check()
    renderer = Renderer(ROOT / "templates")
    files = sum(_render(compiler, renderer, host) for host in compiler.hosts)
    cpu_s = time.process_time() - begin
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Scale(len(compiler.hosts), round(cpu_s, 3), round(peak_mib, 1), files)


def _render(compiler: Compiler, renderer: Renderer, host: str) -> int:
    catalog = compiler.catalog(host)
    return sum(len(renderer.section(section, catalog.machine)) for section in catalog.sections)


if __name__ == "__main__":
    scale = compile_site(Path(sys.argv[1]))
    print(json.dumps({name: getattr(scale, name) for name in Scale.__slots__}))
