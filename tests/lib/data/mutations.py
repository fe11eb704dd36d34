"""Plants faults in copies of this project's own data; knows nothing of lint.

A fault is a text with one line that ends in `MARK`: that line is the one to be found. It is put between two root keys
of a data file, at a place that the seed chooses.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lib.repository import ROOT

MARK = "  # here"
BASES = ("local", "three", "wikimedia")
"""The page's data, the three-broker data and that of six clusters: directories of hieradata and inventories."""


@dataclass(frozen=True)
class Planted:
    """Where a fault stands."""

    inventory: Path
    file: Path
    line: int


Plant = Callable[[Path, str, random.Random], Planted]


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        rule: Id under which it is to be found.
        name: For the test's name.
        base: Data it is planted in.
        plant: Writes it into a copy.
    """

    rule: str
    name: str
    base: str
    plant: Plant


def copy(directory: Path, base: str) -> Path:
    """Copy one of the bases and return its inventory file."""
    shutil.copytree(ROOT / "hieradata" / base, directory / "hieradata" / base)
    shutil.copytree(ROOT / "inventories" / base, directory / "inventories" / base)
    return directory / "inventories" / base / "hiera_kafka.yml"


def data_files(directory: Path, base: str) -> list[Path]:
    """Return the data files that some host reads, hiera.yaml left out."""
    return sorted(path for path in (directory / "hieradata" / base).rglob("*.yaml") if path.name != "hiera.yaml")


def into_data(text: str) -> Plant:
    """Put a text into some data file."""

    def plant(directory: Path, base: str, rng: random.Random) -> Planted:
        file = rng.choice(data_files(directory, base))
        return Planted(directory / "inventories" / base / "hiera_kafka.yml", file, insert(file, text, rng))

    return plant


def insert(file: Path, text: str, rng: random.Random) -> int:
    """Put a text before some root key of a file, or at its end; return the number of the marked line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    places = [i for i, line in enumerate(lines) if line[:1].isalpha() or line.startswith(('"', "'"))]
    at = rng.choice([*places, len(lines)])
    new = text.rstrip("\n").split("\n")
    offset = next(i for i, line in enumerate(new) if line.endswith(MARK))
    new[offset] = new[offset].removesuffix(MARK)
    file.write_text("\n".join([*lines[:at], *new, *lines[at:], ""]), encoding="utf-8")
    return at + offset + 1


def into_hierarchy(text: str) -> Plant:
    """Put a level at the end of hiera.yaml."""

    def plant(directory: Path, base: str, rng: random.Random) -> Planted:
        del rng
        file = directory / "hieradata" / base / "hiera.yaml"
        lines = file.read_text(encoding="utf-8").splitlines()
        new = text.rstrip("\n").split("\n")
        offset = next(i for i, line in enumerate(new) if line.endswith(MARK))
        new[offset] = new[offset].removesuffix(MARK)
        file.write_text("\n".join([*lines, *new, ""]), encoding="utf-8")
        return Planted(directory / "inventories" / base / "hiera_kafka.yml", file, len(lines) + offset + 1)

    return plant


def replace_in_hierarchy(old: str, new: str) -> Plant:
    """Replace the first occurrence of a text in hiera.yaml, which must have it."""

    def plant(directory: Path, base: str, rng: random.Random) -> Planted:
        del rng
        file = directory / "hieradata" / base / "hiera.yaml"
        text = file.read_text(encoding="utf-8")
        at = text.index(old)
        file.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
        return Planted(directory / "inventories" / base / "hiera_kafka.yml", file, text.count("\n", 0, at) + 1)

    return plant


def new_file(name: str, text: str, line: int) -> Plant:
    """Write a file of its own below the data directory."""

    def plant(directory: Path, base: str, rng: random.Random) -> Planted:
        del rng
        file = directory / "hieradata" / base / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return Planted(directory / "inventories" / base / "hiera_kafka.yml", file, line)

    return plant


def hosts(directory: Path, base: str) -> list[str]:
    """Return the hosts that data and inventory name."""
    files = [*data_files(directory, base), directory / "inventories" / base / "hiera_kafka.yml"]
    names = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:wikimedia\.cloud|wmnet)\b")
    return sorted({name for file in files for name in names.findall(file.read_text(encoding="utf-8"))})


def over_all_hosts(low: str, high: str, *, found_low: bool) -> Plant:
    """Put one text at the end of the file that all hosts read, and another into a file of each host.

    Args:
        low: Goes into the shared file.
        high: Goes into the files of hosts.
        found_low: Whether the shared file has the fault; else the file of the first host does.
    """

    def plant(directory: Path, base: str, rng: random.Random) -> Planted:
        names = hosts(directory, base)
        root = directory / "hieradata" / base
        shared = next(root / name for name in ("common.yaml", "project.yaml") if (root / name).exists())
        line = insert(shared, low if MARK in low else low + MARK, rng)
        (root / "hosts").mkdir(exist_ok=True)
        for name in names:
            (root / "hosts" / f"{name}.yaml").write_text(f"---\n{high}\n", encoding="utf-8")
        inventory = directory / "inventories" / base / "hiera_kafka.yml"
        return (
            Planted(inventory, shared, line)
            if found_low
            else Planted(inventory, root / "hosts" / f"{names[0]}.yaml", 2)
        )

    return plant


def everywhere(rule: str, texts: list[str], where: Callable[[str], Plant] = into_data) -> list[Fault]:
    """Return the faults of a rule: each text in each base."""
    return [
        Fault(rule, f"{rule}-{number}-{base}", base, where(text)) for number, text in enumerate(texts) for base in BASES
    ]
