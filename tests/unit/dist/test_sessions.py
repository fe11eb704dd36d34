"""Whom our requests trust, and which way they take, with real servers, certificates and proxies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests
import trustme

from hiera_kafka.dist import http, maven, sessions
from hiera_kafka.dist.progress import silent
from hiera_kafka.errors import DistError
from lib.machine.web import Site, proxying, serving, store

NETWORK = (
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy"),
    *("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"),
)
DATA = b"a release\n" * 1000


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    """What this machine's own network needs would decide these tests."""
    for name in NETWORK:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority) -> Iterator[Site]:
    with serving(Site(files={"/k": DATA}), authority.issue_cert("127.0.0.1", "localhost")) as made:
        yield made


def _download(url, part):
    http.download(url, part, shown="kafka.tgz", limit=1 << 30, timeout_s=(10.0, 30.0), progress=silent)


def test_a_site_whose_authority_is_in_the_systems_store_is_trusted(secure, authority, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, authority)))
    _download(f"{secure.url}/k", tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == DATA


def test_a_bundle_of_the_caller_counts_in_place_of_the_store(secure, authority, tmp_path, monkeypatch):
    ours, others = store(tmp_path, authority), tmp_path / "others.pem"
    others.write_bytes(trustme.CA().cert_pem.bytes())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(ours))
    _download(f"{secure.url}/k", tmp_path / "part")
    monkeypatch.setenv("SSL_CERT_FILE", str(ours))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(others))
    with pytest.raises(DistError, match=f"checked with {others}, which REQUESTS_CA_BUNDLE names"):
        _download(f"{secure.url}/k", tmp_path / "other")


def test_an_authority_that_is_nowhere_ends_the_download_with_what_to_do(secure, tmp_path):
    with pytest.raises(DistError) as caught:
        _download(f"{secure.url}/k", tmp_path / "part")
    (found,) = caught.value.diagnostics
    assert found.id == "certificate-untrusted"
    assert "certificate of 127.0.0.1 could not be verified: unable to get local issuer" in found.message
    assert "update-ca-certificates" in found.hint
    assert not (tmp_path / "part").exists()
    assert secure.asked == []


def test_the_list_that_requests_brings_is_not_asked(secure, authority, tmp_path, monkeypatch):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(store(tmp_path, authority)))
    with pytest.raises(DistError, match="certificate-untrusted"):
        _download(f"{secure.url}/k", tmp_path / "part")


def test_a_certificate_for_another_name_is_no_matter_of_authorities(authority, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, authority)))
    with (
        serving(Site(files={"/k": DATA}), authority.issue_cert("elsewhere.example")) as site,
        pytest.raises(DistError) as caught,
    ):
        _download(f"{site.url}/k", tmp_path / "part")
    (found,) = caught.value.diagnostics
    assert found.id == "certificate-untrusted"
    assert "127.0.0.1" in found.message
    assert "update-ca-certificates" not in found.hint


@pytest.mark.parametrize("name", sessions.BUNDLE_VARIABLES)
def test_a_bundle_that_is_missing_is_named(secure, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, str(tmp_path / "missing.pem"))
    with pytest.raises(DistError, match=f"{name} names .*missing.pem, which does not exist") as caught:
        _download(f"{secure.url}/k", tmp_path / "part")
    assert caught.value.diagnostics[0].id == "certificates-missing"


def test_a_jar_from_an_untrusted_mirror_is_asked_for_once(locked, secure, tmp_path):
    with pytest.raises(DistError) as caught:
        maven.fetch(locked, tmp_path, repository=secure.url)
    assert [found.id for found in caught.value.diagnostics] == ["certificate-untrusted"]
    assert list(tmp_path.glob("*.jar")) == []


def test_jars_come_from_a_mirror_with_a_certificate_of_the_site(locked, site, authority, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, authority)))
    target = tmp_path / "jars"
    target.mkdir()
    with serving(Site(files=site.files), authority.issue_cert("127.0.0.1")) as mirror:
        found = maven.fetch(locked, target, repository=f"{mirror.url}/")
    assert {path for path, _ in mirror.asked} == {f"/{jar.path}" for jar, _ in found}
    assert len(mirror.asked) == len(found), "each jar is asked for once, and nothing else is"


