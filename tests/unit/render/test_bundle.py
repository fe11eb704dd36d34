"""A section as its host is sent it, with contents or without."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

from hiera_kafka import project
from hiera_kafka.compiler import Compiler
from hiera_kafka.render.bundle import compared, content
from hiera_kafka.render.engine import Renderer
from lib.data.project_trees import HOST, PAGE, project_tree

SECRET = "profile::kafka::broker::ssl_password: Planted\n"


def test_what_is_compared_has_digests_in_place_of_contents_and_shows_what_is_held(tmp_path: Path) -> None:
    catalog = Compiler.load(project_tree(tmp_path, PAGE + SECRET)).catalog(HOST)
    section = catalog.section("kafka_broker")
    assert section is not None
    renderer = Renderer(project.brought().templates)
    whole = content(section, catalog.machine, renderer)
    found = compared(section, catalog.machine, renderer, b"key")

    assert "Planted" in json.dumps(whole)
    assert "Planted" not in json.dumps(found)
    sent = {file["path"]: file for file in found["bundle"]["files"]}
    for file in whole["files"]:
        if file["hold"]:
            assert sent[file["path"]]["content"] == file["content"]
            assert file["path"] not in found["digests"]
        else:
            assert sent[file["path"]]["content"] == ""
            digest = hmac.new(b"key", file["content"].encode(), hashlib.sha256).hexdigest()
            assert found["digests"][file["path"]] == digest
    (service,) = found["bundle"]["services"]
    assert service["definition"]["path"] in found["digests"]
    assert found["key"] == b"key".hex()
