"""What a repository to start from holds: text by path, nothing read but what the package brings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template
from typing import Literal

from hiera_kafka import __version__
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.ops.scaffold import variables
from hiera_kafka.project import brought
from hiera_kafka.repository import root_of, top_level

Example = Literal["local", "three", "multi-dc"]

EXAMPLES: dict[Example, str] = {
    "local": "one ZooKeeper and one broker on the same host",
    "three": "three ZooKeepers and three brokers in three racks",
    "multi-dc": "two sites that mirror each other, and a cluster that gets what both have",
}
"""The data that a repository may begin with, each with what it makes."""

_FILES = {
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    "README.md": "README.md",
}
"""Files that every repository gets, and the text that each is made from."""

_CI = {".github/workflows/hiera-kafka.yml": "github/lint.yml", ".gitlab-ci.yml": "gitlab/lint.gitlab-ci.yml"}
"""The same for examples of CI."""

_OF_CLONES = ("roles_path", "collections_path", "ignore_patterns")
_SCOPE = """\
# Paths of hiera.yaml read the variables below. What is the same on all hosts is set here, in place of {}; what differs
# is set for each host: nodes: {kafka1.example.org: {role: kafka, variables: {site: north}, facts: {}}}
"""


@dataclass(frozen=True, slots=True)
class PuppetTree:
    """A control repository whose hiera.yaml and data are used where they are.

    Attributes:
        hiera_yaml: Absolute path of its hiera.yaml, without links.
        reads: Top-scope variables that its hierarchy depends on.
    """

    hiera_yaml: Path
    reads: tuple[str, ...]

    @classmethod
    def at(cls, path: Path) -> PuppetTree:
        """Return the tree at a directory, or of a hiera.yaml.

        Raises:
            ProjectError: `hiera-config-missing`.
            ConfigError: hiera.yaml is wrong.
        """
        file = path / "hiera.yaml" if path.is_dir() else path
        if not file.is_file():
            raise ProjectError(
                Diagnostic(
                    "hiera-config-missing",
                    f"there is no hiera.yaml at {path}",
                    (Position(str(file)),),
                    hint="give the directory of a control repository, or its hiera.yaml",
                )
            )
        file = file.resolve()
        return cls(file, variables.read_by(file))

    @property
    def root(self) -> Path:
        """The repository that it lies in."""
        return root_of(self.hiera_yaml)

    def outside(self, directory: Path) -> bool:
        """Tell whether this tree lies outside of the repository that an inventory in `directory` would be in."""
        return not self.hiera_yaml.is_relative_to(top_level(directory) or directory.resolve())


def of_example(example: Example, examples: Path) -> dict[str, str]:
    """Return the files of a repository with data of its own: text by relative path.

    Args:
        example: Which data.
        examples: Directory of `hieradata`, `inventories` and `examples` as a clone of hiera-kafka has them.
    """
    data = examples / "hieradata" / example
    files = {f"data/{file.name}": file.read_text("utf-8") for file in data.glob("*.yaml") if file.name != "hiera.yaml"}
    files["hiera.yaml"] = (data / "hiera.yaml").read_text("utf-8").replace("datadir: .\n", "datadir: data\n")
    inventory = (examples / "inventories" / example / "hiera_kafka.yml").read_text("utf-8")
    inventory = inventory.replace(f"../../hieradata/{example}/hiera.yaml", "../../hiera.yaml")
    tables = "| `hiera.yaml`, `data/` | which clusters there are, and of which hosts |"
    local = inventory.replace(f"../../var/{example}\n", "../../var/local\n")
    files["data/hosts/.gitkeep"] = ""
    files |= _inventories(local, _without_platform(inventory), examples)
    notes = "\nThe names of hosts in `data/` are examples: the clusters on this machine work with them as they are."
    return files | _common(examples, f"This is {EXAMPLES[example]}", tables, notes)


def of_puppet(tree: PuppetTree, directory: Path, examples: Path) -> dict[str, str]:
    """Return the files of a repository whose data stays in a control repository of Puppet.

    Args:
        tree: The control repository.
        directory: Where the files are to lie.
        examples: As for `of_example`.
    """
    at = str(tree.hiera_yaml)
    if not tree.outside(directory):
        at = os.path.relpath(tree.hiera_yaml, directory.resolve() / "inventories" / "prod")
    scope = "scope: {}\n"
    if tree.reads:
        scope = "".join([_SCOPE, scope, *(f"#  {name}:\n" for name in tree.reads)])
    head = "---\n# Where the data is and which hosts it is for; hosts and groups follow from the data.\n"
    plugin = f"plugin: hiera_kafka.core.hiera\nhiera_config: {at}\n"
    local = f"{head}{plugin}platform: local\nstate_dir: ../../var/local\n{scope}"
    tables = f"| `{at}` | the data, where it is |"
    notes = f"\n{outside_note(tree)}" if tree.outside(directory) else ""
    files = _inventories(local, f"{head}{plugin}{scope}", examples)
    return files | _common(examples, f"These are the clusters of `{tree.root.name}`", tables, notes)


def outside_note(tree: PuppetTree) -> str:
    """Return how data outside of the repository of an inventory is allowed to be read, as Markdown."""
    return (
        "The data lies outside of this repository, which hiera-kafka does not read unless you say so. In\n"
        f'`~/.config/hiera-kafka/config.toml`:\n\n```toml\nallow_outside = ["{tree.root}"]\n```\n'
    )


def _inventories(local: str, prod: str, examples: Path) -> dict[str, str]:
    variables_of = examples / "inventories"
    return {
        "inventories/local/hiera_kafka.yml": local,
        "inventories/local/group_vars/all.yml": (variables_of / "local/group_vars/all.yml").read_text("utf-8"),
        "inventories/prod/hiera_kafka.yml": prod,
        "inventories/prod/group_vars/all.yml": (variables_of / "cloudvps/group_vars/all.yml").read_text("utf-8"),
    }


def _without_platform(inventory: str) -> str:
    kept = [line for line in inventory.splitlines(keepends=True) if not line.startswith(("platform:", "state_dir:"))]
    return "".join(kept)


def _common(examples: Path, what: str, tables: str, notes: str) -> dict[str, str]:
    words = {"version": __version__, "what": what, "tables": tables, "notes": notes}
    texts = resources.files(__package__) / "texts"
    files = {
        path: Template((texts / name).read_text("utf-8")).substitute(words).rstrip("\n") + "\n"
        for path, name in _FILES.items()
    }
    files["ansible.cfg"] = _ansible_cfg(brought().ansible_cfg.read_text("utf-8"))
    return files | {path: (examples / "examples" / "ci" / name).read_text("utf-8") for path, name in _CI.items()}


def _ansible_cfg(own: str) -> str:
    """Return the settings of a clone's ansible.cfg that hold anywhere: its directories are those of the clone."""
    return "".join(line for line in own.splitlines(keepends=True) if not line.startswith(_OF_CLONES))
