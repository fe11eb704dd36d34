"""A section with its texts, and without them; what is in a bundle is held by tests of `bridge`."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

import pytest

from hiera_kafka import project
from hiera_kafka.compiler import Compiler
from hiera_kafka.render.engine import Renderer
from hiera_kafka.render.section_content import compared, content
from lib.data.project_trees import HOST, PAGE, project_tree

RELEASE, PROPERTIES, UNIT = "/etc/kafka/release", "/etc/kafka/server.properties", "/etc/systemd/system/kafka.service"


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, Any]:
    compiler = Compiler.load(project_tree(tmp_path, f"{PAGE}profile::kafka::broker::ssl_password: Planted\n"))
    catalog = compiler.catalog(HOST)
    section = catalog.section("kafka_broker")
    assert section is not None
    return content(Renderer(project.brought().templates), catalog.machine, section)


def texts(of: dict[str, Any]) -> dict[str, str]:
    found = [*of["files"], *(service["definition"] for service in of["services"])]
    return {file["path"]: file["content"] for file in found}


def test_a_section_has_the_texts_of_its_files_and_definitions(whole: dict[str, Any]) -> None:
    assert (whole["host"], whole["section"], whole["root"], whole["service_manager"]) == (
        HOST,
        "kafka_broker",
        "",
        "systemd",
    )
    assert "Planted" in texts(whole)[PROPERTIES]
    assert "LimitNOFILE=128000" in texts(whole)[UNIT]


def test_what_is_compared_has_digests_in_place_of_texts_but_of_what_is_held(whole: dict[str, Any]) -> None:
    before = texts(whole)
    sent = compared(whole)

    assert {path for path, text in texts(sent["bundle"]).items() if text} == {RELEASE}
    assert set(sent["digests"]) == set(before) - {RELEASE}
    key = bytes.fromhex(sent["key"])
    assert sent["digests"][UNIT] == hmac.new(key, before[UNIT].encode(), hashlib.sha256).hexdigest()
    assert "Planted" not in str(sent)


def test_the_key_of_digests_is_used_once(whole: dict[str, Any]) -> None:
    first, second = compared(whole), compared(whole)
    assert first["key"] != second["key"]
