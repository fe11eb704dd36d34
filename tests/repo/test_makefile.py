"""`make` installs where packages come from a site's own index, through its proxy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from lib.machine import index
from lib.machine.web import Site, proxying, serving, store
from lib.repository import ROOT

pytestmark = pytest.mark.slow

KEPT = ("PATH", "HOME", "LANG")
"""What of this machine's environment `make` gets: its proxies, indexes and certificates would decide the test."""


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A venv with the pip that comes with Python, as `make` makes it."""
    made = tmp_path_factory.mktemp("make") / "venv"
    subprocess.run([sys.executable, "-m", "venv", made], check=True)
    return made


def _install(venv: Path, site: Site, **variables: str) -> subprocess.CompletedProcess[str]:
    probe = f"probe: ; $(PIP) --force-reinstall {index.NAME}"
    pip = {"CONFIG_FILE": os.devnull, "INDEX_URL": f"{site.url}/simple/", "RETRIES": "0", "NO_CACHE_DIR": "1"}
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    return subprocess.run(
        ["make", "--no-print-directory", f"VENV={venv}", "--eval", probe, "probe"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=environment | {f"PIP_{name}": value for name, value in pip.items()} | variables,
    )  # fmt: skip


def test_an_index_with_a_certificate_of_the_site_is_used_through_the_sites_proxy(venv, tmp_path):
    authority = trustme.CA()
    with serving(Site(files=index.files()), authority.issue_cert("127.0.0.1")) as site, proxying("me:geheim") as proxy:
        refused = _install(venv, site)
        assert refused.returncode != 0
        assert site.asked == [], "nothing is fetched from a server that was not verified"
        done = _install(venv, site, SSL_CERT_FILE=str(store(tmp_path, authority)), HTTPS_PROXY=proxy.url("me:geheim"))
        assert done.returncode == 0, done.stderr
        assert set(proxy.asked) == {("CONNECT", f"127.0.0.1:{site.port}")}
        assert "geheim" not in done.stdout + done.stderr
    assert list(venv.glob("lib/*/site-packages/made_up_package.py"))
