"""Resources: what a file holds, and that secrets are masked."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Catalog, File, Section, Setting, SettingGroup, Value
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.source import Origin

ORIGIN = Origin.default("test")
SECRET = Value("Planted", ORIGIN, secret=True)
OPEN = Value("open", ORIGIN)


def file(**context: object) -> File:
    return File("/etc/x", "x.j2", context, "root", "root")  # type: ignore[arg-type]  # whatever a test gives


def test_a_secret_is_masked_where_it_is_shown() -> None:
    assert SECRET.shown() == MASK
    assert OPEN.shown() == "open"


def test_a_secret_is_in_no_text_form_of_what_holds_it() -> None:
    group = SettingGroup("t", (Setting("password", SECRET),))
    catalog = Catalog(Machine(hosts_platform(), "k1"), (Section("role", "c", files=(file(groups=(group,)),)),))
    for holder in (SECRET, group, catalog):
        assert "Planted" not in f"{holder!r} {holder}"
    assert "open" in repr(OPEN)


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


def test_a_catalog_finds_sections_by_role_and_files_of_all() -> None:
    sections = (Section("one", "c", files=(file(),)), Section("two", "c", files=(file(),)))
    catalog = Catalog(Machine(hosts_platform(), "k1"), sections)
    assert catalog.section("two") is sections[1]
    assert catalog.section("three") is None
    assert len(list(catalog.files())) == 2
