"""Which names hold secrets, and data with those masked: no output shows them unless it is asked to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hiera_kafka.hiera.ruby import OddKey, Rich, Sensitive

MASK = "********"
"""What stands in place of a secret."""

_SECRET = re.compile(
    r"passw(or)?d|secret|passphrase|jaas|credential|private[._-]?key|token"
    # Kafka treats PEM text given in place of a file as a password, whatever is in it.
    r"|keystore[._]key|keystore[._]certificate[._]chain|truststore[._]certificates",
    re.IGNORECASE,
)
# Parts of such names that say something about a secret without being it.
_PUBLIC = re.compile(
    r"([._](location|type|algorithm|class|class\.name|file|path|url|iterations|length|ms|seconds))$"
    r"|^sasl\.oauthbearer\.(?!.*(secret|password))|^delegation\.token\.(expiry|max)",
    re.IGNORECASE,
)


def is_secret_name(name: str) -> bool:
    """Tell whether an option or key of this name holds a secret; in doubt it does."""
    return bool(_SECRET.search(name)) and not _PUBLIC.search(name)


def shown(name: str, value: object, *, secrets: bool = False) -> Any:
    """Return looked-up data as JSON-able builtins, with MASK for every leaf below a name that looks secret.

    Args:
        name: Key that the data was looked up by; dotted keys are looked at segment by segment.
        value: What was found; it is not changed.
        secrets: Whether to show secrets after all.
    """
    if not secrets and (isinstance(value, Sensitive) or any(is_secret_name(part) for part in (name, *name.split(".")))):
        return _mask_leaves(value)
    if isinstance(value, Mapping):
        return {_key(key): shown(_text(key), item, secrets=secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown("", item, secrets=secrets) for item in value]
    if isinstance(value, Sensitive):
        return shown(name, value.value, secrets=secrets)
    return value if value is None or isinstance(value, str | int | float | bool) else _text(value)


def _mask_leaves(value: object) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _mask_leaves(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mask_leaves(item) for item in value]
    return value if value is None else MASK


def _key(key: object) -> str | int | float | bool | None:
    return key if key is None or isinstance(key, str | int | float | bool) else _text(key)


def _text(value: object) -> str:
    return value.text if isinstance(value, Rich | OddKey) else str(value)
