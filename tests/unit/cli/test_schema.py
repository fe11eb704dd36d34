"""`hiera-kafka schema`."""

from __future__ import annotations

from hiera_kafka.dialects.native.registry import SETTINGS
from hiera_kafka.model.schema import data_schema

from .conftest import Run


def test_the_schema_is_printed_as_json(hiera_kafka: Run) -> None:
    assert hiera_kafka("schema").json == data_schema(SETTINGS)
