"""The supplement adds to the tables, and repeats nothing that they say."""

from __future__ import annotations

from hiera_kafka.kafka_options import supplement
from hiera_kafka.kafka_options.option import OptionKind
from hiera_kafka.kafka_options.tables import _read, _versions


def test_every_option_of_the_supplement_is_missing_in_the_table_of_some_version() -> None:
    in_all = set.intersection(*(set(_read(version)[OptionKind.BROKER]) for version in _versions().values()))
    assert not in_all & supplement.BROKER.keys()


def test_every_option_of_the_supplement_says_where_it_is_written() -> None:
    assert all(option.source and option.meaning and option.type for option in supplement.BROKER.values())


def test_every_deprecation_is_of_an_option_that_some_version_has() -> None:
    for kind, names in supplement.DEPRECATED.items():
        for name in names:
            assert any(name in _read(version)[kind] for version in _versions().values()), name


def test_replacements_that_are_options_exist() -> None:
    known = {name for version in _versions().values() for name in _read(version)[OptionKind.BROKER]}
    for deprecation in supplement.DEPRECATED[OptionKind.BROKER].values():
        for word in (deprecation.replacement or "").replace(",", " ").split():
            if "." in word:
                assert word in known
