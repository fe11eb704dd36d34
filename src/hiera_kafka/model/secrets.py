"""Which names hold secrets: their values are masked in every output, and their files are not for everyone."""

from __future__ import annotations

import re

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
