"""`hiera-kafka eyaml`: values that only the holder of a key can read, as hiera-eyaml writes them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from hiera_kafka.cli.kit.command import Command
from hiera_kafka.cli.kit.output import Output, emit, output_option, print_diagnostics, show
from hiera_kafka.errors import Diagnostic, HieraError
from hiera_kafka.hiera.eyaml import ciphers, editing, key_files
from hiera_kafka.hiera.eyaml.decrypted_file import decrypted_file
from hiera_kafka.hiera.values.text_files import decode, read_bytes

F = TypeVar("F", bound=Callable[..., Any])

_PREAMBLE = """\
#| Change the text between the brackets of DEC(1)::PKCS7[...]!, and leave the numbers.
#| Write a new secret as DEC::PKCS7[...]!, without a number.
#| These lines are removed when you save.
"""
_EDITORS = ("sensible-editor", "editor", "vi")


@click.group()
def eyaml() -> None:
    """Encrypt and decrypt values in data files, compatible with hiera-eyaml.

    Secrets are read from a prompt, standard input or a file, never from the command line, which other users can see.
    """


def _key_option(command: F, half: str) -> F:
    return click.option(
        f"--pkcs7-{half}-key",
        f"{half}_key",
        type=click.Path(path_type=Path),
        default=Path(f"keys/{half}_key.pkcs7.pem"),
        show_default=True,
        metavar="FILE",
        help=f"The {half} key, in PEM form.",
    )(command)


def _public_key(command: F) -> F:
    return _key_option(command, "public")


def _private_key(command: F) -> F:
    return _key_option(command, "private")


def _keys(public: Path, private: Path | None = None) -> ciphers.Keys:
    options = {"pkcs7_public_key": str(public), "pkcs7_private_key": str(private)}
    return ciphers.read_keys(options, str(Path.cwd()), None, private=private is not None)


def _text(path: Path) -> str:
    return decode(read_bytes(path), str(path.absolute()))


@eyaml.command(
    cls=Command,
    examples=[
        "hiera-kafka eyaml encrypt --label ssl_password",
        "hiera-kafka eyaml encrypt --form block < certificate.pem",
        "hiera-kafka eyaml encrypt --eyaml hieradata/secrets.yaml",
    ],
)
@click.option("-f", "--file", type=click.Path(path_type=Path), metavar="FILE", help="Encrypt what a file holds.")
@click.option(
    "-e",
    "--eyaml",
    "eyaml_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Print a data file with each `DEC::PKCS7[...]!` in it encrypted.",
)
@click.option("-l", "--label", metavar="KEY", help="Print it as the value of this key. Default: the value alone.")
@click.option(
    "--form", type=click.Choice(["string", "block"]), default="string", show_default=True, help="One line, or many."
)
@_public_key
@output_option
def encrypt(
    file: Path | None, eyaml_file: Path | None, label: str | None, form: str, public_key: Path, output: Output
) -> None:
    """Encrypt a secret.

    Without a file it is read from a prompt, twice, on a terminal; else from standard input, taken as it is.
    """
    keys = _keys(public_key)
    if eyaml_file is not None:
        if file is not None or label is not None:
            raise click.UsageError("--eyaml encrypts a whole file, it goes with neither --file nor --label")
        sealed = editing.encrypt_file(_text(eyaml_file), keys, str(eyaml_file))
        _print(output, sealed)
        return
    if file is not None:
        plain = read_bytes(file)
    elif sys.stdin.isatty():
        prompted: str = click.prompt("Secret", hide_input=True, confirmation_prompt=True, err=True)
        plain = prompted.encode()
    else:
        plain = sys.stdin.buffer.read()
    found = ciphers.encrypt(plain, keys)
    value = ciphers.as_block(found) if form == "block" else found
    if label is None:
        value = value.removeprefix(">\n")
    _print(output, f"{label}: {value}\n" if label else f"{value}\n")


@eyaml.command(
    cls=Command,
    examples=[
        "hiera-kafka eyaml decrypt < value.txt",
        "hiera-kafka eyaml decrypt --file hieradata/secrets.yaml",
        "hiera-kafka eyaml decrypt --eyaml hieradata/secrets.yaml",
    ],
)
@click.option("-f", "--file", type=click.Path(path_type=Path), metavar="FILE", help="Decrypt what a file holds.")
@click.option(
    "-e",
    "--eyaml",
    "eyaml_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Print a data file with each `ENC[...]` in it as `DEC::PKCS7[...]!`.",
)
@_public_key
@_private_key
@output_option
def decrypt(file: Path | None, eyaml_file: Path | None, public_key: Path, private_key: Path, output: Output) -> None:
    """Print a text with each `ENC[...]` in it decrypted; the text is a file or standard input.

    YAML stays YAML: each value is written so that it reads as the very text that was encrypted, in quotes or as a block
    where it needs that. Keys and comments are left as they are.
    """
    keys = _keys(public_key, private_key)
    if eyaml_file is not None:
        if file is not None:
            raise click.UsageError("give either --file or --eyaml")
        _print(output, editing.decrypt_file(_text(eyaml_file), keys, str(eyaml_file)))
        return
    text = _text(file) if file is not None else decode(sys.stdin.buffer.read(), "standard input")
    _print(output, decrypted_file(text, keys, str(file) if file is not None else "standard input"))


def _print(output: Output, text: str) -> None:
    whole = text.encode("utf-8", "surrogateescape")
    if output is Output.JSON:
        emit(output, {"text": whole.decode("utf-8", "replace")}, str)
        return
    if sys.stdout.isatty():
        show(whole.decode("utf-8", "replace"), end="")
    else:
        sys.stdout.buffer.write(whole)


@eyaml.command(cls=Command, examples=["hiera-kafka eyaml createkeys", "hiera-kafka eyaml createkeys --keysize 4096"])
@_public_key
@_private_key
@click.option("--keysize", type=click.IntRange(2048, 8192), default=2048, show_default=True, help="Bits of the key.")
@output_option
def createkeys(public_key: Path, private_key: Path, keysize: int, output: Output) -> None:
    """Create a pair of keys; the public one encrypts and may be shared, the private one decrypts and must not.

    Files that exist are never written over.
    """
    for path in (private_key, public_key):
        if path.exists():
            key_files.write_new(path, b"", 0o600)  # says that it exists
    private, public = ciphers.create_keys(keysize)
    key_files.write_new(private_key, private, 0o600)
    key_files.write_new(public_key, public, 0o644)
    data = {"private_key": str(private_key), "public_key": str(public_key)}
    emit(output, data, lambda: f"private key: {private_key}\npublic key:  {public_key}")


@eyaml.command(cls=Command, examples=["hiera-kafka eyaml edit hieradata/secrets.yaml"])
@click.argument("file", type=click.Path(path_type=Path))
@_public_key
@_private_key
@output_option
def edit(file: Path, public_key: Path, private_key: Path, output: Output) -> None:
    """Edit a data file with its secrets in plain text, in $EDITOR; only those that changed are encrypted again.

    The plain text is in a directory that only you can read, which is removed afterwards.
    """
    before = _text(file) if file.exists() else "---\n"
    draft = editing.Draft(before, _keys(public_key, private_key), str(file))
    directory = Path(tempfile.mkdtemp(prefix="hiera-kafka-eyaml-"))
    try:
        after = _edited(draft, directory / f"{file.stem}.yaml")
    finally:
        shutil.rmtree(directory)
    changed = after is not None and after != before
    if changed and after is not None:
        key_files.replace(file, after)
    emit(output, {"file": str(file), "changed": changed}, lambda: f"{file}: {'written' if changed else 'not changed'}")


def _edited(draft: editing.Draft, copy: Path) -> str | None:
    """Return the encrypted text after editing, None when nothing was changed."""
    key_files.write_new(copy, (_PREAMBLE + draft.text).encode("utf-8", "surrogateescape"), 0o600)
    while True:
        _run_editor(copy)
        lines = copy.read_bytes().decode("utf-8", "surrogateescape").splitlines(keepends=True)
        while lines and lines[0].startswith("#|"):
            lines.pop(0)
        text = "".join(lines)
        if text == draft.text:
            return None
        try:
            return draft.sealed(text)
        except HieraError as error:
            if not sys.stdin.isatty():
                raise
            print_diagnostics(error.diagnostics, str(Path.cwd()))
            if not click.confirm("Return to the editor?", default=True, err=True):
                raise


def _run_editor(copy: Path) -> None:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    command = shlex.split(named) if named else [next((e for e in _EDITORS if shutil.which(e)), _EDITORS[-1])]
    try:
        code = subprocess.run([*command, str(copy)], check=False).returncode  # noqa: S603 - the user's own editor
    except OSError as error:
        raise _no_editor(f"the editor {command[0]!r} cannot be started: {error.strerror}") from error
    if code != 0:
        raise _no_editor(f"the editor {command[0]!r} ended with code {code}; the file was left as it was")


def _no_editor(message: str) -> HieraError:
    return HieraError(
        Diagnostic("eyaml-editor", message, hint="set $EDITOR to an editor that waits until you are done")
    )
