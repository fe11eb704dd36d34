"""Forms of values: what looks like a secret by itself, and what cannot be one."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter

from hiera_kafka.hiera.values.node import MARK

_LONGEST = 1000
"""Characters of a value whose form is known; longer ones are no words."""
_ABSENT = re.compile(
    r"|absent|present|undef|unset|none|null|nil|true|false|yes|no|on|off|enabled|disabled", re.IGNORECASE
)
_WORDS = re.compile(
    r"absent|present|latest|installed|undef|unset|none|null|nil|true|false|yes|no|on|off|enabled?|disabled?|required?"
    r"|optional|requisite|sufficient|prompt|ask|auto|automatic|generated?|random|unused|locked|inherit|always|never"
    r"|(?:with(?:out)?|prohibit)-password|forced-commands-only|no-?login|plain-?text|hashed|encrypted"
    r"|md5|sha-?(?:1|256|512)|bcrypt|scrypt|yescrypt|pbkdf2|argon2\w*|scram-sha-\d+"
    r"|ldap|kerberos|krb5|pam|vault|keyring|env|files?|compat|sss|systemd|winbind|nis"
    r"|fernet|uuid|jwt|jws|opaque|bearer|basic|oauth2?|prod|prodonly|productonly|full|min(?:imal)?|major|minor|os",
    re.IGNORECASE,
)
"""Words that options choose from."""
_SEPARATORS = re.compile(r"[ ,]+")
_STAND_IN = re.compile(
    r"\$\{[^}]*\}|\$\([^)]*\)|\$[A-Z_][A-Z0-9_]*|%[A-Z_]+%|%\(\w+\)s"  # of shells, of Windows, of Python
    r"|<[^>]*>|<%.*%>|\{\{.*\}\}|\[\[.*\]\]|\[[A-Z _-]+\]|@@?\w+@@?|__\w+__",  # of templates and manuals
    re.DOTALL,
)
_PLACEHOLDER = re.compile(
    r"(.)\1*"  # one character, repeated: xxxx, ****, !
    r"|.*place-?holder.*|replace[-_ ]?(?:me|with|this).*|to-?do|tbd|fixme|redacted|masked|dummy|hidden|not[-_ ]?set"
    r"|(?:your|insert|enter|put|fill|add|some|example|fake)[-_ ].*|.*[-_ ](?:goes[-_ ])?here"
    r"|([0nx])\2{7}-\2{4}-\2{4}-\2{4}-\2{12}",
    re.IGNORECASE | re.DOTALL,
)
_ENDINGS = r"key|pem|crt|cer|csr|p12|pfx|jks|keytab|txt|ya?ml|eyaml|json|conf|cfg|ini|cnf|gpg|asc|pub|sh|py|rb|erb|epp"
_PATH = re.compile(
    rf"(?:~|\.{{1,2}})?(?:/[\w.@+%~-]+)+/?|[A-Za-z]:[\\/][\w .\\/-]*|[\w.-]+(?:/[\w.-]+)*\.(?:{_ENDINGS})"
    r"|(?:hash|file|btree|lmdb|texthash|proxy|ldap|regexp|pcre|sqlite):/?/?/[\w./@+-]+"
)
_REFERENCE = re.compile(
    r"(?:vault|arn|ssm|op|env|awskms|gcpkms|secretsmanager|keyring|ref\+\w+)[:/]\S+"  # where a secret is kept
    r"|(?:::)?[a-z]\w*(?:::\w+)+|[A-Z]\w*(?:::[A-Z]\w*)*\[.*\]|Sensitive|String|Any|Undef"  # a key, a resource, a type
    r"|(?:rule|role|group|user_id|project_id):[\w%():.]+(?: (?:or|and|not) \S+)*"  # rules of a policy
    r"|[a-z][a-z0-9+.-]*://[^\s@]*|mailto:\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # a URL without credentials, an address
)
_MEASURE = re.compile(
    r"[~^<>=! v]{0,3}\d+(?:\.[\w*]+)+(?:[-+~_][\w.]+)*"  # versions and addresses
    r"|[-+]?\d{1,6} ?(?:[smhdwMy]|ms|sec|min|[kKMGT]i?[bB]?|%)|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}"
)
_HOST = re.compile(
    r"[\w-]+(?:(?:\.[\w-]+)+\.[a-z]{2,24}|\.(?:com|org|net|local|internal|test|io))(?::\d+)?|localhost(?::\d+)?"
)
_PAM = re.compile(r"\bpam_\w+\.so\b")
_PROSE = re.compile(r"(?i)\S+ (?:.* )?(?:passwords?|passphrases?|secrets?|tokens?|keys?)\b.*|(?:\S+ ){6,}\S+")
_HASH = re.compile(
    r"\$(?:[0-9]\w?|2[abxy]|y|gy|7|apr1|sha1|argon2\w*|pbkdf2\S*|scrypt)\$\S+|\{[A-Za-z0-9._-]+\}\S+|md5[0-9a-f]{32}"
    r"|SCRAM-SHA-\d+\$\S+|\*[0-9A-F]{40}|0x0200[0-9A-Fa-f]{20,}|pbkdf2_sha\d+\$\S+|grub\.pbkdf2\S+"
)
_CIPHER = re.compile(r"\s*(?:ENC\[|\$ANSIBLE_VAULT|-----BEGIN PGP MESSAGE|age-encryption\.org|vault:v\d+:)")
_DECRYPTED = re.compile(r"DEC(?:\(\d+\))?::\w+\[")
_PUBLIC = re.compile(
    r"(?:ssh-\w+|ecdsa-sha2-\w+|sk-ssh-\S+) AAAA\S+|AAAA[BCE]\S+|-----BEGIN (?:[A-Z0-9]+ )*(?:CERTIFICATE|PUBLIC KEY)"
)
_DER_OR_DIGEST = re.compile(r"MI[IG]|(?:sha\d*|md5)[:-]", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9+/=_.~!@#$%^&*?-]{16,}")
_HEX = re.compile(r"[0-9a-f]{32,}|[0-9A-F]{64,}")
_FINGERPRINT = re.compile(r"[0-9A-F]{16,40}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORDS_IN_NAME = re.compile(r"(?<![A-Za-z0-9])[a-z]{3,}(?![A-Za-z0-9])")
INTERPOLATION = re.compile(r"%\{[^}]*\}")


def is_absent(text: str) -> bool:
    """Return whether a text says that there is nothing, or is a truth value."""
    return _ABSENT.fullmatch(text) is not None


def is_encrypted(text: str) -> bool:
    """Return whether a text is encrypted, as by eyaml."""
    return _CIPHER.match(text) is not None


def is_decrypted(text: str) -> bool:
    """Return whether a text is what `eyaml edit` shows in place of an encrypted one."""
    return "DEC" in text and _DECRYPTED.search(text) is not None


def is_hash(text: str) -> bool:
    """Return whether a text is a hash of a password, as crypt, databases and LDAP write them."""
    return _HASH.fullmatch(text) is not None


@functools.lru_cache(maxsize=4096)
def is_harmless(text: str) -> bool:
    """Return whether a text cannot be a secret by its form: a word of options, a path, a version, a placeholder."""
    if len(text) > _LONGEST:
        return False
    return (
        len(text) < 3
        or all(_WORDS.fullmatch(word) for word in _SEPARATORS.split(text))
        or any(form.fullmatch(text) for form in (_STAND_IN, _PLACEHOLDER, _PATH, _REFERENCE, _MEASURE, _HOST))
        or _PAM.search(text) is not None
        or _PROSE.fullmatch(text) is not None
    )


def is_path(text: str) -> bool:
    """Return whether a text is a path or the name of a file."""
    return len(text) <= _LONGEST and _PATH.fullmatch(text) is not None


def is_stand_in(text: str) -> bool:
    """Return whether a text is a variable of a shell or a template, which stands in place of a value."""
    return len(text) <= _LONGEST and _STAND_IN.fullmatch(text) is not None


def is_public(text: str) -> bool:
    """Return whether a text is a public key or a certificate."""
    return _PUBLIC.match(text.lstrip()) is not None and "PRIVATE KEY" not in text


def is_interpolation(text: str) -> bool:
    """Return whether a text is made of interpolations alone, which name a value without showing it."""
    return MARK in text and not INTERPOLATION.sub("", text) and "literal(" not in text


def is_random(text: str) -> bool:
    """Return whether a text looks drawn at random: its characters are many, and change their class often."""
    if not _TOKEN.fullmatch(text) or is_public(text) or _DER_OR_DIGEST.match(text) or _FINGERPRINT.fullmatch(text):
        return False
    if _UUID.fullmatch(text) or _HEX.fullmatch(text):
        return len(set(text)) > 6
    if sum(len(word) for word in _WORDS_IN_NAME.findall(text)) > 0.6 * len(text):  # a path or a name made of words
        return False
    changes = sum(_class(a) != _class(b) for a, b in itertools.pairwise(text))
    return entropy(text) >= 3.2 and changes >= 0.28 * len(text) and any(char.isdigit() for char in text)


def is_guarded(text: str) -> bool:
    """Return whether a text mixes letters with digits, as people are told to do in passwords."""
    return len(text) >= 6 and " " not in text and any(c.isalpha() for c in text) and any(c.isdigit() for c in text)


def entropy(text: str) -> float:
    """Return Shannon's entropy of a text in bits a character; 0.0 for an empty one."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def _class(char: str) -> int:
    if char.islower():
        return 0
    if char.isupper():
        return 1
    return 2 if char.isdigit() else 3
