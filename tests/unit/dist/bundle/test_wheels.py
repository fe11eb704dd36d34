"""Wheels, as pip makes them for another machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from hiera_kafka.dist.bundle import wheels
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.errors import DistError
from lib.machine import index
from lib.machine.web import proxying


@pytest.fixture
def our_index(site, monkeypatch):
    """An index that has one package, and a pip that knows no other."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    site.files |= index.files()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"{site.url.replace('//', '//me:geheim@')}/simple/")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setattr(wheels, "_installed", lambda: iter(()))
    return site


@pytest.mark.slow
def test_packages_come_from_the_index_of_pip_through_its_proxy(our_index, tmp_path, told, monkeypatch):
    monkeypatch.setattr(wheels, "_requirements", lambda java: [index.NAME])
    with proxying() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        found = wheels.collect(BundleRequest(()), tmp_path, told)
        assert [urlsplit(address).path for _, address in proxy.asked] == list(index.files())
    assert list(found.files) == ["made_up_package-1.0-py3-none-any.whl"]
    assert list(found.about) == [
        {"name": "made_up_package", "version": "1.0", "python": "py3", "abi": "none", "platform": "any"}
    ]
    assert "  Collecting made-up-package" in told.said
    assert set(our_index.passwords) == {"Basic bWU6Z2VoZWlt"}
    assert "geheim" not in str(told.said)


@pytest.mark.slow
def test_a_package_that_the_index_does_not_have_is_named_without_its_password(our_index, tmp_path, told, monkeypatch):
    monkeypatch.setattr(wheels, "_requirements", lambda java: ["no-such-package"])
    with pytest.raises(DistError) as caught:
        wheels.collect(BundleRequest(()), tmp_path, told)
    (found,) = caught.value.diagnostics
    assert found.id == "wheels-unavailable"
    assert "no-such-package" in found.note
    assert "geheim" not in f"{found} {told.said}"


def test_what_runs_here_is_asked_for_in_its_very_versions():
    lines = list(wheels._installed())
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==\S+", line) for line in lines)
    assert f"pytest=={pytest.__version__}" in lines
    assert not [line for line in lines if line.startswith("hiera-kafka==")], "a checkout is built from where it is"


def test_a_checkout_needs_what_builds_it_too():
    ours, *build = wheels._requirements(java=True)
    assert re.fullmatch(r"hiera-kafka\[java\] @ file:///.+", ours)
    assert [line for line in build if line.startswith("hatchling")]
    assert wheels._requirements(java=False)[0].startswith("hiera-kafka @ ")


@pytest.mark.parametrize(
    ("pip", "options"),
    [("22.1", []), ("22.2", ["--use-feature=truststore"]), ("23.2.1", ["--use-feature=truststore"]), ("24.2", []), ("25.0.1", [])],
)
def test_pip_asks_the_systems_store_of_certificates(monkeypatch, pip, options):
    monkeypatch.setattr(wheels.importlib.metadata, "version", lambda name: pip)
    assert wheels._store_option() == options


def test_the_option_is_one_of_the_pip_that_is_here():
    done = subprocess.run([sys.executable, "-m", "pip", "--version", *wheels._store_option()], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
