"""From data to what Wikimedia's Puppet makes of it, one directory a case.

`node.json` says what is known of the host (see lib.wikimedia.hosts.node), `data.yaml` is what it reads, and
`expected.txt` is its whole catalog with every file's text, or the refusal. `also.txt` names parts of the data that
many cases share: BROKER, JAVA, TLS, ZOOKEEPER, MIRROR.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hiera_kafka.catalog.resources import Catalog, Section
from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.hiera.formats.yaml_reader import read_yaml
from hiera_kafka.render.engine import Renderer
from lib.wikimedia import hosts

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/node.json"))


def data_of(case: Path) -> dict[str, object]:
    """Return the data of a case: the shared parts, and its own above them."""
    names = (case / "also.txt").read_text(encoding="utf-8").split()
    shared = {key: value for name in names for key, value in getattr(hosts, name).items()}
    return shared | read_yaml(case / "data.yaml")[0]


def told(catalog: Catalog) -> Iterator[str]:
    """Yield the lines that describe a catalog."""
    renderer = Renderer(hosts.TEMPLATES)
    for section in catalog.sections:
        yield f"=== {section.role} {section.cluster}".rstrip()
        yield from things(section)
        for file in section.files:
            text = renderer.file(file).text
            yield f"--- {file.path} {file.owner}:{file.group} {file.mode or 'umask'}{' secret' if file.secret else ''}"
            if file.path.startswith("/usr/local/bin/"):
                continue  # a program, the same everywhere, with tests of its own
            yield from (line.rstrip() if not line.strip() else line for line in text.removesuffix("\n").split("\n"))
            if not text.endswith("\n"):
                yield "(no line end)"
    yield from (warning.render() for warning in catalog.diagnostics)


def things(section: Section) -> Iterator[str]:
    """Yield a line for each thing of a section but its files."""
    yield from (f"package {name}" for name in section.packages)
    yield from (f"user {user.name} {user.uid}" for user in section.users)
    for directory in section.directories:
        purged = " purged" if directory.purge else ""
        yield f"directory {directory.path} {directory.owner}:{directory.group} {directory.mode or 'umask'}{purged}"
    yield from (f"link {link.path} -> {link.target}" for link in section.links)
    yield from (f"owned {owned.path} {owned.owner}:{owned.group}" for owned in section.owned)
    yield from (f"line {line.path} {line.prefix}... {line.text}" for line in section.lines)
    yield from (f"absent {absent.path}" for absent in section.absent)
    yield from (f"sysctl {sysctl.name} {sysctl.value}" for sysctl in section.sysctls)
    for unit in section.units:
        state = "running" if unit.running else "stopped"
        yield f"unit {unit.name} {state}{' masked' if unit.masked else ''} enabled={unit.enabled}"
    yield from (f"certificate {each.chained} for {', '.join(each.names) or '-'}" for each in section.certificates)
    yield from (f"keystore {each.path} {each.owner}:{each.group} {each.mode}" for each in section.keystores)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_data_becomes_what_puppet_makes_of_it(case: Path, golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    node = json.loads((case / "node.json").read_text(encoding="utf-8"))
    try:
        text = "\n".join(told(hosts.catalog(tmp_path, data_of(case), **node)))
    except WikimediaError as error:
        text = f"refused as {error.category}\n{error.render()}"
    golden(case / "expected.txt", text.replace(str(tmp_path), "DIR") + "\n")
