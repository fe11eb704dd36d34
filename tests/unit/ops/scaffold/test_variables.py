"""Which variables a hiera.yaml reads."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka.ops.scaffold.variables import read_by


def _hiera_yaml(directory: Path, text: str) -> Path:
    file = directory / "hiera.yaml"
    file.write_text(text, "utf-8")
    return file


def test_top_scope_variables_of_paths_and_data_directories_are_found(tmp_path: Path) -> None:
    file = _hiera_yaml(
        tmp_path,
        """
version: 5
defaults: {datadir: "%{realm}/data", data_hash: yaml_data}
hierarchy:
  - {name: a, path: "%{::site}/%{role.name}.yaml"}
  - {name: b, paths: ["hosts/%{facts.fqdn}.yaml", "%{trusted.certname}.yaml", "%{variant}.yaml"]}
  - {name: c, glob: "zones/%{zone}/*.yaml"}
""",
    )

    assert read_by(file) == ("realm", "role", "site", "variant", "zone")


def test_the_name_of_an_item_of_mapped_paths_is_none_of_the_hosts(tmp_path: Path) -> None:
    file = _hiera_yaml(
        tmp_path,
        """
version: 5
hierarchy:
  - {name: a, mapped_paths: [prefixes, prefix, "%{prefix}/%{site}.yaml"]}
  - {name: b, path: "%{prefix}.yaml"}
""",
    )

    assert read_by(file) == ("prefix", "prefixes", "site")


def test_other_versions_have_none(tmp_path: Path) -> None:
    assert read_by(_hiera_yaml(tmp_path, ":hierarchy: ['%{site}']\n")) == ()
