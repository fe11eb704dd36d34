"""Secrets within longer texts: tokens of a known form, passwords in URLs, options, commands, headers and lines."""

from __future__ import annotations

import base64
import binascii
import re

from hiera_kafka.lint.data import secret_forms as forms

_KNOWN = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,}|gl(?:pat|dt|rt|ptt|soat)-[\w-]{20,}|xox[abeprs]-[\w-]{10,}"
    r"|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|sk-(?:\w{3,4}-)?[\w-]{20,}|AIza[\w-]{35}|ya29\.[\w-]{20,}"
    r"|SG\.[\w-]{16,}\.[\w-]{20,}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{40,}|rubygems_[0-9a-f]{48}|hv[sbr]\.[\w-]{20,}"
    r"|dckr_pat_[\w-]{20,}|dop_v1_[0-9a-f]{64}|gls?a_[A-Za-z0-9_]{32,}|glc_[A-Za-z0-9+/=]{32,}|NRAK-[A-Z0-9]{27}"
    r"|AGE-SECRET-KEY-1[A-Z0-9]{50,}|key-[0-9a-f]{32}|\d{8,10}:AA[\w-]{33}"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|AQ[A-Za-z0-9+/]{36}==)(?![\w=])"
    r"|hooks\.slack\.com/services/T\w+/B\w+/\w{16,}|\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}"
)
_SHORTEST = 15
"""Characters of the shortest of these tokens."""
_GAP = "\0"
"""What stands in place of each interpolation while a text is searched."""
_HINT = re.compile(
    r"://|@\w{3,4}\(|pass|pwd|secret|token|key|auth|pw|curl|community|identified|basic |bearer ", re.IGNORECASE
)
_IN_URL = re.compile(r"://[^/\s:@]{0,80}:([^/\s@]{1,300})@[\w.-]{0,100}")
_FROM_MANUALS = re.compile(r"://\w+:(?:pass\w*|pw|secret)@(?:[\w-]+\.)?example\.[\w.-]+")
_OPTION = re.compile(
    r"(?:passw(?:or)?d|passphrase|\bpwd|[_-]pass)[\"']?\s{0,4}=>?\s{0,4}[\"']?([^\s\"';,&|)]{3,200})"
    r"|--(?:[a-z]+-)?(?:password|passwd|passphrase|pass)[= ][\"']?([^\s\"'-][^\s\"']{2,200})"
    r"|\b(?:requirepass|masterauth|bindpw|rootpw|rocommunity|rwcommunity|sshpass -p)\s{1,4}[\"']?([^\s\"']{3,200})"
    r"|\bIDENTIFIED BY '([^']{3,200})'|\b(?:login|auth|userpwd)=[\w.@-]{1,60}:([^\s\"':,]{3,200})"
    r"|\b[\w.-]{1,60}:([^\s:@/]{3,200})@(?:tcp|udp|unix)\("  # as Go names a database
    r"|\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =][\"']?[\w.@-]{1,60}:([^\s\"']{3,200})",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?:secret(?:[_-]?key)?|api[_-]?key|access[_-]?key|token)[\"']?\s{0,4}[=:]>?\s{0,4}[\"']?([^\s\"';,&|)]{8,200})"
    r"|--(?:[a-z]+-)?(?:token|secret)[= ][\"']?([^\s\"'-][^\s\"']{7,200})|\bBearer\s([A-Za-z0-9+/=_.-]{8,400})",
    re.IGNORECASE,
)
_BASIC = re.compile(r"\bBasic ([A-Za-z0-9+/]{8,400}={0,2})(?![\w+/])")
_LINE = re.compile(
    r"^[ \t]*[\"']?[\w.-]{0,60}(?:passw(?:or)?d|passphrase)[\"']?[ \t]{0,4}:"
    r"[ \t]{1,4}[\"']?([^\s\"',]{3,200})[\"']?,?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_OPTION_PERHAPS = re.compile(
    r"(?<!NO)(?:passw(?:or)?d|passphrase|secret)[\"']?\s{0,8}[=:]>?\s{0,8}[\"']?([^\s,;]{1,200})", re.IGNORECASE
)
_URL_PERHAPS = re.compile(r"://[^/\s:@]{0,80}:(?!\d+/)([^\s@]{1,400})@")
_BLOCK = re.compile(r"^[ \t]*(?![0-9a-fA-F]+[ \t]*$|/|AAAA[BCE])(?=\S*\d)(?=\S*[a-z])[A-Za-z0-9+/=]{40,}", re.MULTILINE)


def holds_token(text: str) -> bool:
    """Return whether a text holds a token that its maker gave a form of its own."""
    return len(text) >= _SHORTEST and _KNOWN.search(text) is not None


def holds_password(text: str) -> bool:
    """Return whether a text holds a password: in a URL, an option, a command, a header or a line of its own."""
    if not _HINT.search(text):
        return False
    bare = forms.INTERPOLATION.sub(_GAP, text)
    for match in _IN_URL.finditer(bare):
        if _is_literal(match.group(1)) and not _FROM_MANUALS.fullmatch(match.group()):
            return True
    for form in (_OPTION, _LINE) if "\n" in text else (_OPTION,):
        if any(_is_literal(_given(match)) for match in form.finditer(bare)):
            return True
    if any(_is_pair_in_base64(match.group(1)) for match in _BASIC.finditer(bare)):
        return True
    return any(_is_literal(_given(match)) and forms.is_random(_given(match)) for match in _TOKEN.finditer(bare))


def may_hold_password(text: str) -> bool:
    """Return whether a text may hold a password; in doubt it does."""
    bare = forms.INTERPOLATION.sub(_GAP, text)
    for form in (_OPTION_PERHAPS, _URL_PERHAPS):
        for match in form.finditer(bare):
            given = match.group(1)
            if given.strip(_GAP) and not (forms.is_absent(given) or forms.is_path(given) or forms.is_stand_in(given)):
                return True
    return holds_password(text)


def holds_block(text: str) -> bool:
    """Return whether a line of a text is a long block of base64, as of a key or of a file."""
    return _BLOCK.search(text) is not None and not forms.is_public(text)


def _given(match: re.Match[str]) -> str:
    return next(part for part in match.groups() if part is not None)


def _is_pair_in_base64(text: str) -> bool:
    try:
        return b":" in base64.b64decode(text, validate=True)
    except binascii.Error:
        return False


def _is_literal(text: str) -> bool:
    """Return whether a part of a text is a password, not what stands in place of one, nor a regular expression."""
    return (
        _GAP not in text
        and text[0] not in "[(.\\*^$<{"
        and "ENC[" not in text
        and not forms.is_harmless(text)
        and not forms.is_hash(text)
    )
