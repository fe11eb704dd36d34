"""A host as a broker of a cluster."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import ModelError
from hiera_kafka.model.host_kafka import KAFKA, ROLE, name_override
from hiera_kafka.source import Origin, OriginKind
from lib.data.found import found


def test_the_old_key_names_the_cluster_of_a_host() -> None:
    assert (KAFKA.role, KAFKA.table) == (ROLE, "kafka_clusters")
    assert name_override(lambda _: None) is None
    assert name_override(lambda key: found(key, None)) is None
    assert name_override(lambda key: found(key, "main-eqiad")) == "main-eqiad"


def test_a_secret_is_no_name() -> None:
    sealed = Origin(OriginKind.GIVEN, rule="key", secret=True)
    with pytest.raises(ModelError, match="secret-in-the-clear"):
        name_override(lambda key: found(key, "main", sealed))
