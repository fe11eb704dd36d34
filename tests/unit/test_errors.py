"""Messages, positions and the errors that carry them."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import Diagnostic, HieraError, HieraKafkaError, ModelError, Position, Severity, nearest


def test_a_position_is_shown_relative_to_a_directory_above_it() -> None:
    assert Position("/site/data/common.yaml", 3, 5).text("/site") == "data/common.yaml:3:5"


def test_a_position_outside_the_directory_keeps_its_whole_path() -> None:
    assert Position("/etc/hiera.yaml", 3, 5).text("/site") == "/etc/hiera.yaml:3:5"


def test_a_position_of_a_whole_file_has_no_line() -> None:
    assert Position("/site/data").text() == "/site/data"


def test_a_message_has_its_place_first_then_other_places_note_hint_and_page() -> None:
    diagnostic = Diagnostic(
        "duplicate-broker-id", "broker id 1 twice", (Position("/a", 1, 2), Position("/b", 3, 4)), "why", "what to do"
    )
    assert diagnostic.render() == (
        "/a:1:2: error[duplicate-broker-id]: broker id 1 twice\n"
        "    also: /b:3:4\n"
        "    note: why\n"
        "    hint: what to do\n"
        "    docs: docs/rules/duplicate-broker-id.md"
    )


def test_a_message_without_a_place_begins_with_its_level() -> None:
    assert Diagnostic("no-hosts", "none", level=Severity.WARNING).render().startswith("warning[no-hosts]: none\n")


@pytest.mark.parametrize("id_", ["", "Upper", "under_score", "-a", "a-", "a--b", "a b"])
def test_an_id_that_is_not_kebab_case_is_a_bug_of_ours(id_: str) -> None:
    with pytest.raises(ValueError, match="kebab-case"):
        Diagnostic(id_, "text")


def test_a_diagnostic_has_a_form_for_json() -> None:
    assert Diagnostic("no-hosts", "none", (Position("/a", 1, 2),), hint="add one").to_dict() == {
        "id": "no-hosts",
        "level": "error",
        "message": "none",
        "where": [{"file": "/a", "line": 1, "column": 2}],
        "note": None,
        "hint": "add one",
    }


def test_the_host_is_a_field_and_a_line_where_the_message_does_not_name_it() -> None:
    found = Diagnostic("tls-not-served", "no TLS", note="why", host="k1.example.org")

    assert found.to_dict()["host"] == "k1.example.org"
    assert found.render().split("\n")[1:3] == ["    host: k1.example.org", "    note: why"]
    named = Diagnostic("class-without-cluster", "k1.example.org is in none", host="k1.example.org")
    assert "host:" not in named.render()


@pytest.mark.parametrize(
    ("message", "named"),
    [("k1 is wrong", True), ("it is k1's", True), ("wrong: k1.", True), ("k11 is wrong", False), ("a.k1 is", False)],
)
def test_a_host_is_named_as_a_whole_word(message: str, named: bool) -> None:
    assert Diagnostic("some-id", message).names("k1") is named


def test_an_error_says_all_its_diagnostics_and_survives_a_worker_process() -> None:
    error = ModelError([Diagnostic("empty-hosts", "one"), Diagnostic("empty-brokers", "two")])
    assert "one" in str(error)
    assert "two" in str(error)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is ModelError
    assert copy.diagnostics == error.diagnostics


def test_an_error_without_a_diagnostic_is_a_bug_of_ours() -> None:
    with pytest.raises(ValueError, match="at least one"):
        HieraKafkaError([])


def test_every_error_of_the_package_is_caught_by_its_root() -> None:
    with pytest.raises(HieraKafkaError):
        raise HieraError(Diagnostic("yaml-tab", "text"))


@given(st.lists(st.text(min_size=1), min_size=1, unique=True), st.data())
def test_a_known_name_is_nearest_to_itself(known: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(known))
    assert nearest(name, known) == name


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("prot", ["rack", "port"], "port"),  # neighbours exchanged
        ("listner", ["listener"], "listener"),
        ("Port", ["port"], "port"),
        ("num.io.thread", ["num.io.threads", "num.network.threads"], "num.io.threads"),
        ("kafka_brokesr_min", ["kafka_brokers_main"], "kafka_brokers_main"),  # two in a long name
        ("num_oi_threads", ["num_io_threads"], "num_io_threads"),
        ("kafkaclusters", ["kafka_clusters"], "kafka_clusters"),
        ("log4j.appneder", ["log4j.appender"], "log4j.appender"),
        ("lo4gj", ["log4j"], "log4j"),
    ],
)
def test_a_slip_of_typing_has_the_name_that_was_meant(name: str, known: list[str], near: str) -> None:
    assert nearest(name, known) == near


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("xyzzy", "port"),
        ("ssh_password", "sql_password"),  # two letters of three
        ("kafka-main-eu", "kafka-main-us"),  # another word of two letters
        ("kafka1001.example.org", "kafka1002.example.org"),  # another of the series
        ("prot", "part"),  # two in a short name
        ("profile::kafka::port", "profile::kafka::broker::port"),
        ("eqiad_main", "codfw_main"),
    ],
)
def test_another_name_is_no_slip(name: str, other: str) -> None:
    assert nearest(name, [other]) is None


def test_of_several_names_the_nearest_one_is_meant() -> None:
    assert nearest("kafka_cluster", ["kafka_closters", "kafka_clusters"]) == "kafka_clusters"


@given(st.text("abc_.", min_size=1, max_size=12), st.text("abc_.", max_size=12))
def test_what_is_named_is_never_more_than_two_letters_away(name: str, other: str) -> None:
    near = nearest(name, [other])
    assert near is None or (near == other and abs(len(name) - len(other)) <= 2)
    assert (nearest(other, [name]) is None) == (near is None) or len(name) != len(other)


def test_text_of_data_stays_in_its_line_and_is_not_obeyed() -> None:
    planted = "a\n::error::b\r\x1b]0;t\x07\u202e\u2028##vso[c]d"
    shown = r"a\n::error::b\r\x1b]0;t\x07\u202e\u2028##vso\[c]d"
    made = Diagnostic("some-id", planted, (Position(planted, 1, 2), Position(planted)), note=planted, hint=planted)

    assert made.render().split("\n") == [
        f"{shown}:1:2: error[some-id]: {shown}",
        f"    also: {shown}",
        "    note: a",
        f"      \\{shown.partition('n')[2]}",
        f"    hint: {shown}",
        "    docs: docs/rules/some-id.md",
    ]
    assert made.to_dict()["message"] == planted, "programs get it as it is, in JSON that escapes it"


def test_a_note_may_have_lines_of_its_own() -> None:
    lines = Diagnostic("some-id", "died", note="its last lines:\n      one\nerror[forged]: two").render().split("\n")
    assert lines[1:4] == ["    note: its last lines:", "      one", "      error[forged]: two"]
