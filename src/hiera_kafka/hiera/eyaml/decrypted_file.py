"""Whole files with their encrypted values in plain text, which are still YAML where they were."""

from __future__ import annotations

from hiera_kafka.errors import Position
from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.hiera.formats import yaml_scalars
from hiera_kafka.hiera.formats.yaml_scalars import Value


def decrypted_file(text: str, keys: ciphers.Keys, file: str) -> str:
    """Return a text with every `ENC[...]` in it decrypted.

    In YAML each value that holds one is written anew, so that it is read as the very text that was encrypted; keys and
    comments are left as they are. Any other text is taken as it is, and ends with one line end.

    Args:
        text: The whole file.
        keys: The key pair.
        file: What positions name.

    Raises:
        HieraError: `eyaml-scheme` or `eyaml-decrypt`.
    """

    def decrypted(value: Value) -> str | None:
        if not ciphers.BLOCK.search(value.text):
            return None
        # The line end of a block that is one encrypted value belongs to the form, not to the value.
        bare = value.text.rstrip("\n") if value.is_block else value.text
        whole = ciphers.BLOCK.fullmatch(bare) is not None
        return ciphers.substituted(bare if whole else value.text, keys, Position(file, value.line, value.column))

    found = yaml_scalars.replaced(text, decrypted)
    return f"{ciphers.decrypt_text(text, keys, Position(file))}\n" if found is None else found
