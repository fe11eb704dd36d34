"""Options that run, against those that are rendered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hiera_kafka.clients.brokers import BrokerOption
from hiera_kafka.ops.look.seen import ServiceSeen
from hiera_kafka.ops.verify.checks.brokers.brokers_options import BrokersOptions
from hiera_kafka.ops.verify.result import Result, Status
from lib.data.healthy_cluster import FILE, IDS, host_of, host_views, options, results, seen, without

PENDING = ServiceSeen("kafka", "running", "", 7, 0.0, True, 0, {}, None, None, (FILE,))


def of_first(**changed: BrokerOption | None) -> list[Result]:
    """The results of broker 1001, the others being well."""
    found = results(BrokersOptions, seen(options={**seen().options, 1001: options(1001, **changed)}))
    assert [result.status for result in found if host_of(1001) not in result.hosts] == [Status.OK] * 2
    return [result for result in found if host_of(1001) in result.hosts]


def in_file(value: str | None, default: str | None = None, **more: object) -> BrokerOption:
    return replace(BrokerOption(in_file=True, file=value, default=default), **more)  # type: ignore[arg-type]


def test_all_run_as_rendered() -> None:
    found = results(BrokersOptions)

    assert [result.status for result in found] == [Status.OK] * 3
    assert found[0].observed == f"{len(options(1001)) - 1} options as rendered"


def test_another_value_is_critical_with_the_place_in_the_data() -> None:
    (result,) = of_first(num_partitions=in_file("7", "1"))

    assert (result.status, result.subject) == (Status.CRITICAL, f"broker 1001 on {host_of(1001)}")
    assert (result.expected, result.observed) == ("num.partitions = 3", "num.partitions = 7")
    assert result.where[0].file.endswith("three/project.yaml")


def test_a_value_that_a_restart_brings_is_a_warning() -> None:
    wrong = {broker: options(broker, num_partitions=in_file("7")) for broker in IDS}

    found = results(BrokersOptions, seen(options=wrong), views=host_views(services={"kafka": PENDING}))

    assert [result.status for result in found] == [Status.WARNING] * 3
    assert found[0].hint is not None
    assert "restart is pending" in found[0].hint


def test_an_option_that_is_not_in_the_data_is_critical() -> None:
    (result,) = of_first(queued_max_requests=in_file("900", "500"))

    assert (result.expected, result.observed) == (
        "queued.max.requests is not set, so 500",
        "queued.max.requests = 900",
    )
    assert (result.status, result.where) == (Status.CRITICAL, ())


def test_an_option_that_the_file_lacks_is_critical_unless_the_release_has_that_value() -> None:
    gone = BrokerOption(in_file=False, file=None, default="1")
    assert [result.observed for result in of_first(num_partitions=gone)] == ["num.partitions = 1"]
    assert of_first(num_partitions=replace(gone, default="3"))[0].status is Status.OK
    assert of_first(num_partitions=None)[0].observed == "num.partitions is not set"


@pytest.mark.parametrize("whom", ["this broker", "all brokers of the cluster"])
def test_what_was_set_in_the_cluster_in_its_place_is_a_warning(whom: str) -> None:
    (result,) = of_first(log_retention_hours=in_file("168", dynamic=((whom, "1"),)))

    assert (result.status, result.expected) == (Status.WARNING, "log.retention.hours = 168")
    assert result.observed == f"log.retention.hours = 1 was set in the cluster for {whom}, and counts in its place"


def test_another_option_that_counts_in_its_place_is_a_warning() -> None:
    option = BrokerOption(in_file=False, file=None, default=None, dynamic=(("this broker", "1000"),))

    (result,) = of_first(log_retention_ms=option)

    assert (result.status, result.expected) == (Status.WARNING, "log.retention.hours = 168")
    assert result.observed.startswith("log.retention.ms = 1000 was set in the cluster")


def test_the_same_value_in_the_cluster_hides_nothing() -> None:
    assert of_first(log_retention_hours=in_file("168", dynamic=(("this broker", "168"),)))[0].status is Status.OK


def test_of_many_the_first_are_told_and_the_others_named() -> None:
    names = ("a_a", "a_b", "a_c", "a_d", "a_e", "a_f", "a_g")
    found = of_first(**{name: in_file("1", "0") for name in names})

    assert len(found) == 6
    assert found[-1].observed == "others: a.f, a.g"
    assert found[-1].status is Status.CRITICAL


def test_what_the_broker_keeps_to_itself_is_named_and_not_called_equal() -> None:
    secret = BrokerOption(in_file=True, file=None, default=None, sensitive=True, type="password")
    (well,) = of_first(num_partitions=secret)
    (stranger,) = of_first(ssl_key_password=secret)

    assert (well.status, well.observed.partition("; ")[2]) == (Status.OK, "brokers do not tell num.partitions")
    assert (stranger.status, stranger.expected) == (Status.CRITICAL, "ssl.key.password is not set")
    assert stranger.observed == "ssl.key.password = ********"


def test_a_broker_that_does_not_tell_is_unknown() -> None:
    told = {broker: found for broker, found in seen().options.items() if broker != 1002}

    found = results(BrokersOptions, seen(options=told, refused={1002: {"its options": "no"}}))

    assert (found[1].status, found[1].observed) == (Status.UNKNOWN, "the broker does not tell its options: no")
    assert results(BrokersOptions, without(1001))[0].status is Status.UNKNOWN
