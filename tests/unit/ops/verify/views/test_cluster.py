"""The brokers of a cluster in the data."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import Diagnostic
from hiera_kafka.ops.verify.views.cluster import ClusterView
from lib.data.healthy_cluster import IDS, host_of, seen, view


def test_brokers_come_by_id_with_their_hosts() -> None:
    brokers = view().brokers

    assert [broker.id for broker in brokers] == list(IDS)
    assert brokers[0].subject == f"broker 1001 on {host_of(1001)}"
    assert brokers[0].view is not None
    assert brokers[0].view.host == host_of(1001)
    assert view(views={}).brokers[0].view is None


def test_hosts_of_ids_are_those_that_the_data_has() -> None:
    assert view().hosts_of([1003, 7, 1001]) == (host_of(1001), host_of(1003))


def test_a_cluster_that_did_not_answer_has_nothing_to_say() -> None:
    whole = view()
    silent = ClusterView(whole.name, whole.model, whole.hosts, Diagnostic("cluster-not-answering", "none answers"))

    assert whole.seen == seen()
    with pytest.raises(LookupError):
        _ = silent.seen
