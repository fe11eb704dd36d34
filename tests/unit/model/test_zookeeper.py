"""ZooKeeper ensembles."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from hiera_kafka.model.zookeeper import Ensemble, ZooKeeperSettings


def test_ids_may_be_strings_and_integers_in_one_ensemble() -> None:
    assert Ensemble.model_validate({"hosts": {"zk1": "1", "zk2": 2}}).hosts == {"zk1": 1, "zk2": 2}


@pytest.mark.parametrize("id_", [0, 256, "x", None, 1.5, True])
def test_a_myid_is_a_number_from_1_to_255(id_: object) -> None:
    with pytest.raises(ValidationError):
        Ensemble.model_validate({"hosts": {"zk1": id_}})


def test_a_member_without_any_key_has_wikimedias_defaults() -> None:
    settings = ZooKeeperSettings()
    assert (settings.max_client_connections, settings.sync_limit) == (1024, 8)
    assert settings.override_java_home is None


def test_settings_are_not_in_the_text_form() -> None:
    settings = ZooKeeperSettings.model_validate({"kafka_zookeeper_config": {"ssl.keyStore.password": "Planted"}})
    assert "Planted" not in f"{settings!r} {settings}"
