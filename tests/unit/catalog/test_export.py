"""A catalog in the form that others may see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hiera_kafka.catalog.export import catalog_dict, masked
from hiera_kafka.catalog.resources import File, Setting, SettingGroup, Value
from hiera_kafka.compiler import Compiler
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.source import Origin
from lib.data.project_trees import HOST, PAGE, project_tree

ORIGIN = Origin.given("test")
OPEN = Value("seen", ORIGIN)
SECRET = Value("hidden", ORIGIN, secret=True)

leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
data = st.recursive(leaf, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def section_of(exported: dict[str, Any], role: str) -> dict[str, Any]:
    return next(section for section in exported["sections"] if section["role"] == role)


def test_a_catalog_becomes_json_and_loses_nothing_on_the_way(tmp_path: Path) -> None:
    catalog = Compiler.load(project_tree(tmp_path)).catalog(HOST)

    exported = catalog_dict(catalog)

    assert json.loads(json.dumps(exported)) == exported
    assert [section["role"] for section in exported["sections"]] == [section.role for section in catalog.sections]
    broker = section_of(exported, "kafka_broker")
    assert len(broker["files"]) == len(next(s for s in catalog.sections if s.role == "kafka_broker").files)
    settings = {s["name"]: s for f in broker["files"] for g in f["context"].get("groups", ()) for s in g["settings"]}
    assert settings["broker.id"]["value"] == 1
    assert settings["broker.id"]["origin"]["line"] == 12


def test_secrets_of_a_catalog_are_masked_and_marked(tmp_path: Path) -> None:
    text = PAGE.replace("    brokers:", "    config:\n      ssl.keystore.password: hidden\n    brokers:")
    exported = catalog_dict(Compiler.load(project_tree(tmp_path, text)).catalog(HOST))

    assert "hidden" not in json.dumps(exported)
    assert [f["path"] for f in section_of(exported, "kafka_broker")["files"] if f["secret"]] == [
        "/etc/kafka/server.properties"
    ]


def test_a_masked_file_keeps_all_but_its_secrets() -> None:
    file = File(
        "/f",
        "t",
        {
            "value": SECRET,
            "values": (OPEN, SECRET),
            "settings": (Setting("a", SECRET), Setting("b", OPEN)),
            "groups": (SettingGroup("title", (Setting("c", SECRET),)),),
            "text": "plain",
            "texts": ("x", "y"),
        },
        "root",
        "root",
    )

    found = masked(file)

    assert [value.data for value in found.values()] == [MASK, "seen", MASK, MASK, "seen", MASK]
    assert [value.secret for value in found.values()] == [value.secret for value in file.values()]
    assert (found.context["text"], found.context["texts"]) == ("plain", ("x", "y"))


def test_a_file_without_secrets_is_left_as_it_is() -> None:
    file = File("/f", "t", {"value": OPEN}, "root", "root")
    assert masked(file) is file
