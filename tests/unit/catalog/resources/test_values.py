"""Values are masked wherever they are shown."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Catalog, File, Section, Setting, SettingGroup, Value
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.source import Origin

ORIGIN = Origin.default("test")
SECRET = Value("Planted", ORIGIN, secret=True)
OPEN = Value("open", ORIGIN)


def test_a_secret_is_masked_where_it_is_shown() -> None:
    assert SECRET.shown() == MASK
    assert OPEN.shown() == "open"


def test_a_secret_is_in_no_text_form_of_what_holds_it() -> None:
    group = SettingGroup("t", (Setting("password", SECRET),))
    file = File("/etc/x", "x.j2", {"groups": (group,)}, "root", "root")
    catalog = Catalog(Machine(hosts_platform(), "k1"), (Section("role", "c", files=(file,)),))
    for holder in (SECRET, group, catalog):
        assert "Planted" not in f"{holder!r} {holder}"
    assert "open" in repr(OPEN)
