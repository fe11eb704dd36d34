"""Two clusters of an inventory."""

from __future__ import annotations

import pytest

from hiera_kafka.cli.kit.options import Workspace
from hiera_kafka.cli.offsets.two_clusters import Between
from hiera_kafka.errors import HieraKafkaError
from lib.repository import ROOT

SITE = Workspace(str(ROOT / "inventories/multi-dc"), ROOT)


def test_both_are_reached_by_what_the_data_says_and_all_mirrors_are_there() -> None:
    source, destination, flows = Between(SITE, "main-codfw", "main-eqiad", 1).found()

    assert source != destination
    assert {endpoint.port for endpoint in (*source, *destination)} == {9092}
    assert len(flows) == 3


def test_clusters_without_a_mirror_between_them_are_refused() -> None:
    with pytest.raises(HieraKafkaError, match="known are: main-codfw_to_main-eqiad, main-eqiad_to_jumbo-eqiad"):
        Between(SITE, "main-codfw", "jumbo-eqiad", 1).found()
