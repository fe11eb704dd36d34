"""The inventory file: where the Hiera data is, in which scope it is read, for which platform."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from hiera_kafka.access import NOTHING, Access
from hiera_kafka.border import Border, named
from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.files import user_directories
from hiera_kafka.hiera import Settings
from hiera_kafka.hiera.formats.yaml_reader import read_yaml
from hiera_kafka.model.base import Host, StrictModel, diagnostics_of
from hiera_kafka.model.texts import REFUSED_IN_PATHS, UnixPath, is_plain_path
from hiera_kafka.project import INVENTORY_FILES
from hiera_kafka.repository import top_level

PLUGIN = "hiera_kafka.core.hiera"
FILE_NAMES = INVENTORY_FILES


class Node(StrictModel):
    """What is recorded of one host, besides its name."""

    role: str | None = None
    """Top-scope variable `role`."""
    facts: dict[str, Any] = Field(default_factory=dict)
    trusted: dict[str, Any] = Field(default_factory=dict)
    variables: dict[str, Any] = Field(default_factory=dict)


class ReleaseSource(StrictModel):
    """Where Kafka comes from; see `hiera-kafka dist fetch --help`."""

    source: Literal["auto", "maven", "tarball", "local"] = "auto"
    url: str | None = None
    sha512: str | None = Field(default=None, pattern=r"^[0-9a-fA-F]{128}$")
    path: str | None = None
    """Relative to the inventory file."""
    repository: str | None = None


class InventoryFile(StrictModel):
    """The keys of an inventory file."""

    plugin: Literal["hiera_kafka.core.hiera"]
    hiera_config: str
    """Path of hiera.yaml, relative to the inventory file."""
    platform: Literal["hosts", "local"] = "hosts"
    state_dir: str | None = None
    """Where local hosts and their records lie, relative to the inventory file; default: see `standard_state_dir`."""
    java_home: UnixPath | None = None
    environment: str = "production"
    kafka_dialect: Literal["native", "wikimedia"] = "native"
    """The dialect of hosts whose data does not say which."""
    scope: dict[str, Any] = Field(default_factory=dict)
    nodes: dict[Host, Node | None] = Field(default_factory=dict)
    dist: ReleaseSource = Field(default_factory=ReleaseSource)


@dataclass(frozen=True)
class Inventory:
    """An inventory file that was read.

    Attributes:
        path: Absolute path of the file.
        name: Name of its directory: what `-i` and `make up CLUSTER=` take.
        model: Its keys.
        diagnostics: Warnings of reading it.
        access: What the caller lets its data reach beyond the repository.
        tree: Directory that stands for the repository, where a revision was written elsewhere; None looks for it.
    """

    path: Path
    name: str
    model: InventoryFile
    diagnostics: tuple[Diagnostic, ...] = ()
    access: Access = NOTHING
    tree: Path | None = None

    @cached_property
    def repository(self) -> Path:
        """The directory that hiera.yaml and all that it names must lie in: the Git top level of the inventory file.

        Without Git it is the directory above `inventories/NAME/` or `inventory/`, and else that of the file itself.
        """
        here = self.path.parent
        kinds = ((here, "inventory"), (here.parent, "inventories"))
        above = next((place.parent for place, name in kinds if place.name == name), here)
        return self.tree or top_level(here) or above

    @property
    def hiera_settings(self) -> Settings:
        """How its data is looked up."""
        return Settings(
            repository=self.repository,
            allow_outside=self.access.beside(self.repository),
            hocon_environment=self.access.hocon_environment,
            remote=self.access.remote,
        )

    @cached_property
    def border(self) -> Border:
        """What its data must lie in."""
        return Border((self.repository, *self.access.beside(self.repository)))

    @cached_property
    def hiera_config(self) -> Path:
        """Absolute path of hiera.yaml."""
        return self._beside(self.model.hiera_config)

    @cached_property
    def state_dir(self) -> Path | None:
        """Absolute path of the directory of local hosts; None for another platform whose file names none."""
        if self.model.state_dir is not None:
            return self._beside(self.model.state_dir)
        return standard_state_dir(self.path, os.environ) if self.model.platform == "local" else None

    @property
    def variables(self) -> Mapping[str, Any]:
        """Top-scope variables of every host."""
        return self.model.scope

    def _beside(self, path: str) -> Path:
        return Path(path) if Path(path).is_absolute() else (self.path.parent / path).resolve()


def standard_state_dir(file: Path, environ: Mapping[str, str]) -> Path:
    """Return where local hosts lie whose inventory file does not say it: below the user's own state directory.

    Args:
        file: The inventory file; each has a directory of its own.
        environ: Its XDG_STATE_HOME counts.
    """
    name = re.sub(r"[^A-Za-z0-9._-]", "_", file.parent.name)
    digest = hashlib.sha256(os.fsencode(file)).hexdigest()[:8]
    return user_directories.state(environ) / "local" / f"{name}-{digest}"


def find_inventory_file(path: Path, access: Access = NOTHING) -> Path:
    """Return the inventory file that `path` is, or that lies in the directory `path`, without links.

    Raises:
        ProjectError: There is none, or more than one.
        HieraError: `outside-repository`, where a link of a repository leads out of it.
    """
    if path.is_dir():
        found = sorted(entry for entry in path.iterdir() if entry.name.endswith(FILE_NAMES))
        if len(found) == 1:
            return named(found[0], access.trees)
        what = (
            "no inventory file" if not found else f"{len(found)} inventory files ({', '.join(f.name for f in found)})"
        )
        raise ProjectError(
            Diagnostic(
                "inventory-file-missing",
                f"{what} in {path}, one is needed whose name ends in {' or '.join(FILE_NAMES)}",
                where=(Position(str(path)),),
                hint="give the inventory file itself, or a directory of inventories/",
            )
        )
    if path.is_file():
        return named(path, access.trees)
    raise ProjectError(
        Diagnostic(
            "inventory-file-missing",
            f"inventory {path} does not exist",
            where=(Position(str(path)),),
            hint="inventories/local is the one for this machine",
        )
    )


def load_inventory(path: Path, access: Access = NOTHING) -> Inventory:
    """Read an inventory file, or the one in a directory.

    Args:
        path: The file or directory.
        access: What the caller lets its data reach beyond the repository.

    Raises:
        ProjectError: Missing, or with wrong keys; every problem at once.
        HieraError: Not readable as YAML, or `outside-repository`.
    """
    file = find_inventory_file(path, access)
    value, trace, diagnostics = read_yaml(file)
    if not isinstance(value, dict):
        where = (Position(str(file), 1, 1),)
        raise ProjectError(Diagnostic("wrong-type", f"inventory file {file.name} must be a hash of keys", where=where))
    try:
        model = InventoryFile.model_validate(value)
    except ValidationError as error:
        raise ProjectError(diagnostics_of(error, InventoryFile, trace, file.name)) from error
    inventory = Inventory(file, file.parent.name, model, diagnostics, access)
    if inventory.state_dir is not None and not is_plain_path(str(inventory.state_dir)):
        raise ProjectError(
            Diagnostic(
                "path-invalid",
                f"state_dir is {str(inventory.state_dir)!r}, must be without blanks and any of {REFUSED_IN_PATHS}",
                where=trace.at("platform" if model.state_dir is None else "state_dir").positions()[:1],
                note="Kafka's list of data directories and the options of a JVM cannot hold them",
                hint="choose another directory, or move the repository",
            )
        )
    return inventory
