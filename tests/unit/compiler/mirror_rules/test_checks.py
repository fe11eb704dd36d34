"""What is wrong with the mirrors of all hosts together, in the native dialect."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import Diagnostic, Severity
from lib.data.project_trees import project_tree
from lib.data.three_brokers import CLUSTERS, hosts, mirror

HOSTILE = "(?!(a|b)*a(a|b){20}$)[ab]*a[ab]{20}"


def found(directory: Path, data: str = "", **own: str) -> list[Diagnostic]:
    return list(Compiler.load(project_tree(directory, CLUSTERS + data, hosts=hosts(**own))).diagnostics)


def mirrors(*each: str) -> str:
    """Return `kafka_mirrors`, from words such as `a b x.*` for one from a-eqiad to b-eqiad; in one line each."""
    lines = ["kafka_mirrors:"]
    for words in each:
        source, destination, topics, *more = words.split(" ", 3)
        rest = "".join(f", {one}" for one in more)
        ends = f"source: {source}-eqiad, destination: {destination}-eqiad"
        lines.append(f"  {source}-eqiad_to_{destination}-eqiad: {{{ends}, topics: '{topics}'{rest}}}")
    return "\n".join(lines) + "\n"


def told(diagnostics: list[Diagnostic]) -> list[tuple[str, Severity, list[int]]]:
    return [(one.id, one.level, [place.line for place in one.where]) for one in diagnostics]


def test_mirrors_in_order_are_fine(tmp_path: Path) -> None:
    assert found(tmp_path, mirrors(r"a b ^a\..+", r"b a ^b\..+", r"a c (?!.*job).+")) == []


def test_a_circle_is_one_error_with_all_its_places(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, mirrors(r"a b x.*", r"b c .*y", r"c a .+"))

    assert told([problem]) == [("mirror-loop", Severity.ERROR, [11, 9, 10])]
    assert "c-eqiad -> a-eqiad -> b-eqiad -> c-eqiad, and all of them take topics such as 'xy'" in problem.message
    assert problem.hint == (
        "let each mirror take topics of its source's prefix only: c-eqiad_to_a-eqiad such as '^eqiad\\..+'"
    )


def test_what_is_excluded_closes_no_circle(tmp_path: Path) -> None:
    both = mirrors("a b .*", "b a .* exclude: '.+'"), mirrors("a b .*", "b a .* exclude: 'a.+'")

    assert [told(found(tmp_path / str(index), data)) for index, data in enumerate(both)] == [
        [],
        [("mirror-loop", Severity.ERROR, [10, 9])],
    ]


def test_topics_that_no_mirror_takes_close_no_circle(tmp_path: Path) -> None:
    assert found(tmp_path, mirrors(r"a b __.*", r"b a .*")) == []


def test_a_circle_of_both_forms_is_found(tmp_path: Path) -> None:
    own = mirror("a-eqiad", "b-eqiad", "{whitelist: 'x, y'}")

    assert told(found(tmp_path, mirrors("b a .*"), b=own)) == [("mirror-loop", Severity.ERROR, [9, 3])]


def test_two_mirrors_that_write_a_topic_are_an_error(tmp_path: Path) -> None:
    assert told(found(tmp_path, mirrors("a c x.*", "b c .*"))) == [("mirror-prefix-overlap", Severity.ERROR, [9, 10])]


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("a*+", "character 2 of 'a*+'; leave out the second '+'"),
        (r"(a)\1", "a reference to a group"),
        ("((a{200}){200}){200}", "more than 20000 states"),
    ],
)
def test_a_pattern_outside_the_proof_is_refused_or_accepted_by_name(tmp_path: Path, pattern: str, part: str) -> None:
    (refused,) = found(tmp_path / "one", mirrors(f"a b {pattern}"))
    (accepted,) = found(tmp_path / "two", mirrors(f"a b {pattern} accept_unproven: true"))

    assert told([refused, accepted]) == [
        ("mirror-pattern-unproven", Severity.ERROR, [9]),
        ("mirror-pattern-unproven", Severity.WARNING, [9]),
    ]
    assert part in refused.message
    assert "accept_unproven" in str(refused.hint)


def test_wikimedias_form_accepts_with_a_key_of_its_own(tmp_path: Path) -> None:
    own = mirror("a-eqiad", "b-eqiad", "{whitelist: 'a*+'}", "kafka_mirror_accept_unproven: true")

    assert told(found(tmp_path, b=own)) == [("mirror-pattern-unproven", Severity.WARNING, [3])]


@pytest.mark.slow
def test_patterns_that_take_too_long_to_compare_are_refused_or_accepted(tmp_path: Path) -> None:
    refused = found(tmp_path / "one", mirrors(f"a c {HOSTILE}", "b c [ab]+"))
    accepted = found(tmp_path / "two", mirrors(f"a c {HOSTILE} accept_unproven: true", "b c [ab]+"))

    assert told([*refused, *accepted]) == [
        ("mirror-pattern-unproven", Severity.ERROR, [9, 10]),
        ("mirror-pattern-unproven", Severity.WARNING, [9, 10]),
    ]


def test_what_java_refuses_cannot_be_accepted(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, mirrors("a b (x accept_unproven: true"))

    assert told([problem]) == [("mirror-pattern-invalid", Severity.ERROR, [9])]
    assert "a group is not closed, at character 1 of '(x'" in problem.message


def test_each_pattern_of_a_list_has_its_own_place(tmp_path: Path) -> None:
    data = mirrors("a b x").replace("'x'", "[x, 'y*+']")
    (problem,) = found(tmp_path, data)

    assert problem.where[0].column == data.splitlines()[1].index("'y*+'") + 1


@pytest.mark.parametrize(
    ("own", "options", "lines"),
    [
        ({"a": "kafka_message_max_bytes: 5000000\n"}, "", [1]),
        ({"b": "kafka_message_max_bytes: 1000\n"}, "", [1]),
        ({"a": "kafka_message_max_bytes: 5000000\n", "b": "kafka_message_max_bytes: 4000000\n"}, "", [1, 1]),
        (dict.fromkeys("ab", "kafka_message_max_bytes: 5000000\n"), " message_max_bytes: 4000000", [9, 1]),
        (dict.fromkeys("ab", "kafka_message_max_bytes: 5000000\n"), "", None),
        ({"b": "kafka_message_max_bytes: 5000000\n"}, "", None),
    ],
)
def test_messages_fit_all_the_way(tmp_path: Path, own: dict[str, str], options: str, lines: list[int] | None) -> None:
    expected = [] if lines is None else [("message-size-mismatch", Severity.ERROR, lines)]

    assert told(found(tmp_path, mirrors(f"a b x{options}"), **own)) == expected


def test_the_size_that_one_cluster_alone_has_is_told_first(tmp_path: Path) -> None:
    data = "kafka_message_max_bytes: 2000000\n" + mirrors("a b x", "c b y")
    (first, second) = found(tmp_path, data, b="kafka_message_max_bytes: 1000000\n")

    assert [Path(one.where[0].file).name for one in (first, second)] == ["b1.example.org.yaml"] * 2
