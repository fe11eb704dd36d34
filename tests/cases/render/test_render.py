"""From data to files, one directory a case: `expected/HOST/PATH` holds each file's whole text.

`expected/HOST.txt` lists all files of a host with mode and owner. A case's `files.txt` (one pattern a line) limits
whose text is kept, where a case is about a few files only. Machines are made up, so that nothing depends on this one:
local hosts lie in /local/HOST and have addresses of a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from hiera_kafka import project
from hiera_kafka.catalog.platform import Platform, hosts_platform, local_platform
from hiera_kafka.compiler import Compiler
from hiera_kafka.compiler.local_record import Recorded
from hiera_kafka.dialects.native.build import build_catalog
from hiera_kafka.render.engine import RenderedFile, Renderer

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__")


def platform_of(compiler: Compiler) -> Platform:
    """Return the inventory's platform on a machine that is the same everywhere."""
    if compiler.inventory.model.platform == "hosts":
        return hosts_platform()
    return local_platform(
        roots={host: f"/local/{host}" for host in compiler.hosts},
        addresses=Recorded("127.0.9").with_hosts(compiler.hosts).addresses,
        user="somebody",
        group="users",
        java_home="/usr/lib/jvm/java-17",
    )


def rendered(case: Path) -> Iterator[tuple[str, Path, RenderedFile]]:
    """Yield host, path below the host's root, and file."""
    compiler = Compiler.load(case)
    platform = platform_of(compiler)
    renderer = Renderer(project.find(HERE).templates)
    for host in compiler.hosts:
        catalog = build_catalog(compiler.model(host), platform)
        for section in catalog.sections:
            for file in renderer.section(section, catalog.machine):
                yield host, Path(file.path).relative_to(catalog.machine.path("/")), file


def listed(path: Path, file: RenderedFile) -> str:
    """Return a file's line in the list of a host."""
    marks = [mark for mark, on in (("secret", file.secret), ("held", file.hold)) if on]
    return " ".join([file.mode, f"{file.owner}:{file.group}", f"/{path}", *marks])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_data_becomes_these_files(
    case: Path, golden: Callable[[Path, str], None], request: pytest.FixtureRequest
) -> None:
    wanted = (case / "files.txt").read_text().split() if (case / "files.txt").exists() else ["*"]
    lists: dict[str, set[str]] = {}
    kept: set[Path] = set()
    for host, path, file in rendered(case):
        lists.setdefault(host, set()).add(listed(path, file))
        if any(fnmatch(str(path), pattern) for pattern in wanted):
            kept.add(case / "expected" / host / path)
            golden(case / "expected" / host / path, file.text)
    for host, lines in lists.items():
        kept.add(case / "expected" / f"{host}.txt")
        golden(
            case / "expected" / f"{host}.txt",
            "".join(f"{line}\n" for line in sorted(lines, key=lambda line: line.split()[2])),
        )
    extra = {path for path in (case / "expected").rglob("*") if path.is_file()} - kept
    if request.config.getoption("regenerate"):
        for path in extra:
            path.unlink()
    else:
        assert not extra, "golden files that nothing makes any more"
