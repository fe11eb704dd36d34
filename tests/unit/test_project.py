"""Finding the checkout."""

from __future__ import annotations

from pathlib import Path

from hiera_kafka import project

CHECKOUT = Path(__file__).resolve().parents[2]


def make(root: Path) -> Path:
    """Make what marks a checkout."""
    for name in ("roles", "templates"):
        (root / name).mkdir(parents=True)
    (root / "site.yml").touch()
    return root


def test_the_checkout_is_found_from_a_directory_below_it(tmp_path: Path) -> None:
    root = make(tmp_path / "clone")
    below = root / "inventories" / "local"
    below.mkdir(parents=True)
    assert project.find(below).root == root


def test_the_nearest_checkout_counts(tmp_path: Path) -> None:
    inner = make(make(tmp_path / "outer") / "inner")
    assert project.find(inner).root == inner


def test_outside_of_any_checkout_it_is_the_one_the_package_runs_from(tmp_path: Path) -> None:
    assert project.find(tmp_path).root == CHECKOUT


def test_a_checkout_knows_its_parts() -> None:
    found = project.find(CHECKOUT)
    for path in (found.site, found.templates, found.playbooks, found.inventories, found.ansible_cfg):
        assert path.exists()
    assert found.var.parent == CHECKOUT
