"""What the pages on encrypted values and on functions of one's own say is done as they say it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

from lib.repository import ROOT

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).parent / "hiera-kafka"


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of a language on a page, in order."""
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


def run(directory: Path, line: str, given: str = "", **environment: str) -> str:
    done = subprocess.run(
        ["bash", "-euc", line.replace("hiera-kafka ", f"{PROGRAM} ")],
        cwd=directory,
        env={**os.environ, **environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hierarchy(directory: Path, level: str) -> None:
    config = {"version": 5, "defaults": {"datadir": "hieradata"}, "hierarchy": yaml.safe_load(level)}
    (directory / "hiera.yaml").write_text(yaml.safe_dump(config))


def test_values_are_encrypted_edited_and_read(tmp_path: Path) -> None:
    create, write, show = blocks("encrypt-values.md", "sh")
    encrypt, edit = write.splitlines()
    (level,) = blocks("encrypt-values.md", "yaml")
    secrets = tmp_path / "hieradata" / "secrets.yaml"
    secrets.parent.mkdir()
    secrets.write_text("---\n")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i s/hunter2/hunter3/ "$1"\n')
    editor.chmod(0o755)
    hierarchy(tmp_path, level)
    look_up = "hiera-kafka lookup ssl_password --hiera-config hiera.yaml"

    run(tmp_path, create)
    run(tmp_path, encrypt, "hunter2\n")
    assert run(tmp_path, f"{look_up} --show-secrets").strip().endswith("hunter2")
    run(tmp_path, edit, EDITOR=str(editor))
    assert "hunter" not in secrets.read_text()
    assert run(tmp_path, f"{look_up} --show-secrets").strip().endswith("hunter3")
    shown = run(tmp_path, look_up)
    assert "********" in shown
    assert "hunter" not in shown
    assert yaml.safe_load(run(tmp_path, show)) == {"ssl_password": "hunter3\n"}


def test_a_function_of_ones_own_is_found_by_its_entry_point(tmp_path: Path) -> None:
    (entry_point,) = blocks("own-backend.md", "toml")
    (level,) = blocks("own-backend.md", "yaml")
    (function,) = blocks("own-backend.md", "python")
    section, *entries = entry_point.splitlines()
    about = tmp_path / "site_hiera-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: site-hiera\nVersion: 1.0\n")
    group = re.fullmatch(r'\[project\.entry-points\."(.*)"\]', section)
    assert group is not None
    (about / "entry_points.txt").write_text("\n".join([f"[{group[1]}]", *(line.replace('"', "") for line in entries)]))
    values = "def fetch(uri):\n    return {'told': 'by ' + uri, 'woven': 'of %{told_fact}'}\n"
    (tmp_path / "site_hiera.py").write_text(f"{function}\n\n{values}")
    hierarchy(tmp_path, level)
    look_up = "hiera-kafka lookup {} --hiera-config hiera.yaml --render-as s"

    assert run(tmp_path, look_up.format("told"), PYTHONPATH=str(tmp_path)).strip() == "by https://vault.example.org/kv"
    (tmp_path / "facts.yaml").write_text("told_fact: facts\n")
    woven = run(tmp_path, f"{look_up.format('woven')} --facts facts.yaml", PYTHONPATH=str(tmp_path))
    assert woven.strip() == "of facts"
