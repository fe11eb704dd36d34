"""How the release of brokers is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.errors import ProjectError
from hiera_kafka.ops.adopt.release import version_of
from hiera_kafka.ops.adopt.running import RunningBroker
from lib.data.host_services import service
from lib.data.running import broker


def test_a_release_follows_from_the_default_of_the_protocol_and_is_told_with_its_evidence() -> None:
    assert version_of([broker(1, "k1", {})])[0].startswith("3.9.")
    assert "3.9-IV0" in version_of([broker(1, "k1", {})])[1]
    # What the file says is no evidence of the release.
    assert version_of([broker(1, "k1", {"inter.broker.protocol.version": "2.8"})])[0].startswith("3.9.")


def test_a_release_that_nobody_reports_is_asked_for() -> None:
    silent = broker(1, "k1", {})
    silent = RunningBroker(silent.member, {"broker.id": silent.options["broker.id"]})
    old = broker(2, "k2", {})
    old = RunningBroker(
        old.member, {"inter.broker.protocol.version": BrokerOption(False, None, "2.8-IV1", type="string")}
    )

    for brokers, words in (([silent], "no broker reports"), ([broker(1, "k1", {}), old], "2.8, 3.9")):
        with pytest.raises(ProjectError, match=words) as caught:
            version_of(brokers)
        assert [one.id for one in caught.value.diagnostics] == ["broker-release-unknown"]


def with_jar(number: int, release: str | None) -> RunningBroker:
    return replace(broker(number, f"k{number}", {}), service=service(release=release))


def test_the_jar_that_a_broker_runs_from_has_all_of_its_release() -> None:
    found = version_of([with_jar(1, "3.9.1"), with_jar(2, "3.9.1"), broker(3, "k3", {})])

    assert found == ("3.9.1", "the jar that brokers run from says so on k1, k2")


def test_jars_of_two_releases_are_an_upgrade_under_way() -> None:
    with pytest.raises(ProjectError, match=r"k1 3\.9\.1, k2 3\.9\.2") as caught:
        version_of([with_jar(1, "3.9.1"), with_jar(2, "3.9.2")])
    assert [one.id for one in caught.value.diagnostics] == ["broker-release-unknown"]


def test_a_build_of_somebody_else_has_numbers_of_its_own() -> None:
    version, evidence = version_of([with_jar(1, "7.9.1-ccs"), with_jar(2, None)])

    assert version.startswith("3.9.")
    assert evidence.endswith("and was chosen (7.9.1-ccs is a build of somebody else)")
