"""An inventory with its Hiera data as a Git revision has them, or as they lie in the working tree."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from hiera_kafka.border import Border
from hiera_kafka.clients.git import Repository
from hiera_kafka.compiler import Compiler, Inventory, load_inventory
from hiera_kafka.compiler.inventory import standard_state_dir
from hiera_kafka.errors import Diagnostic, HieraKafkaError, Position, ProjectError

WORKING_TREE = "working tree"


@dataclass(frozen=True)
class Places:
    """Where the files of a revision were written for a moment, and what the user knows them as.

    Attributes:
        revision: What the user called it, None for the working tree.
        written: Directory below which the files were written, with links to the neighbours of the repository.
        root: The working tree of the repository that the revision is of.
    """

    revision: str | None = None
    written: Path = Path("/")
    root: Path = Path("/")

    def real(self, file: str) -> str:
        """Return the path that a file of this tree has, or would have, in the working tree."""
        path = Path(file)
        if self.revision is None or not path.is_relative_to(self.written):
            return file
        return str(self.root.parent / path.relative_to(self.written))

    def here(self, real: str) -> Path:
        """Return where the file of this tree lies that would have a path in the working tree."""
        path = Path(real)
        if self.revision is None or not path.is_relative_to(self.root.parent):
            return path
        return self.written / path.relative_to(self.root.parent)

    def shown(self, position: Position) -> Position:
        """Return a place as the user can find it: `REVISION:path` in a revision, the file itself elsewhere."""
        real = Path(self.real(position.file))
        if self.revision is None or not real.is_relative_to(self.root):
            return replace(position, file=str(real))
        return replace(position, file=f"{self.revision}:{real.relative_to(self.root)}")

    @contextlib.contextmanager
    def errors_renamed(self) -> Iterator[None]:
        """Let errors name the revision and its files instead of the temporary directory that holds them.

        Raises:
            HieraKafkaError: What was raised inside, with other places.
        """
        try:
            yield
        except HieraKafkaError as error:
            if self.revision is None:
                raise
            raise type(error)([self._renamed(diagnostic) for diagnostic in error.diagnostics]) from error

    def _renamed(self, diagnostic: Diagnostic) -> Diagnostic:
        def words(text: str) -> str:
            text = text.replace(f"{self.written}/{self.root.name}/", f"{self.revision}:")
            return text.replace(f"{self.written}/", f"{self.root.parent}/")

        return replace(
            diagnostic,
            message=words(diagnostic.message),
            note=words(diagnostic.note) if diagnostic.note else None,
            hint=words(diagnostic.hint) if diagnostic.hint else None,
            where=tuple(self.shown(position) for position in diagnostic.where),
        )


@dataclass(frozen=True)
class RevisionTree:
    """Inventory and data of one revision.

    Attributes:
        compiler: Compiles the hosts of this tree.
        places: What its files are called.
        commit: Full id of the commit, None for the working tree.
    """

    compiler: Compiler
    places: Places = Places()
    commit: str | None = None

    @property
    def label(self) -> str:
        """What messages call the tree."""
        return self.places.revision or WORKING_TREE


def working_tree(inventory: Inventory) -> RevisionTree:
    """Return the tree as it lies on the disk."""
    return RevisionTree(Compiler(inventory))


@contextlib.contextmanager
def revision_tree(inventory: Inventory, revision: str) -> Iterator[RevisionTree]:
    """Give the tree of a revision of the repository that holds the Hiera data; its files are there until the end.

    The inventory file is that of the revision where it lies in the same repository, else the one on the disk. What
    lies beside the repository, for instance another one with private data, is read as it is now where the caller
    allows it.

    Args:
        inventory: The inventory, as it is now.
        revision: A branch, tag, commit or any other name of a commit.

    Raises:
        ProjectError: The data lies in no repository, or that has no such revision, or no such inventory file there.
        HieraKafkaError: Inventory or hiera.yaml of the revision are missing or wrong, or lie outside the repository.
    """
    inventory.border.check(inventory.hiera_config, Position(str(inventory.path)))
    config = inventory.hiera_config.resolve()
    repository = Repository.around(config)
    commit = repository.commit(revision)
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-diff-") as name:
        written = Path(name).resolve()
        directory = written / repository.root.name
        directory.mkdir()
        repository.check_out(commit, directory)
        _link_neighbours(repository.root, written)
        places = Places(revision, written, repository.root)
        with places.errors_renamed():
            compiler = Compiler(_inventory_of(inventory, config, repository.root, directory, revision))
        yield RevisionTree(compiler, places, commit)


def _link_neighbours(root: Path, written: Path) -> None:
    for entry in root.parent.iterdir():
        if entry != root:
            (written / entry.name).symlink_to(entry)


def _inventory_of(inventory: Inventory, config: Path, root: Path, directory: Path, revision: str) -> Inventory:
    """Return the inventory of a revision that was written to `directory`; local hosts lie where they lie now."""
    then = inventory
    if inventory.path.is_relative_to(root):
        path = directory / inventory.path.relative_to(root)
        if not path.is_file():
            raise ProjectError(
                Diagnostic(
                    "inventory-not-in-revision",
                    f"{revision} has no inventory file {inventory.path.relative_to(root)}, it was added or moved later",
                    where=(Position(str(inventory.path)),),
                    hint="name a revision that has it",
                )
            )
        Border([directory]).check(path)
        then = load_inventory(path, inventory.access)
    elsewhere = {}
    own = Path(then.model.hiera_config)
    if then is inventory or (own.is_absolute() and own.is_relative_to(root)):
        elsewhere["hiera_config"] = str(directory / (config if then is inventory else own).relative_to(root))
    state = then.state_dir
    if then.model.platform == "local" and then.model.state_dir is None:
        elsewhere["state_dir"] = str(standard_state_dir(inventory.path, os.environ))
    elif state is not None and state.is_relative_to(directory):
        elsewhere["state_dir"] = str(root / state.relative_to(directory))
    return replace(then, model=then.model.model_copy(update=elsewhere), tree=directory)