def test_https_goes_through_the_proxy_that_the_environment_names(secure, authority, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, authority)))
    with proxying("me:geheim") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url("me:geheim"))
        _download(f"{secure.url}/k", tmp_path / "part")
        assert proxy.asked == [("CONNECT", f"127.0.0.1:{secure.port}")]
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        _download(f"{secure.url}/k", tmp_path / "direct")
        assert len(proxy.asked) == 1
    assert (tmp_path / "part").read_bytes() == (tmp_path / "direct").read_bytes() == DATA


def test_jars_over_http_go_through_the_proxy(locked, site, tmp_path, monkeypatch):
    with proxying() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        maven.fetch(locked, tmp_path, repository=site.url)
        assert sorted(proxy.asked) == sorted(("GET", f"{site.url}/{jar.path}") for jar in locked.jars)


@pytest.mark.parametrize("password", [None, "me:wrong-geheim"], ids=["none", "wrong"])
def test_a_proxy_that_refuses_is_reported_without_the_password(secure, tmp_path, monkeypatch, password):
    with proxying("me:geheim") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url(password))
        with pytest.raises(DistError, match="the proxy of HTTPS_PROXY") as caught:
            _download(f"{secure.url}/k", tmp_path / "part")
    assert "geheim" not in str(caught.value)


def test_a_repository_that_limits_how_often_it_is_asked_is_asked_again(locked, site, tmp_path):
    site.refusals += [429, 503, 429]
    found = maven.fetch(locked, tmp_path, repository=site.url)
    assert all(path.is_file() for _, path in found)
    assert site.refusals == []


def test_a_password_of_the_repository_is_sent_and_never_shown(locked, site, tmp_path, told):
    repository = site.url.replace("//", "//me:geheim@")
    maven.fetch(locked, tmp_path, repository=repository, progress=told)
    assert set(site.passwords) == {"Basic bWU6Z2VoZWlt"}
    assert "geheim" not in f"{told.said} {told.started}"


def test_libraries_that_take_no_session_use_ours_inside_the_block_alone(secure, authority, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(store(tmp_path, authority)))
    before = requests.request
    with sessions.in_place_of_requests():
        assert requests.request("GET", f"{secure.url}/k", timeout=30).content == DATA
    assert requests.request is before
    with pytest.raises(requests.exceptions.SSLError):
        requests.request("GET", f"{secure.url}/k", timeout=30)


@pytest.mark.slow
@pytest.mark.skipif(
    os.geteuid() != 0 or not (shutil.which("unshare") and shutil.which("update-ca-certificates")),
    reason="needs root, unshare and update-ca-certificates, to change a store that nobody else sees",
)
def test_an_authority_that_update_ca_certificates_has_put_there_is_trusted(secure, authority, tmp_path):
    """The store is the machine's own, in a mount namespace, with the very command that administrators use."""
    script = """
        mount -t tmpfs none /usr/local/share/ca-certificates
        mount -t tmpfs none /etc/ssl/certs
        test -z "$1" || cp "$1" /usr/local/share/ca-certificates/site.crt
        update-ca-certificates --hooksdir /nonexistent >/dev/null 2>&1
        exec "$2" -c "$3" "$4" "$5"
    """
    program = (
        "import sys; from pathlib import Path; from hiera_kafka.dist import http; "
        "from hiera_kafka.dist.progress import silent; "
        "http.download(sys.argv[1], Path(sys.argv[2]), shown='k', limit=1 << 20, timeout_s=(9, 9), progress=silent)"
    )

    def download(certificate: str) -> subprocess.CompletedProcess[str]:
        words = [certificate, sys.executable, program, f"{secure.url}/k", str(tmp_path / "part")]
        unshared = ["unshare", "--mount", "sh", "-ec", script, "sh", *words]
        return subprocess.run(unshared, capture_output=True, text=True, check=False)

    assert "certificate-untrusted" in download("").stderr
    done = download(str(store(tmp_path, authority)))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "part").read_bytes() == DATA
