"""Builds the collection as ansible-galaxy installs it: `python -m tools.collection DIR`, from a checkout.

Its plugins are below `src`, its playbooks and roles at the top; ansible-galaxy wants them in one directory.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.build_hook import COLLECTION, PARTS, parts

ROOT = Path(__file__).resolve().parents[1]


def assemble(root: Path, directory: Path) -> None:
    """Write all of the collection into one directory.

    Args:
        root: A checkout.
        directory: Where to; it must not exist.
    """
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    source = root / "src" / COLLECTION
    added = {source / part for part in PARTS}  # links, where `pip install -e` made them

    def ignored(place: str, names: list[str]) -> set[str]:
        return left_out(place, names) | {name for name in names if Path(place, name) in added}

    shutil.copytree(source, directory, ignore=ignored)
    for part, place in parts(root).items():
        target = directory / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if part.is_dir():
            shutil.copytree(part, target, ignore=left_out)
        else:
            shutil.copy2(part, target)
    shutil.copy2(root / "LICENSE", directory)


def build(root: Path, out: Path) -> None:
    """Build the archive of a checkout's collection into a directory, over one of the same version.

    Raises:
        subprocess.CalledProcessError: ansible-galaxy, which says why.
    """
    with tempfile.TemporaryDirectory(prefix="hiera-kafka-collection-") as name:
        directory = Path(name) / "core"
        assemble(root, directory)
        command = [sys.executable, "-P", "-m", "ansible", "galaxy", "collection", "build", "--force"]
        subprocess.run([*command, "--output-path", out.absolute(), directory], check=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, metavar="DIR", help="where the archive is written")
    build(ROOT, parser.parse_args().directory)


if __name__ == "__main__":
    main()
