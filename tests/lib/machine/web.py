"""A real web server on loopback, with TLS where a test brings an authority, and a real proxy before it."""

from __future__ import annotations

import base64
import contextlib
import re
import select
import socket
import ssl
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import trustme


@dataclass
class Site:
    """What the server serves, and what it was asked.

    Attributes:
        files: Path to content.
        ranges: Whether it knows ranges.
        stall_after: Bytes of each file after which it falls silent until `go_on` is set.
        stalled: Set when it fell silent.
        refusals: Statuses that the next requests are answered with, before any file.
        asked: Path and Range header of each request.
        passwords: Authorization header of each request.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    stall_after: int | None = None
    stalled: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    refusals: list[int] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    passwords: list[str | None] = field(default_factory=list)

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port
        return port


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            site.asked.append((self.path, wanted))
            site.passwords.append(self.headers.get("Authorization"))
            if site.refusals:
                self.send_response(site.refusals.pop(0))
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            data = site.files.get(self.path)
            if data is None:
                self.send_error(404)
                return
            start = 0
            if wanted and site.ranges:
                match = re.fullmatch(r"bytes=([0-9]+)-", wanted)
                assert match
                start = int(match[1])
                if start >= len(data):
                    self.send_error(416)
                    return
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            else:
                self.send_response(200)
            self.send_header("Content-Type", "text/html" if self.path.endswith("/") else "application/octet-stream")
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            self._send(data[start:])

        def _send(self, data: bytes) -> None:
            try:
                if site.stall_after is not None:
                    self.wfile.write(data[: site.stall_after])
                    self.wfile.flush()
                    data = data[site.stall_after :]
                    site.stalled.set()
                    site.go_on.wait(60)
                self.wfile.write(data)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    return Handler


class _Server(ThreadingHTTPServer):
    """Clients that refuse its certificate are no errors of the server."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet."""


@contextlib.contextmanager
def serving(site: Site, certificate: trustme.LeafCert | None = None) -> Iterator[Site]:
    """Serve `site` on a free port of loopback, over TLS with `certificate`; its `url` is set."""
    with _Server(("127.0.0.1", 0), _handler(site)) as server:
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            # The handshake belongs to the thread of the connection: a client that refuses must not end `accept`.
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            scheme = "https"
        site.url = f"{scheme}://127.0.0.1:{server.server_port}"
        with _running(server):
            yield site
            site.go_on.set()


@contextlib.contextmanager
def _running(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def store(directory: Path, authority: trustme.CA) -> Path:
    """Return a file of certificates that holds `authority` alone, as a site's own store would."""
    path = directory / "site-ca.pem"
    path.write_bytes(authority.cert_pem.bytes())
    return path


@dataclass
class Proxy:
    """A proxy, and what passed through it.

    Attributes:
        password: `user:password` that it asks for, None to let everybody through.
        asked: Method and target of each request that it let through.
    """

    port: int = 0
    password: str | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, password: str | None = None) -> str:
        """Return its address, with user and password where they are given."""
        return f"http://{password + '@' if password else ''}127.0.0.1:{self.port}"


def _proxy_handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            if not self._allowed():
                return
            host, _, port = self.path.partition(":")
            with socket.create_connection((host, int(port)), timeout=30) as upstream:
                self.send_response(200)
                self.end_headers()
                _pass_on(self.connection, upstream)
            self.close_connection = True

        def do_GET(self) -> None:
            if not self._allowed():
                return
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            asked = urllib.request.Request(self.path)
            if password := self.headers.get("Authorization"):
                asked.add_header("Authorization", password)
            with opener.open(asked, timeout=30) as answer:
                data = answer.read()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "application/octet-stream"))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _allowed(self) -> bool:
            if proxy.password:
                wanted = f"Basic {base64.b64encode(proxy.password.encode()).decode()}"
                if self.headers.get("Proxy-Authorization") != wanted:
                    self.send_response(407)
                    self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return False
            proxy.asked.append((self.command, self.path))
            return True

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    return Handler


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    peers = {one: other, other: one}
    while True:
        for ready in select.select(list(peers), [], [], 60)[0]:
            try:
                data = ready.recv(1 << 16)
            except ConnectionError:
                data = b""
            if not data:
                return
            peers[ready].sendall(data)


@contextlib.contextmanager
def proxying(password: str | None = None) -> Iterator[Proxy]:
    """Run a proxy on a free port of loopback; with `password` it asks for `user:password`."""
    proxy = Proxy(password=password)
    with _Server(("127.0.0.1", 0), _proxy_handler(proxy)) as server:
        proxy.port = server.server_port
        with _running(server):
            yield proxy
