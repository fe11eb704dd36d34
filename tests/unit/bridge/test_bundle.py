"""A section as one bundle."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

from hiera_kafka.bridge.bundle import pack
from hiera_kafka.bridge.host_section import HostSection
from hiera_kafka.compiler.sections import compiler_of, section_of
from hiera_kafka.render.section_content import FORMAT
from lib.data.project_trees import HOST, PAGE, project_tree


def test_a_bundle_holds_the_section_rendered(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path))
    data, digest = pack(HostSection.of(inventory, HOST, "kafka_broker"))
    assert digest == hashlib.sha256(data).hexdigest()
    content = json.loads(gzip.decompress(data))
    assert (content["format"], content["host"], content["section"]) == (FORMAT, HOST, "kafka_broker")
    _, section = section_of(inventory, HOST, "kafka_broker")
    assert [file["path"] for file in content["files"]] == [file.path for file in section.files]
    properties = next(file for file in content["files"] if file["path"].endswith("server.properties"))
    assert "\nbroker.id=1\n" in properties["content"]
    assert [service["name"] for service in content["services"]] == ["kafka"]


def test_the_same_section_gives_the_same_bytes(tmp_path: Path) -> None:
    inventory = str(project_tree(tmp_path))
    first = pack(HostSection.of(inventory, HOST, "zookeeper"))
    compiler_of.cache_clear()
    assert pack(HostSection.of(inventory, HOST, "zookeeper")) == first


def test_a_file_with_a_secret_is_marked_and_for_its_group_alone(tmp_path: Path) -> None:
    inventory = project_tree(tmp_path, PAGE + "profile::kafka::broker::ssl_password: Planted\n")
    files = json.loads(gzip.decompress(pack(HostSection.of(str(inventory), HOST, "kafka_broker"))[0]))["files"]
    held = [(file["path"], file["mode"], file["secret"]) for file in files if "Planted" in file["content"]]
    assert held == [("/etc/kafka/server.properties", "0640", True)]
