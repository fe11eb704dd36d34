"""Puts playbooks and roles, which are kept at the top of the checkout, into the collection; hatchling runs it.

A wheel gets copies. `pip install -e .` gets links in `src`, so that `hiera_kafka.core.site` is what the checkout has
now; Git ignores them, and so do wheels and source distributions.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COLLECTION = Path("ansible_collections/hiera_kafka/core")
PARTS = ("playbooks", "roles")
"""Directories of the checkout that are directories of the collection as well."""


def parts(root: Path) -> dict[Path, Path]:
    """Return what a checkout adds to the collection: source to place in the collection."""
    entries = [entry for part in PARTS for entry in sorted((root / part).iterdir())]
    # playbooks/roles leads to roles/, for playbooks that run from a checkout.
    return {entry: entry.relative_to(root) for entry in entries if entry != root / "playbooks/roles"}


class CollectionHook(BuildHookInterface):
    """The hook `custom` of the wheel, see pyproject.toml."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the parts to a wheel, or link them for an editable installation.

        Args:
            version: `standard` or `editable`.
            build_data: What hatchling goes by; `force_include` maps sources to their place in the wheel.
        """
        root = Path(self.root)
        if version != "editable":
            build_data["force_include"].update(
                {str(source): str(COLLECTION / place) for source, place in parts(root).items()}
            )
            return
        try:
            link(root)
        except OSError as error:
            self.app.display_warning(
                f"{error}: `ansible-playbook hiera_kafka.core.site` will not find its playbooks; "
                "`ansible-playbook site.yml` in the checkout works"
            )


def link(root: Path) -> None:
    """Make the links in `src` of a checkout; those that are right stay as they are.

    Raises:
        OSError: They cannot be made, or something else stands in their place.
    """
    collection = root / "src" / COLLECTION
    for part in PARTS:
        place = collection / part
        target = Path(os.path.relpath(root / part, collection))
        if place.is_symlink():
            if place.readlink() == target:
                continue
            place.unlink()
        place.symlink_to(target)
