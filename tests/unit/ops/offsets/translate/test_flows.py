"""The mirrors of an inventory."""

from __future__ import annotations

from hiera_kafka.compiler import Compiler
from hiera_kafka.ops.offsets.translate.flows import flows
from lib.repository import ROOT


def test_each_mirror_is_there_once_and_takes_what_the_data_says() -> None:
    found = flows(Compiler.load(ROOT / "inventories/multi-dc"))
    assert [(one.name, one.source, one.destination, one.group) for one in found] == [
        (name, *name.split("_to_"), f"kafka-mirror-{name}")
        for name in ("main-codfw_to_main-eqiad", "main-eqiad_to_jumbo-eqiad", "main-eqiad_to_main-codfw")
    ]
    topics = (
        "eqiad.events",
        "codfw.events",
        "local",
        "eqiad.changeprop.x",
        "main-eqiad.checkpoints.internal",
        "eqiad.",
    )
    assert {one.name: [topic for topic in topics if one.takes(topic)] for one in found} == {
        "main-codfw_to_main-eqiad": ["codfw.events"],
        "main-eqiad_to_jumbo-eqiad": ["eqiad.events", "codfw.events", "local", "eqiad."],
        "main-eqiad_to_main-codfw": ["eqiad.events", "eqiad.changeprop.x"],
    }
