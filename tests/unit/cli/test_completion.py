"""`hiera-kafka completion`, and what it completes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run

PROGRAM = Path(sys.executable).parent / "hiera-kafka"


def completed(*words: str, **environment: str) -> list[str]:
    """Return what bash would be given for a command line that ends with the last word."""
    done = subprocess.run(
        [PROGRAM],
        env={
            **os.environ,
            "_HIERA_KAFKA_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("hiera-kafka", *words)),
            "COMP_CWORD": str(len(words)),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(hiera_kafka: Run, shell: str) -> None:
    result = hiera_kafka("completion", shell)

    assert result.code == 0
    assert f"_HIERA_KAFKA_COMPLETE={shell}_complete" in result.stdout


def test_bash_accepts_its_script(hiera_kafka: Run) -> None:
    script = hiera_kafka("completion", "bash", "--output", "json").json["script"]

    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_commands_are_completed() -> None:
    assert completed("c") == ["catalog", "clients", "completion"]


def test_hosts_of_the_inventory_are_completed(tree: Path) -> None:
    assert completed("catalog", "-i", str(tree), "k") == ["kafka1.analytics.eqiad1.wikimedia.cloud"]


def test_inventories_of_the_checkout_are_completed() -> None:
    assert "three" in completed("clients", "-i", "t")


def test_broken_data_completes_nothing_and_says_nothing(tree: Path) -> None:
    (tree.parents[2] / "hieradata/hiera.yaml").write_text("version: 3\n")

    assert completed("catalog", "-i", str(tree), "k") == [""]
