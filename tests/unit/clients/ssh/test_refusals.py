"""Why a host was not reached: nothing that it says reaches a terminal as it came."""

from __future__ import annotations

from hiera_kafka.clients.ssh import refusals


def test_words_of_hosts_are_one_line_without_control_characters_and_short() -> None:
    assert refusals.said("\x1b[31mno\r\nentry\x07") == refusals.said("\x1b[31mno\r\nentry\x07").strip()
    assert not any(ord(letter) < 32 or letter == "\x7f" for letter in refusals.said("\x1b[31mno\r\nentry\x07"))
    assert len(refusals.said("x" * 100_000)) == 400
    assert refusals.said("\n") == "no reason given"


def test_what_fails_on_the_way_is_told_of_the_host_behind() -> None:
    error = refusals.through(
        "bastion", "kafka1", refusals.ClientError(refusals.no_answer("bastion", "it is away", "note"))
    )
    (found,) = error.diagnostics

    assert found.message == "kafka1 is reached through bastion: bastion was reached, and gave no answer: it is away"
    assert (found.host, found.note) == ("kafka1", "note")
