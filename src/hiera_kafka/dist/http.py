"""Downloads one large file over HTTP: goes on where an earlier run stopped, and never takes more than it must."""

from __future__ import annotations

from pathlib import Path

import requests

from hiera_kafka.dist import disk
from hiera_kafka.dist.progress import Progress
from hiera_kafka.errors import Diagnostic, DistError

_PIECE = 1 << 18


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
        DistError: `download-failed` or `disk-full`.
    """
    if not url.startswith(("https://", "http://")):
        raise _failed(shown, "only http:// and https:// are fetched")
    there = part.stat().st_size if part.is_file() else 0
    # A range of a compressed transfer would be of other bytes than the file's.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    try:
        with requests.get(url, headers=headers, stream=True, timeout=timeout_s) as response:
            if response.status_code == requests.codes.requested_range_not_satisfiable and there:
                return
            response.raise_for_status()
            resumed = response.status_code == requests.codes.partial_content
            if resumed and not response.headers.get("Content-Range", "").startswith(f"bytes {there}-"):
                raise _failed(shown, f"asked for bytes from {there}, got {response.headers.get('Content-Range')!r}")
            size = _size(response, there if resumed else 0)
            if size is not None:
                _check_size(shown, size, limit)
                disk.require(part.parent, size - (there if resumed else 0))
            progress.start(shown, size)
            progress.advance(there if resumed else 0)
            _store(response, part, there if resumed else 0, shown, limit, progress)
    except requests.RequestException as error:
        if disk.is_full(error):
            raise disk.full(part.parent, _PIECE) from error
        raise _failed(shown, _reason(error)) from error
    except OSError as error:
        if disk.is_full(error):
            raise disk.full(part.parent, _PIECE) from error
        raise


def _store(response: requests.Response, part: Path, there: int, shown: str, limit: int, progress: Progress) -> None:
    total = there
    with part.open("ab" if there else "wb") as stream:
        for piece in response.iter_content(_PIECE):
            total += len(piece)
            _check_size(shown, total, limit)
            stream.write(piece)
            progress.advance(len(piece))


def _size(response: requests.Response, there: int) -> int | None:
    text = response.headers.get("Content-Length", "")
    return there + int(text) if text.isascii() and text.isdigit() else None


def _check_size(shown: str, size: int, limit: int) -> None:
    if size > limit:
        raise _failed(shown, f"it has more than {limit >> 20} MiB, and no Kafka release is that large")


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP status {error.response.status_code}"
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, requests.Timeout):
        return "the server fell silent"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate could not be verified"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return "the transfer broke off"


def _failed(shown: str, reason: str) -> DistError:
    return DistError(
        Diagnostic(
            "download-failed",
            f"{shown} could not be downloaded: {reason}",
            note="what was downloaded is kept, and the next run goes on from there",
            hint="look at the address, the network and HTTPS_PROXY; or give a local tarball with --path",
        )
    )
