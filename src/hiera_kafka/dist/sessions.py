"""HTTP sessions: certificates are checked against the system's store, as curl and apt do.

`requests` brings a list of authorities of its own, which knows nothing of a site's. A file that REQUESTS_CA_BUNDLE or
CURL_CA_BUNDLE names counts in place of the store. Proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, passwords
those of ~/.netrc.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3 import Retry

BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables that name certificates to trust in place of the system's store; the first that is set counts."""

_RETRY = Retry(
    total=None,
    connect=0,
    read=False,
    other=0,
    redirect=0,
    status=3,
    status_forcelist=(429, 503),  # repositories that limit how often they are asked say when to come back
    allowed_methods=("GET",),
    backoff_factor=0.5,
    raise_on_status=False,
    retry_after_max=60,
)


class _SystemStore(HTTPAdapter):
    """Asks the system's store, unless the caller named a file or directory of certificates."""

    def __init__(self) -> None:
        self._context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(max_retries=_RETRY)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what chooses a connection; with it comes the store."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        if verify is True:
            pool["ssl_context"] = self._context
        return host, pool

    def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
        """Prepare a connection; the list of authorities that requests brings is not added to the store."""
        if verify is True:
            conn.cert_reqs = "CERT_REQUIRED"
        else:
            super().cert_verify(conn, url, verify, cert)

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Return what talks to a proxy; one that is reached over TLS is checked like a server."""
        return super().proxy_manager_for(proxy, proxy_ssl_context=self._context, **proxy_kwargs)


def session() -> requests.Session:
    """Return a new session, for one thread; the caller closes it."""
    made = requests.Session()
    made.mount("https://", _SystemStore())
    made.mount("http://", HTTPAdapter(max_retries=_RETRY))
    return made


@contextmanager
def in_place_of_requests() -> Iterator[None]:
    """Have `requests.request` use one of these sessions, for libraries that take none; for programs of one thread.

    Without it, each request of such a library is a connection of its own.
    """
    original = requests.request
    with session() as shared:
        requests.request = shared.request
        try:
            yield
        finally:
            requests.request = original


def bundle(environ: Mapping[str, str] = os.environ) -> tuple[str, Path] | None:
    """Return the variable that names certificates in place of the system's store, and the path; None without one."""
    return next(((name, Path(environ[name])) for name in BUNDLE_VARIABLES if environ.get(name)), None)
