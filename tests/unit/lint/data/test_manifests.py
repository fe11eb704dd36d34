"""What Puppet code asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.border import Border
from hiera_kafka.lint.data import manifests
from hiera_kafka.lint.data.manifests import Manifests, manifests_within


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("class a {", ""),
        ("class a() {", ""),
        ("class a($x, $y = 1,) {", "x y"),
        (
            "class a::b (\n  String $x = $a::params::z, # $gone\n  Enum['p', \"q\"] $y = lookup('k', {}, $w),\n) {",
            "x y",
        ),
        ("class a inherits a::params ($x = [$v, '('], Hash[String, Array[Integer]] $y = { 'a' => $b },) {", "x y"),
        ('class ::a ( Optional[Struct[{ a => Integer }]] $x = undef, $y = "${z}, ${w}") {', "x y"),
        ("class a ($x = 'it\\'s, $z', $y) {", "x y"),
        ("class a ($x, $y", "x y"),
    ],
)
def test_parameters_are_those_of_the_header(header: str, names: str) -> None:
    found = Manifests({"a.pp": f"# about\n{header}\n  $local = 1\n}}\n"})
    (own,) = found.classes.values()

    assert own == set(names.split())


def test_defined_types_and_other_files_have_no_parameters_that_are_looked_up() -> None:
    assert Manifests({"a.pp": "define a($x) {}", "a.rb": "class a ($x) {}"}).parameters == frozenset()


@pytest.mark.parametrize(
    ("text", "key", "asked"),
    [
        ("lookup('a_key')", "a_key", True),
        ("don't lookup('a_key')", "a_key", True),
        ("lookup('a_keys')", "a_key", False),
        ('lookup("app::${x}::port")', "app::web::port", True),
        ('lookup("app::${x}::port")', "app::web::ports", False),
        ('lookup("app::${x}")', "apps::web", False),
        ('lookup("app::${x}")', "app::web", True),
        ('include "app::${x}"', "app::web", False),
        ('$key = "app::${x}::port"', "app::web::port", True),
        ('lookup("${x}")', "anything", False),
        ('lookup("${x}::${y}")', "any::thing", False),
        ('lookup("${x}_password")', "db_password", True),
        ('lookup("${x}_password")', "db::the_password", False),
        ("lookup('a.b')", "a.b", False),
        ("lookup(\"'a.b'\")", "a.b", True),
    ],
)
def test_keys_are_asked_for_by_name_or_by_what_stands_around_variables(text: str, key: str, asked: bool) -> None:
    assert Manifests({"a.pp": text}).asks_for(key) is asked


@given(st.text("a$:{}'\"_- \n", max_size=60), st.text("a:_.'", max_size=12))
def test_any_text_has_an_answer(text: str, key: str) -> None:
    assert isinstance(Manifests({"a.pp": f"class x ({text}"}).asks_for(key), bool)


def test_where_not_all_can_be_read_anything_may_be_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pp").write_text("class a ($x) {}\n" * 10)
    assert not manifests_within(Border([tmp_path])).asks_for("b")

    monkeypatch.setattr(manifests, "MAX_TEXT", 20)
    assert manifests_within(Border([tmp_path])).asks_for("b")


def test_code_is_read_within_the_border_and_specs_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "outside.pp").write_text("class outside ($x) {}")
    inside = tmp_path / "inside"
    for name in ("modules/a/manifests/init.pp", "modules/a/spec/fixtures/b.pp", ".git/c.pp"):
        (inside / name).parent.mkdir(parents=True)
        (inside / name).write_text(f"class {Path(name).stem} ($x) {{}}")
    (inside / "link.pp").symlink_to(tmp_path / "outside.pp")

    assert manifests_within(Border([inside])).parameters == {"init::x"}
    assert manifests_within(None).parameters == frozenset()
