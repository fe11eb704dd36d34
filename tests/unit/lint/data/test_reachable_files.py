"""What a hierarchy could read."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.lint.data.reachable_files import Reachable
from hiera_kafka.lint.hierarchies import read_hierarchy


def reads(directory: Path, location: str, name: str) -> bool:
    (directory / "hiera.yaml").write_text(
        f"version: 5\ndefaults: {{datadir: data, data_hash: yaml_data}}\nhierarchy: [{{name: a, {location}}}]\n"
    )
    config, _ = read_hierarchy(str(directory / "hiera.yaml"))
    assert config is not None
    return bool(Reachable(config).levels_of(str(directory / "data" / name)))


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ('path: "hosts/%{fqdn}.yaml"', "hosts/k1.example.org.yaml"),
        ('path: "role/%{role}.yaml"', "role/kafka/main.yaml"),
        ('paths: [a.yaml, "b/%{x}/c.yaml"]', "b/y/c.yaml"),
        ('glob: "common/**/*.yaml"', "common/a/b/c.yaml"),
        ('glob: "{a,b}.yaml"', "a.yaml"),
        ('mapped_paths: [names, name, "p/%{name}.yaml"]', "p/x.yaml"),
    ],
)
def test_paths_with_variables_and_globs_could_be_read(tmp_path: Path, location: str, name: str) -> None:
    assert reads(tmp_path, location, name)


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ('path: "hosts/%{fqdn}.yaml"', "host/k1.yaml"),
        ("path: common.yaml", "common.yml"),
        ('glob: "*.yaml"', "a/b.yaml"),
        ('path: "hosts/%{fqdn}.yaml"', "hosts/k1.yml"),
    ],
)
def test_other_paths_could_not(tmp_path: Path, location: str, name: str) -> None:
    assert not reads(tmp_path, location, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/x/b/y.yaml", True),
        ("a/x/b/b/b.yaml", True),
        ("a/b/y.yaml", False),
        ("a/x/b/y.yml", False),
        ("a/.yaml", False),
    ],
)
def test_pieces_of_a_path_stand_in_their_order(tmp_path: Path, name: str, expected: bool) -> None:
    assert reads(tmp_path, 'path: "a/%{x}/b/%{y}.yaml"', name) is expected
