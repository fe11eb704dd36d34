"""Making checks of what was observed."""

from __future__ import annotations

from hiera_kafka.ops.verify.check import Check
from hiera_kafka.ops.verify.report import CheckRun
from hiera_kafka.ops.verify.result import Status
from hiera_kafka.ops.verify.run import run
from hiera_kafka.ops.verify.views.canary_seen import ClusterCanary
from lib.data.verify_verdicts import Answers, Breaks, Runs, Writes
from lib.data.verify_views import NO_BROKER, SILENT, MadeUp, cluster_view, host_view, hosts


def made(check: Check, observed: MadeUp, about: frozenset[str] | None = None) -> CheckRun:
    (found,) = run([check], observed, about)
    return found


def test_checks_are_made_in_order_and_ask_for_nothing_else() -> None:
    observed = MadeUp((host_view(0), host_view(1)))
    found = list(run([Answers(), Runs()], observed))

    assert [one.check.id for one in found] == ["hosts-answer", "made-up-state"]
    assert [result.subject for result in found[1].results] == [f"{host} kafka" for host in hosts()[:2]]
    assert set(observed.asked) == {"hosts"}


def test_what_a_check_found_is_there_before_the_next_one_needs_anything() -> None:
    observed = MadeUp((host_view(0),), cluster_views=(cluster_view(),))
    next(run([Answers(), Writes()], observed))

    assert observed.asked == ["hosts"]


def test_of_a_host_that_does_not_answer_all_is_unknown_but_the_check_that_says_why() -> None:
    observed = MadeUp((host_view(0, SILENT),))
    first, second = run([Answers(), Runs()], observed)

    assert first.results[0].status is Status.OK  # the check was asked
    (unknown,) = second.results
    assert (unknown.status, unknown.cause, unknown.subject) == (Status.UNKNOWN, "hosts-answer", hosts()[0])
    assert unknown.observed == "the host did not answer: no connection: timed out"
    assert second.silent == hosts()[:1]


def test_of_a_cluster_that_does_not_answer_as_well() -> None:
    (unknown,) = made(Writes(), MadeUp(cluster_views=(cluster_view(NO_BROKER),))).results

    assert (unknown.status, unknown.cause, unknown.hosts) == (Status.UNKNOWN, "brokers-answer", hosts())


def test_a_canary_that_nobody_asked_for_is_unknown_and_counts_for_nothing() -> None:
    (unknown,) = made(Writes(), MadeUp(cluster_views=(cluster_view(),))).results

    assert (unknown.status, unknown.asked, unknown.cause) == (Status.UNKNOWN, False, None)


def test_a_check_of_a_canary_that_was_asked_for_is_made() -> None:
    observed = MadeUp(cluster_views=(cluster_view(canary=ClusterCanary("hiera-kafka-canary")),))
    (result,) = made(Writes(), observed).results

    assert (result.status, result.value) == (Status.OK, 3.5)
    assert observed.asked == ["clusters and canaries"]


def test_a_check_with_a_bug_hides_no_other_subject_and_no_other_check() -> None:
    broken, fine = run([Breaks(), Runs()], MadeUp((host_view(0), host_view(1))))

    assert [type(bug) for bug in broken.bugs] == [KeyError, KeyError]
    assert [(result.status, result.observed) for result in broken.results] == [
        (Status.UNKNOWN, "this is a bug in hiera-kafka: KeyError")
    ] * 2
    assert [result.status for result in fine.results] == [Status.OK, Status.OK]


def test_only_what_concerns_a_host_is_reported() -> None:
    found = made(Runs(), MadeUp((host_view(0), host_view(1))), frozenset(hosts()[1:2]))

    assert [result.hosts for result in found.results] == [hosts()[1:2]]
