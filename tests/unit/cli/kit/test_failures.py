"""From exceptions to messages and exit codes; test_main runs them in real processes."""

from __future__ import annotations

import pytest

from hiera_kafka.cli.kit.failures import FindingsError, exit_code_of, report
from hiera_kafka.errors import ClientError, Diagnostic, ExitCode, HieraError, HieraKafkaError

PROBLEM = Diagnostic("an-id", "a message")


@pytest.mark.parametrize(
    ("error", "code"),
    [(HieraError, ExitCode.USAGE), (ClientError, ExitCode.UNREACHABLE), (FindingsError, ExitCode.FINDINGS)],
)
def test_each_kind_of_error_has_its_exit_code(error: type[HieraKafkaError], code: ExitCode) -> None:
    assert exit_code_of(error(PROBLEM)) is code


def test_a_bug_shows_the_traceback_but_not_the_message_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The message of an unforeseen exception may hold anything."""
    assert report(ValueError("what it held"), json=True) is ExitCode.BUG

    captured = capsys.readouterr()
    assert '"id": "internal-error"' in captured.out
    assert "what it held" not in captured.out
    assert "ValueError: what it held" in captured.err
