"""Downloads one file over HTTP: goes on where an earlier run stopped, and never takes more than it must."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import urlsplit

import requests

from hiera_kafka.dist import disk, sessions
from hiera_kafka.dist.progress import Progress
from hiera_kafka.errors import Diagnostic, DistError

_PIECE = 1 << 18
_BAD_ISSUER = (2, 18, 19, 20, 21, 27)
"""OpenSSL's codes for a certificate whose authority is not known or not trusted."""


class TransferError(Exception):
    """A transfer did not succeed; says why in a few words that hold no secret."""


class SizeError(TransferError):
    """The file does not have a size that is allowed.

    Attributes:
        size: Bytes that were announced or had arrived.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"it has {size} bytes or more")
        self.size = size


def download(
    url: str, part: Path, *, shown: str, limit: int, timeout_s: tuple[float, float], progress: Progress
) -> None:
    """Bring the file at `url` to `part`, which may hold the beginning of it from an earlier run.

    The beginning is sent again only when the server knows no ranges. Whether both halves are of one file is for the
    caller to find out, by digest.

    Args:
        url: HTTP or HTTPS.
        part: File to append to.
        shown: The URL for messages, without secrets.
        limit: Bytes that the file may have.
        timeout_s: Seconds for connecting, and seconds that the server may be silent.
        progress: Receives bytes.

    Raises:
        DistError: `download-failed`, `certificate-untrusted`, `certificates-missing` or `disk-full`.
    """
    try:
        with sessions.session() as session:
            transfer(session, url, part, shown=shown, sizes=range(limit + 1), timeout_s=timeout_s, progress=progress)
    except SizeError as error:
        raise _failed(shown, f"it has more than {limit >> 20} MiB, and no Kafka release is that large") from error
    except TransferError as error:
        raise _failed(shown, str(error)) from error


def transfer(
    session: requests.Session,
    url: str,
    part: Path,
    *,
    shown: str,
    sizes: range,
    timeout_s: tuple[float, float],
    progress: Progress,
) -> None:
    """Do what `download` does, over connections that are there already.

    Args:
        session: From `sessions.session`.
        url: HTTP or HTTPS.
        part: File to append to.
        shown: The URL for messages, without secrets.
        sizes: Bytes that the file may have.
        timeout_s: Seconds for connecting, and seconds that the server may be silent.
        progress: Receives bytes.

    Raises:
        TransferError: It did not succeed; another attempt may.
        DistError: `certificate-untrusted`, `certificates-missing` or `disk-full`: no other attempt would help.
    """
    if not url.startswith(("https://", "http://")):
        raise TransferError("only http:// and https:// are fetched")
    _require_certificates()
    there = part.stat().st_size if part.is_file() else 0
    # A range of a compressed transfer would be of other bytes than the file's.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    try:
        with session.get(url, headers=headers, stream=True, timeout=timeout_s) as response:
            if response.status_code == requests.codes.requested_range_not_satisfiable and there:
                return
            response.raise_for_status()
            resumed = response.status_code == requests.codes.partial_content
            if resumed and not response.headers.get("Content-Range", "").startswith(f"bytes {there}-"):
                raise TransferError(f"asked for bytes from {there}, got {response.headers.get('Content-Range')!r}")
            size = _size(response, there if resumed else 0)
            if size is not None:
                if size not in sizes:
                    raise SizeError(size)
                disk.require(part.parent, size - (there if resumed else 0))
            progress.start(shown, size)
            progress.advance(there if resumed else 0)
            _store(response, part, there if resumed else 0, sizes, progress)
    except requests.RequestException as error:
        if disk.is_full(error):
            raise disk.full(part.parent, _PIECE) from error
        untrusted = _untrusted(url, error)
        if untrusted:
            raise DistError(untrusted) from error
        raise TransferError(_reason(error)) from error
    except OSError as error:
        if disk.is_full(error):
            raise disk.full(part.parent, _PIECE) from error
        raise


def _store(response: requests.Response, part: Path, there: int, sizes: range, progress: Progress) -> None:
    total = there
    with part.open("ab" if there else "wb") as stream:
        for piece in response.iter_content(_PIECE):
            total += len(piece)
            if total >= sizes.stop:
                raise SizeError(total)
            stream.write(piece)
            progress.advance(len(piece))


def _size(response: requests.Response, there: int) -> int | None:
    text = response.headers.get("Content-Length", "")
    return there + int(text) if text.isascii() and text.isdigit() else None


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP status {error.response.status_code}"
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, requests.Timeout):
        return "the server fell silent"
    if isinstance(error, requests.exceptions.SSLError):
        return "no TLS connection could be agreed on"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy of HTTPS_PROXY or HTTP_PROXY cannot be reached, or refused the connection"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return "the transfer broke off"


def _require_certificates() -> None:
    named = sessions.bundle()
    if named and not named[1].exists():
        raise DistError(
            Diagnostic(
                "certificates-missing",
                f"{named[0]} names {named[1]}, which does not exist; it must be a file or directory of certificates",
                hint=f"correct {named[0]}, or unset it: then the system's store is asked",
            )
        )


def _untrusted(url: str, error: BaseException) -> Diagnostic | None:
    """Return what to say of a certificate that was refused, None when `error` is about something else."""
    refused = _verification(error)
    if refused is None:
        return None
    named = sessions.bundle()
    hint = (
        "put the certificate of the site's own authority into the system's store (on Debian: copy it to "
        "/usr/local/share/ca-certificates/NAME.crt and run update-ca-certificates as root), or name a file of "
        "certificates in SSL_CERT_FILE or REQUESTS_CA_BUNDLE"
    )
    return Diagnostic(
        "certificate-untrusted",
        f"the certificate of {urlsplit(url).hostname} could not be verified: {refused.verify_message}",
        note=f"checked with {named[1]}, which {named[0]} names" if named else "checked with the system's store",
        hint=hint
        if refused.verify_code in _BAD_ISSUER
        else "have the server's certificate replaced; or correct the address, or this machine's clock",
    )


def _verification(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """Return the refusal that `error` was made from; libraries keep it as a cause, context, reason or argument."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, ssl.SSLCertVerificationError):
            return one
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return None


def _failed(shown: str, reason: str) -> DistError:
    return DistError(
        Diagnostic(
            "download-failed",
            f"{shown} could not be downloaded: {reason}",
            note="what was downloaded is kept, and the next run goes on from there",
            hint="look at the address, the network and HTTPS_PROXY; or give a local tarball with --path",
        )
    )
