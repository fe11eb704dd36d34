"""Packages of Debian, with versions of real mirrors: one on loopback, and this machine's own."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest

from hiera_kafka.dist.bundle import debian
from hiera_kafka.dist.bundle.contents import BundleRequest
from hiera_kafka.dist.progress import silent
from hiera_kafka.errors import DistError

pytestmark = pytest.mark.skipif(not shutil.which("apt-get"), reason="needs apt-get, as machines with Debian have it")

PACKAGES = """\
Package: made-up-java
Version: 2:1.17-74
Architecture: all
Depends: made-up-runtime
Recommends: made-up-desktop
Filename: pool/main/m/made-up-java_1.17-74_all.deb
Size: 1000
SHA256: {digest}

Package: made-up-runtime
Version: 17.0.1
Architecture: all
Filename: pool/main/m/made-up-runtime_17.0.1_all.deb
Size: 2000
SHA256: {digest}

Package: made-up-desktop
Version: 1
Architecture: all
Filename: pool/main/m/made-up-desktop_1_all.deb
Size: 3000
SHA256: {digest}
"""


@pytest.fixture
def mirror(site, tmp_path, monkeypatch) -> str:
    """A mirror with three packages, in the package sources of this machine; it is not signed, and they say so."""
    digest = hashlib.sha256(b"").hexdigest()
    index = PACKAGES.format(digest=digest).encode()
    done = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    where = f"main/binary-{done.stdout.strip()}/Packages"
    listed = f"SHA256:\n {hashlib.sha256(index).hexdigest()} {len(index)} {where}\n"
    about = f"Suite: bookworm\nCodename: bookworm\nDate: Mon, 01 Jan 2024 00:00:00 UTC\nArchitectures: {done.stdout.strip()}\nComponents: main\n"
    site.files |= {f"/dists/bookworm/{where}": index, "/dists/bookworm/Release": (about + listed).encode()}
    config = tmp_path / "apt.conf"
    settings = {"Acquire::http::Proxy": "false", "Acquire::Retries": "0"}
    config.write_text("".join(f'{name} "{value}";\n' for name, value in settings.items()))
    monkeypatch.setenv("APT_CONFIG", str(config))
    sources = tmp_path / "debian.sources"
    codename = debian.own_release()  # as on a machine of that release: it is exchanged for the one that is asked for
    sources.write_text(f"Types: deb\nURIs: {site.url}\nSuites: {codename}\nComponents: main\nTrusted: yes\n")
    monkeypatch.setattr(debian, "_SOURCES", (sources,))
    return site.url


def test_versions_are_those_of_the_mirror_with_all_that_is_needed_and_no_more(mirror, tmp_path):
    found = debian.resolve(["made-up-java"], "bookworm", tmp_path / "apt", progress=silent)
    assert [(one.name, one.version, one.architecture, one.size) for one in found] == [
        ("made-up-java", "2:1.17-74", "all", 1000),
        ("made-up-runtime", "17.0.1", "all", 2000),
    ]
    assert found[0].path == "pool/main/m/made-up-java_1.17-74_all.deb"


def test_a_bundle_has_a_list_for_each_release(mirror, tmp_path):
    request = BundleRequest((), packages=("made-up-java",), debian=("bookworm",))
    found = debian.collect(request, tmp_path, silent)
    rows = found.files["bookworm.txt"].source.decode().splitlines()
    assert [row.split()[:3] for row in rows] == [["made-up-java", "2:1.17-74", "all"], ["made-up-runtime", "17.0.1", "all"]]
    assert list(found.about) == [{"release": "bookworm", "wanted": ["made-up-java"], "packages": 2}]


def test_a_package_that_the_mirror_does_not_have_is_named(mirror, tmp_path):
    with pytest.raises(DistError, match=r"packages-unresolved.*no-such-package(.|\n)*Unable to locate package"):
        debian.resolve(["no-such-package"], "bookworm", tmp_path / "apt", progress=silent)


def test_a_mirror_that_does_not_answer_is_reported_without_its_password(unused_port, mirror, tmp_path):
    with pytest.raises(DistError) as caught:
        debian.resolve(["x"], "bookworm", tmp_path / "apt", mirror=f"http://me:geheim@127.0.0.1:{unused_port}", progress=silent)
    assert caught.value.diagnostics[0].id == "packages-unresolved"
    assert "geheim" not in str(caught.value)


def test_a_machine_without_apt_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DistError, match="this machine has no apt-get"):
        debian.resolve(["x"], "bookworm", tmp_path / "apt", progress=silent)


def test_the_release_of_this_machine_is_one_of_those_served():
    assert debian.own_release() in debian.RELEASES


def test_package_sources_of_another_distribution_are_not_asked(tmp_path, monkeypatch):
    sources = tmp_path / "sources.list"
    sources.write_text("deb http://127.0.0.1:1/ubuntu noble main\n")
    monkeypatch.setattr(debian, "_SOURCES", (sources,))
    with pytest.raises(DistError, match="no package sources of Debian"):
        debian.resolve(["x"], "trixie", tmp_path / "apt", progress=silent)
