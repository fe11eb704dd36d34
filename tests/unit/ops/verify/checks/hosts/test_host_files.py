"""Files that somebody has changed by hand, or that a run has not written yet."""

from __future__ import annotations

import pytest

from hiera_kafka.ops.verify.checks.hosts.host_files import HostFiles
from hiera_kafka.ops.verify.result import Status
from lib.data.healthy_host import K1, healthy_view, results


@pytest.mark.parametrize(
    ("differs", "status", "observed"),
    [
        ((), Status.OK, "a run would change nothing"),
        (("sysctl vm.swappiness", "enablement kafka"), Status.OK, "a run would change nothing"),
        (("enablement kafka-mirror",), Status.WARNING, "a run would change enablement kafka-mirror"),
        (
            ("file /etc/kafka/server.properties", "user kafka"),
            Status.WARNING,
            "a run would change file /etc/kafka/server.properties, user kafka",
        ),
    ],
)
def test_sections(differs: tuple[str, ...], status: Status, observed: str) -> None:
    found = results(HostFiles, healthy_view(differs={"zookeeper": (), "kafka_broker": differs}))
    assert {name: one.status for name, one in found.items()} == {"zookeeper": Status.OK, "kafka_broker": status}
    assert found["kafka_broker"].observed == observed
    assert [place.line for place in found["kafka_broker"].where] == [7]


def test_a_file_is_explained_when_the_data_has_it() -> None:
    path = "/etc/kafka/server.properties"
    found = results(HostFiles, healthy_view(differs={"kafka_broker": ("file /tmp/$(reboot)", f"file {path}")}))
    assert f"`hiera-kafka explain {K1} {path}`" in str(found["kafka_broker"].hint)
    assert "reboot" not in str(found["kafka_broker"].hint)


def test_what_the_host_does_not_report_is_unknown() -> None:
    found = results(HostFiles, healthy_view(differs={}))
    assert {name: one.status for name, one in found.items()} == dict.fromkeys(
        ("zookeeper", "kafka_broker"), Status.UNKNOWN
    )
