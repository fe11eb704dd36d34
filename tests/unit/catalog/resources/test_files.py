"""What a file holds, and when it is secret."""

from __future__ import annotations

from hiera_kafka.catalog.resources import File, Options, Setting, SettingGroup, Value
from hiera_kafka.source import Origin

ORIGIN = Origin.default("test")
SECRET = Value("Planted", ORIGIN, secret=True)
OPEN = Value("open", ORIGIN)


def file(**context: object) -> File:
    return File("/etc/x", "x.j2", context, "root", "root")  # type: ignore[arg-type]  # whatever a test gives


def test_a_file_is_secret_when_any_value_in_it_is() -> None:
    group = SettingGroup("t", (Setting("a", OPEN), Setting("b", SECRET)))
    assert file(value=SECRET).secret
    assert file(values=(OPEN, SECRET)).secret
    assert file(settings=(Setting("b", SECRET),)).secret
    assert file(groups=(group,)).secret
    assert not file(value=OPEN, text="Planted", texts=("a",)).secret


def test_a_file_lists_its_settings_in_order() -> None:
    group = SettingGroup("t", (Setting("b", OPEN), Setting("a", OPEN)))
    assert [setting.name for setting in file(groups=(group,), more=(Setting("c", OPEN),)).settings()] == ["b", "a", "c"]


def test_an_option_belongs_to_the_table_of_its_prefix() -> None:
    options = Options("mirror", "3.9.2", (("producer.", "producer"),))
    assert options.of("producer.acks") == ("producer", "acks")
    assert options.of("topics") is None
    assert Options("broker").of("log.dirs") == ("broker", "log.dirs")
