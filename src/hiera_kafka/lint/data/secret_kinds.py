"""What the last part of a key says of its value: a password, a token, or something about one."""

from __future__ import annotations

import enum
import functools
import re


class Named(enum.Enum):
    """What the name of a key says of its value."""

    PASSWORD = enum.auto()
    """A password: any word may be one."""
    SECRET = enum.auto()
    """A token or a key: no word that options choose from."""
    MAYBE = enum.auto()
    """A secret if it looks drawn at random."""
    NOTHING = enum.auto()


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LAST = re.compile(
    r"(?:_(?:\d+|value|plain|plaintext|cleartext|clear|raw|string|old|new|prod|production|stag|staging|dev|test|live))+$"
)
"""What may follow the word that counts."""
_PASSWORD = re.compile(
    r"(?:^|_)(?:pass(?:word|wd|phrase|code|wort)?s?|pw|pwd|pswd|requirepass|masterauth|authtok)$|(?:password|passwd|passphrase)s?$"
    r"|psk$|(?:^|_)(?:pre_?shared|wpa)_?key$|[a-z](?:pass|pwd?)$"
)
_NO_PASSWORD = re.compile(
    r"(?:^|_)(?:proxy|fast_?cgi|uwsgi|scgi|grpc|memcached|single|multi|one|first|second|two|all|by|through|low|high)_pass$"
    r"|(?:by|com|tres|sur|over|under|multi|through)pass$"  # words
    r"|(?:^|_)(?:tag|name|field|metric)pass$|(?:^|_)(?:kee|last|go|one|ask|ssh|l)pass$"  # filters of Telegraf, programs
)
_KEY_OF = (
    "api|secret|access|auth|authentication|encryption|encrypt|crypt|crypto|cipher|signing|master|shared|session|app"
    "|application|account|storage|private|license|licence|deploy|hmac|aes|tsig|rndc|md_5|cookie|wg|fernet"
)
_SECRET = re.compile(
    rf"(?:^|_)(?:secret|token|otp|erlang_cookie|secret_key_base|(?:{_KEY_OF})_?key)$"
    r"|(?:^|_)(?:ro|rw|read|write|trap|snmp)_?community$|community_string$|jaas_config$|keystore_key$"
    r"|(?:auth|access|api|bearer|refresh|user|bot)token$|(?:client|app|shared|auth)secret$|secretkey$"
)
_NO_SECRET = re.compile(
    r"^existing|(?:tls|pull|image|initial|cluster|next|csrf|security|max|ssl|certificate|vault|kubernetes)_(?:secret|token)$"
    r"|(?:^|_)(?:public|ssh|host|gpg|pgp|apt|rpm|yum|repo|signed|primary|foreign|sort|partition|cache|group)_key$"
)
_MAYBE = re.compile(
    r"(?:^|_)(?:tokens|secrets|credentials?|creds?|cookies?|salt|pepper|hmac|kek|encrypt|dsn|auth|keyring|hash)$|keys?$"
    r"|(?:^|_)(?:secret|token|passw[a-z]*|api_key|private_key)(?:_[a-z]+)?$|(?:^|_)secret_id$"
)
_PUBLIC = re.compile(
    r"public|(?:^|_)pub_|finger|checksum|digest|(?:^|_)sha|md_5|gpg|pgp|apt|(?:ssh|host)_key"
    r"|(?<!secret)_id$|_(?:uuid|url|uri|file|path|name)$"
)
_FLAG = re.compile(
    r"^(?:uses?|enabled?|enforce|requires?|allow|permit|disable|send|manage|store|show|hide|reveal|checks?|validate|force"
    r"|generate|random|has|is|no|with|ask|prompt|delegate|cleanup|forward|rotate|empty|wipe|purge|export|encrypt|hash|accept"
    r"|reset)_"
)
_PIN = re.compile(
    r"(?:^|_)(?:user|so|admin|hsm|token|slot|door|alarm|voicemail|card|sim|unlock|access|mail|conference)_?pin$"
)
_PAIR = re.compile(r"(?:^|_)(?:credentials?|creds?|auth|login|userpw|userpass|user_pass|account)$")
_HOLDER = re.compile(r"(?:^|_)(?:pass(?:word|wd|phrase)s|secrets|tokens|api_keys|credentials)$")
_COUNTED = frozenset({"server_tokens", "num_tokens", "max_tokens", "min_tokens"})
_ATTRIBUTES = frozenset(
    _WORD.findall("""
    action age algorithm align allowed attempts author autocomplete backup charset class cmd collate column command
    comment complexity count cron day days description dir directory domain driver enable enabled encoding
    encryption endpoint engine ensure environment expires expiry file filename format gid group groups header helper
    hint home host hostname hour id interface issuer iterations keyfile kind label labels length level lifespan
    lifetime location max mechanism mechanisms method methods min minlen minute mode month name namespace options
    owner package path pattern period plugin policies policy port prefix priority project protocol provider realm
    ref regex region repository require retries reveal role roles schedule schema scope scopes seconds server
    servers service shell size source sources state store subject suffix table target tenant time timeout title ttl
    type uid uri url user username uuid validity version warn weekday
    """)
)
_BARE = frozenset({"value", "content", "default", "plain", "plaintext", "secure", "text", "data", "string", "raw"})


@functools.cache
def kind_of(name: str) -> Named:
    """Return what a last part of a key says of its value."""
    normal = _LAST.sub("", words_of(name))
    if _PASSWORD.search(normal):
        kind = Named.NOTHING if _NO_PASSWORD.search(normal) else Named.PASSWORD
    elif _SECRET.search(normal) and not _NO_SECRET.search(normal):
        kind = Named.SECRET
    else:
        about = _PUBLIC.search(normal) or (
            normal.rpartition("_")[2] in _ATTRIBUTES and not normal.endswith("secret_id")
        )
        kind = Named.MAYBE if _MAYBE.search(normal) and not about else Named.NOTHING
    return Named.MAYBE if kind is not Named.NOTHING and _FLAG.search(normal) else kind


@functools.cache
def is_attribute(name: str) -> bool:
    """Return whether a name, such as `token_provider`, says something about a secret and is of none."""
    normal = words_of(name)
    return bool(_FLAG.search(normal)) or normal.rpartition("_")[2] in _ATTRIBUTES or normal in _COUNTED


@functools.cache
def says_nothing(name: str, around: str) -> bool:
    """Return whether neither a last part of a key nor the one before it speaks of a secret, as most do not."""
    return not (
        kind_of(name) is not Named.NOTHING
        or is_bare(name)
        or is_pin(name)
        or is_pair(name)
        or is_holder(around)
        or name == "community"
    )


def is_bare(name: str) -> bool:
    """Return whether a name, such as `value`, says nothing, so that the one before it counts."""
    return words_of(name) in _BARE


def is_holder(name: str) -> bool:
    """Return whether a name, such as `secrets`, is that of many secrets, each under a name of its own."""
    return _HOLDER.search(words_of(name)) is not None


def is_pin(name: str) -> bool:
    """Return whether a name is that of a PIN, which is a number."""
    return _PIN.search(words_of(name)) is not None


def is_pair(name: str) -> bool:
    """Return whether a name may be that of a user and a password, joined by a colon."""
    return _PAIR.search(words_of(name)) is not None


def is_public(name: str) -> bool:
    """Return whether a name speaks of what is public about a key: its other half, its fingerprint, its file."""
    return _PUBLIC.search(words_of(name)) is not None


@functools.cache
def words_of(name: str) -> str:
    """Return the words of a name in lower case, joined by underscores."""
    return "_".join(_WORD.findall(name)).lower()
