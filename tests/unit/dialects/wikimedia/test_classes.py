"""The tables of classes: every type can be read, every default is of its type."""

from __future__ import annotations

import pytest

from hiera_kafka.dialects.wikimedia import classes
from hiera_kafka.dialects.wikimedia.parameters import REQUIRED, Parameter, PuppetClass
from hiera_kafka.hiera.puppet.types import parse_type

CLASSES = [value for value in vars(classes).values() if isinstance(value, PuppetClass)]
PARAMETERS = [(each.name, parameter) for each in CLASSES for parameter in each.parameters]


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=[f"{name}::{p.name}" for name, p in PARAMETERS])
def test_a_default_is_of_the_type_of_its_parameter(name: str, parameter: Parameter) -> None:
    wanted = parse_type(parameter.type)
    if parameter.default is not REQUIRED and not callable(parameter.default):
        assert wanted.holds(parameter.default), f"{name}::{parameter.name}"


@pytest.mark.parametrize("definition", CLASSES, ids=[each.name for each in CLASSES])
def test_no_parameter_is_there_twice(definition: PuppetClass) -> None:
    names = [parameter.name for parameter in definition.parameters]
    assert len(names) == len(set(names))


def test_the_two_misspelt_keys_are_the_real_ones() -> None:
    keys = {parameter.name: parameter.key for parameter in classes.PROFILE_KAFKA_MIRROR.parameters}
    assert keys["jmx_base_port"] == "profile::kafka:mirror:jmx_base_port"
    assert keys["jmx_exporter_base_port"] == "profile::kafka::mirror:jmx_exporter_base_port"
