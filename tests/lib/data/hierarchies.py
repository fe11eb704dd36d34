"""Random small hierarchies, scopes and questions, for laws and for comparing with Puppet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

KEYS = ("a", "b", "c", "m::d", "m::e")
SITES = ("north", "south", "")
ROLES = ("web", "db")
PATHS = (
    "'common.yaml'",
    "'sites/%{site}.yaml'",
    "'roles/%{role}.yaml'",
    "'nodes/%{hostname}.yaml'",
    "'%{facts.tree.leaf}/%{site}.yaml'",
)
FILES = (
    "common.yaml",
    "sites/north.yaml",
    "sites/south.yaml",
    "roles/web.yaml",
    "roles/db.yaml",
    "nodes/n0.yaml",
    "nodes/n1.yaml",
    "x/north.yaml",
)
TEXTS = (
    "plain",
    "--x",
    "x",
    "on %{site}",
    "%{facts.tree.leaf}",
    "%{role}-%{hostname}",
    "<%{lookup('a')}>",
    "%{alias('b')}",
    "%{lookup('m::d')}",
    "%{hiera('c.k')}",
    "%{literal('%')}{site}",
    "%{nosuch}",
)


class Case(NamedTuple):
    """Files of an environment, nodes, and questions that each node is asked."""

    files: dict[str, str]
    nodes: list[dict[str, Any]]
    questions: list[dict[str, Any]]

    def write(self, directory: Path) -> Path:
        """Write the files below a directory and return the path of hiera.yaml."""
        for name, text in self.files.items():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return directory / "hiera.yaml"


scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(TEXTS) | st.sampled_from([1.5, 1e20])
names = st.sampled_from(["k", "l", "x", "--x", "%{site}"])
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=6
)
strategies = st.sampled_from(["first", "unique", "hash", "deep"]) | st.fixed_dictionaries(
    {"strategy": st.just("deep")},
    optional={
        "knockout_prefix": st.just("--"),
        "merge_hash_arrays": st.booleans(),
        "sort_merged_arrays": st.booleans(),
    },
)
options = st.dictionaries(
    st.sampled_from([*KEYS, "^[ab]$", "^m::", "c"]),
    st.fixed_dictionaries({}, optional={"merge": strategies, "convert_to": st.sampled_from(["String", "Array"])}),
    max_size=2,
)
levels = st.lists(st.sampled_from(PATHS) | st.just("GLOB") | st.just("BOTH"), min_size=1, max_size=4)
LOCATIONS = {"GLOB": "glob: '*/*.yaml'", "BOTH": "paths: ['sites/%{site}.yaml', common.yaml]"}


@st.composite
def data_files(draw: st.DrawFn) -> str:
    """Draw the text of a data file."""
    entries: dict[str, Any] = draw(st.dictionaries(st.sampled_from(KEYS), values, max_size=4))
    if draw(st.integers(0, 3)) == 0:
        entries["lookup_options"] = draw(options)
    return json.dumps(entries)


nodes = st.builds(
    lambda site, role, hostname, leaf: {
        "facts": {"site": site, "role": role, "hostname": hostname, "tree": {"leaf": leaf}},
    },
    st.sampled_from(SITES),
    st.sampled_from(ROLES),
    st.sampled_from(["n0", "n1", "n2"]),
    st.sampled_from(["x", "y", "%{site}"]),
)
questions = st.builds(
    lambda key, given: {"key": key, "options": given},
    st.sampled_from([*KEYS, "who", "where", "c.k", "a.0", "b.l.x", "none"]),
    st.fixed_dictionaries({}, optional={"merge": strategies, "default_value": st.just("fallback")}),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a hierarchy with data, some nodes and some questions."""
    entries = [
        f"  - {{name: level {number}, {LOCATIONS.get(path, f'path: {path}')}}}"
        for number, path in enumerate(draw(levels))
    ]
    files = {f"data/{name}": draw(data_files()) for name in draw(st.sets(st.sampled_from(FILES), max_size=5))}
    # Two keys that always distinguish nodes, by a variable in the data and by one in a path.
    entries.append("  - {name: who, paths: [who.yaml, 'where/%{site}.yaml']}")
    files["data/who.yaml"] = json.dumps({"who": "%{site} %{role} %{hostname}"})
    files |= {f"data/where/{site}.yaml": json.dumps({"where": site}) for site in SITES if site}
    files["hiera.yaml"] = "version: 5\nhierarchy:\n" + "\n".join(entries) + "\n"
    if draw(st.booleans()):
        files["modules/m/hiera.yaml"] = "version: 5\n"
        described = {"name": "x-m", "version": "1.0.0", "author": "x", "license": "x", "summary": "x", "source": "x"}
        files["modules/m/metadata.json"] = json.dumps({**described, "dependencies": []})
        own = draw(st.dictionaries(st.sampled_from(["m::d", "m::e"]), values, max_size=2))
        files["modules/m/data/common.yaml"] = json.dumps(own)
    return Case(files, draw(st.lists(nodes, min_size=2, max_size=3)), draw(st.lists(questions, min_size=1, max_size=5)))
