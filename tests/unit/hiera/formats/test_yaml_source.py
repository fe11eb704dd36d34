"""Scalars as they are written."""

from __future__ import annotations

from hiera_kafka.hiera.formats.yaml_source import Written, parse


def written(text: str) -> list[Written]:
    return list(parse(text, "/data.yaml")[1])


def test_each_scalar_has_the_path_that_leads_to_it() -> None:
    found = [(item.path, item.text, item.is_key) for item in written("a:\n  b: [x, {c: y}]\nd: z\n")]

    assert found == [
        (("a",), "a", True),
        (("a", "b"), "b", True),
        (("a", "b", 0), "x", False),
        (("a", "b", 1, "c"), "c", True),
        (("a", "b", 1, "c"), "y", False),
        (("d",), "d", True),
        (("d",), "z", False),
    ]


def test_an_alias_counts_as_one_value() -> None:
    found = {item.text: item.path for item in written("a: &x 1\nb: [*x, two]\n*x : three\nlast: four\n")}

    assert found["two"] == ("b", 1)
    assert found["three"] == (None,)
    assert found["four"] == ("last",)


def test_a_hash_as_a_key_keeps_the_order_of_keys_and_values() -> None:
    found = {item.text: item.path for item in written("? {k: v}\n: value\nnext: last\n")}

    assert found["value"] == (None,)
    assert found["last"] == ("next",)


def test_places_reach_from_the_first_character_to_the_one_after_the_last() -> None:
    (_, quoted, _, plain) = written("a: 'x y'\nb: no\n")

    assert (quoted.line, quoted.column, quoted.end_column, quoted.plain) == (1, 4, 9, False)
    assert (plain.line, plain.column, plain.end_column, plain.plain) == (2, 4, 6, True)


def test_the_value_is_what_psych_reads() -> None:
    values = [item.value for item in written("- no\n- 'no'\n- 012\n- 3.10\n- !!str 5\n- :sym\n- ~\n")]

    assert values == [False, "no", 10, 3.1, "5", ":sym", None]
