"""Short ways to make values and settings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.catalog.resources import Setting, SettingGroup
from hiera_kafka.catalog.values import default, derived, grouped, overridden, setting
from hiera_kafka.source import OriginKind

NAMES = st.sampled_from("abcdef")


def test_a_default_names_its_rule_and_a_derived_value_its_inputs() -> None:
    one = default(1, "table: one")
    two = derived(2, "double", one.origin)
    assert (one.origin.kind, one.origin.rule) == (OriginKind.DEFAULT, "table: one")
    assert (two.origin.kind, two.origin.inputs) == (OriginKind.DERIVED, (one.origin,))


def test_a_setting_is_secret_when_its_name_says_so() -> None:
    assert setting("ssl.key.password", default("x", "r")).value.secret
    assert not setting("broker.id", default(1, "r")).value.secret


def test_settings_that_are_none_and_groups_without_any_are_left_out() -> None:
    one = setting("a", default(1, "r"))
    assert grouped(("first", [None]), ("second", [one, None])) == (SettingGroup("second", (one,)),)


@given(st.lists(st.lists(NAMES, unique=True), max_size=3), st.sets(NAMES))
def test_what_the_data_sets_replaces_the_default_so_that_no_name_stands_twice(
    groups: list[list[str]], own: set[str]
) -> None:
    seen: set[str] = set()
    made = []
    for number, names in enumerate(groups):
        fresh = [name for name in names if name not in seen]
        seen.update(fresh)
        made.append(SettingGroup(str(number), tuple(Setting(name, default("default", "r")) for name in fresh)))
    found = overridden(made, "own", {name: default("own", "r") for name in own})
    settings = [setting for group in found for setting in group.settings]
    assert sorted(setting.name for setting in settings) == sorted(seen | own)
    assert all((setting.value.data == "own") == (setting.name in own) for setting in settings)
