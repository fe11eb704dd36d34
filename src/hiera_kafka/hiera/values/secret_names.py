"""Which names hold secrets: those of options and keys, and so the key paths of data below them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

MASK = "********"
"""What stands in place of a secret."""

HIDES_ALL = "secret"
"""A name that hides whatever stands below it."""

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

_NAMES_BELOW = frozenset(
    {"brokers", "hosts", "kafka_clusters", "kafka_mirrors", "lookup_options", "zookeeper_clusters"}
)
"""Keys whose hashes are keyed by names of other things: a cluster may be called `tokens`."""


@functools.cache
def is_secret_name(name: str) -> bool:
    """Return whether an option or key of this name holds a secret; in doubt it does."""
    return bool(_SECRET.search(name)) and not _PUBLIC.search(name)


@functools.cache
def is_secret_key(key: str) -> bool:
    """Return whether a lookup key names a secret, as a whole or in one of its segments."""
    return any(is_secret_name(part) for part in (key, *key.split(".")))


def hides(key: object, around: object = None) -> bool:
    """Return whether a key hides what stands below it.

    Args:
        key: A key of a hash, or an index of a list.
        around: The key of the hash that it is a key of, None for root keys.
    """
    return type(key) is str and is_secret_key(key) and around not in _NAMES_BELOW


def is_secret_path(path: Iterable[object]) -> bool:
    """Return whether a key path leads to a secret, since one of its names hides what is below it."""
    around: object = None
    for key in path:
        if type(key) is str and is_secret_key(key) and around not in _NAMES_BELOW:
            return True
        around = key
    return False
