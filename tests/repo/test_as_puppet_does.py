"""The page on Wikimedia's dialect: its inventory file is right and its commands work."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from hiera_kafka.cli.main import run
from lib.repository import ROOT, console_commands
from lib.wikimedia.hosts import BROKER, HIERA, JAVA, MIRROR, TLS

PAGE = ROOT / "docs" / "howto" / "as-puppet-does.md"
COMMANDS = list(console_commands(PAGE))
HOST = "kafka-main1001.eqiad.wmnet"
DATA = (
    BROKER
    | JAVA
    | TLS
    | MIRROR
    | {
        "kafka_clusters": {"main-eqiad": {"zookeeper_cluster_name": "zk", "brokers": {HOST: {"id": 1001}}}},
        "profile::kafka::broker::num_io_threads": 8,
    }
)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """The page's inventory file, with data for its host."""
    text = PAGE.read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    file = tmp_path / "inventories" / "puppet" / "hiera_kafka.yml"
    file.parent.mkdir(parents=True)
    file.write_text(block[1])
    data = tmp_path / "hieradata" / "puppet" / "data"
    data.mkdir(parents=True)
    (data.parent / "hiera.yaml").write_text(HIERA)
    (data / "common.yaml").write_text(json.dumps(DATA, indent=1))
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_works(
    command: str, inventory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, *arguments = shlex.split(command.replace("-i puppet", f"-i {inventory}").replace("var/", f"{tmp_path}/"))
    code = run(arguments)
    done = capsys.readouterr()
    assert (code, done.err) == (0, "")
    assert done.out


def test_the_page_has_commands_and_the_host_is_a_broker_with_a_mirror(
    inventory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(COMMANDS) == 4
    assert run(["render", "-i", str(inventory), "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    root = tmp_path / "out" / HOST
    assert "num.io.threads=8\n" in (root / "etc/kafka/server.properties").read_text()
    assert (root / "lib/systemd/system/kafka-mirror-main-eqiad_to_main-eqiad@0.service").is_file()
