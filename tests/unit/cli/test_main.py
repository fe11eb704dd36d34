"""The program: its commands, exit codes, and what becomes of errors."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from hiera_kafka import __version__
from hiera_kafka.cli.main import COMMANDS, EXIT_CODES, NAME, cli
from hiera_kafka.errors import ExitCode

from .conftest import Run

PROGRAM = Path(sys.executable).parent / NAME


def commands(command: click.Command = cli, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found = [(path, command)]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            found += commands(child, (*path, name))
    return found


ALL = commands()
LEAVES = [(path, command) for path, command in ALL if not isinstance(command, click.Group)]
OURS = [(path, command) for path, command in LEAVES if path[0] != "dist"]


def planted(body: str) -> subprocess.Popen[str]:
    """Start the program with a command `planted` that does what `body` says."""
    script = (
        "import os, signal, sys, click\n"
        "from hiera_kafka.cli import main\n"
        "from hiera_kafka.errors import ClientError, Diagnostic\n"
        "@click.command()\n"
        "@click.option('--output')\n"
        f"def planted(output):\n    {body}\n"
        "main.cli.add_command(planted)\n"
        "main.cli.get_command = lambda ctx, name: planted\n"
        "main.main()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script, "planted"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_version_is_that_of_the_package(hiera_kafka: Run) -> None:
    assert hiera_kafka("--version").stdout == f"{NAME}, version {__version__}\n"


def test_help_lists_every_command_and_exit_code(hiera_kafka: Run) -> None:
    result = hiera_kafka("--help")

    assert result.code == ExitCode.OK
    assert all(re.search(rf"^  {name} ", result.stdout, re.MULTILINE) for name in COMMANDS)
    assert set(EXIT_CODES) == set(ExitCode) - {ExitCode.CHANGES}


def test_without_a_command_help_is_shown_and_the_usage_is_wrong(hiera_kafka: Run) -> None:
    result = hiera_kafka()

    assert result.code == ExitCode.USAGE
    assert result.stdout == ""
    assert result.stderr.startswith("Usage: hiera-kafka [OPTIONS] COMMAND")


def test_an_unknown_command_comes_with_the_nearest(hiera_kafka: Run) -> None:
    result = hiera_kafka("catalogue")

    assert result.code == ExitCode.USAGE
    assert result.stderr == (
        f"error[unknown-command]: no command 'catalogue', known are: {', '.join(COMMANDS)}\n"
        "    hint: did you mean 'catalog'?\n"
        "    docs: docs/rules/unknown-command.md\n"
    )


def test_an_unknown_command_of_a_group_comes_with_the_nearest(hiera_kafka: Run) -> None:
    result = hiera_kafka("local", "stats")

    assert result.code == ExitCode.USAGE
    assert "no command 'stats', known are: " in result.stderr
    assert "did you mean 'status'?" in result.stderr


@pytest.mark.parametrize("arguments", [("catalog",), ("catalog", "--nope"), ("lookup", "k", "--merge", "best")])
def test_a_wrong_command_line_says_where_help_is(hiera_kafka: Run, arguments: tuple[str, ...]) -> None:
    result = hiera_kafka(*arguments)

    assert result.code == ExitCode.USAGE
    assert result.stdout == ""
    assert result.stderr.startswith("error[usage]: ")
    assert f"`hiera-kafka {arguments[0]} --help` shows what there is" in result.stderr


def test_errors_are_json_on_standard_output_when_json_was_asked_for(hiera_kafka: Run, tree: Path) -> None:
    result = hiera_kafka("catalog", "nope", "-i", tree, "--output", "json")

    assert result.code == ExitCode.USAGE
    assert result.stderr == ""
    assert [diagnostic["id"] for diagnostic in result.json["diagnostics"]] == ["unknown-host"]


def test_a_wrong_command_line_is_json_too(hiera_kafka: Run) -> None:
    assert hiera_kafka("catalog", "--output=json").json["diagnostics"][0]["id"] == "usage"


def test_every_error_of_the_data_is_shown_with_its_place_relative_to_here(hiera_kafka: Run, tree: Path) -> None:
    data = tree.parents[2] / "hieradata/data/common.yaml"
    data.write_text(data.read_text().replace('id: "1"', "id: one").replace("brokers:", "broker:"))

    result = hiera_kafka("clients", "-i", tree)

    assert result.code == ExitCode.USAGE
    assert result.stdout == ""
    assert "hieradata/data/common.yaml:10:5: error[unknown-key]" in result.stderr


def test_a_cluster_that_does_not_answer_has_an_exit_code_of_its_own() -> None:
    with planted("raise ClientError(Diagnostic('gone', 'nobody answers'))") as process:
        _, stderr = process.communicate()

    assert process.returncode == ExitCode.UNREACHABLE
    assert stderr == "error[gone]: nobody answers\n    docs: docs/rules/gone.md\n"


def test_a_bug_is_called_one_and_shows_its_traceback() -> None:
    with planted("raise RuntimeError('boom')") as process:
        stdout, stderr = process.communicate()

    assert process.returncode == ExitCode.BUG
    assert stdout == ""
    assert "RuntimeError: boom" in stderr
    assert "error[internal-error]: this is a bug in hiera-kafka: RuntimeError\n" in stderr


def test_an_interrupt_ends_with_130_and_no_traceback() -> None:
    # A run in the background of a shell ignores the signal, and so would all that it starts.
    heed = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    with planted(f"{heed}; os.kill(os.getpid(), signal.SIGINT); signal.pause()") as process:
        _, stderr = process.communicate()

    assert process.returncode == ExitCode.INTERRUPTED
    assert stderr.strip() == "interrupted"


def test_a_reader_that_goes_away_ends_the_program_as_it_ends_others() -> None:
    with planted("[click.echo('x' * 1000) for _ in range(1000)]") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        process.wait()

        assert process.returncode == -signal.SIGPIPE
        assert process.stderr.read() == ""


def test_the_installed_program_ends_with_the_code_of_the_command(tree: Path) -> None:
    good = subprocess.run([PROGRAM, "clients", "-i", tree, "--output", "json"], capture_output=True, check=False)
    bad = subprocess.run([PROGRAM, "clients", "nope", "-i", tree], capture_output=True, check=False)

    assert good.returncode == ExitCode.OK
    assert json.loads(good.stdout)[0]["cluster"] == "my-kafka-cluster"
    assert bad.returncode == ExitCode.USAGE


def test_a_catalog_is_made_without_what_it_does_not_need(tree: Path) -> None:
    """Start-up time is what is imported."""
    script = (
        "import sys\n"
        "from hiera_kafka.cli.main import run\n"
        f"code = run(['catalog', 'kafka1', '-i', {str(tree)!r}])\n"
        "heavy = {'jinja2', 'rich', 'jgo', 'requests', 'supervisor', 'ansible', 'kafka', 'kazoo', 'ruamel'}\n"
        "sys.exit(code or ','.join(heavy & set(sys.modules)) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


LEFT_OUT = {("mirrors", "show")}
"""Commands that are meant where their group stands alone; test_mirrors.py tests that."""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_says_what_their_help_says(name: str) -> None:
    command = next(command for path, command in ALL if path == (name,))
    summary = (command.help or "").split("\n\n")[0].replace("\n", " ")

    assert COMMANDS[name].summary == summary


@pytest.mark.parametrize(
    ("path", "command"), LEAVES, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_takes_output_and_explains_its_options(path: tuple[str, ...], command: click.Command) -> None:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]

    assert command.help
    assert any("--output" in option.opts for option in options)
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    ("path", "command"), OURS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_example_is_a_command_line_that_parses(path: tuple[str, ...], command: click.Command) -> None:
    examples = command.examples  # type: ignore[attr-defined]  # every command is a cli.command.Command
    assert examples
    for example in examples:
        words = re.search(rf"{NAME} ([^<>)]*)", example)
        assert words is not None
        arguments = shlex.split(words[1])
        if path in LEFT_OUT and path[-1] not in arguments:
            arguments.insert(len(path) - 1, path[-1])
        assert tuple(arguments[: len(path)]) == path
        command.make_context(path[-1], arguments[len(path) :])
