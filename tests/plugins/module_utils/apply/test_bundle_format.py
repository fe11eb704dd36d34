"""Nothing in a bundle is taken on trust."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError

FILE = {"path": "/r/a", "owner": "root", "group": "root", "mode": "0644", "content": "x"}


def bundle(**changes: Any) -> dict[str, Any]:
    whole = {"format": 1, "host": "k1", "section": "kafka", "root": "/r", "service_manager": "systemd", "files": [FILE]}
    return {**whole, **changes}


def parse(**changes: Any) -> bundle_format.Bundle:
    return bundle_format.parse(json.dumps(bundle(**changes)).encode())


def test_a_bundle_has_its_resources() -> None:
    (file,) = parse().files
    assert (file.path, file.mode, file.content) == ("/r/a", 0o644, b"x")


def test_the_content_of_a_file_is_not_in_its_repr() -> None:
    assert "planted" not in repr(parse(files=[{**FILE, "content": "planted"}]))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"files": [{**FILE, "path": "/etc/passwd"}]}, "path '/etc/passwd' does not lie below /r"),
        ({"files": [{**FILE, "path": "/rr/a"}]}, "path '/rr/a' does not lie below /r"),
        ({"files": [{**FILE, "path": "/r/../a"}]}, "is not an absolute path without '..'"),
        ({"files": [{**FILE, "path": "a"}]}, "is not an absolute path"),
        ({"files": [{**FILE, "path": "/r/a\n"}]}, "path holds a NUL or a line break"),
        ({"files": [FILE, FILE]}, "/r/a is named twice"),
        ({"files": [FILE], "links": [{"path": "/r/a", "target": "b"}]}, "/r/a is named twice"),
        ({"files": [{**FILE, "mode": "4755"}]}, "mode '4755' is not octal between 0000 and 1777"),
        ({"files": [{**FILE, "mode": "rw"}]}, "mode 'rw' is not octal"),
        ({"files": [{**FILE, "secret": True}]}, "holds a secret and has mode 0644, allowed is 0640 or narrower"),
        ({"files": [{**FILE, "secret": "no"}]}, "secret is str, allowed are true and false"),
        ({"files": [{**FILE, "content": None}]}, "content is NoneType, allowed is text"),
        ({"files": {"a": 1}}, "files is not a list of objects"),
        ({"service_manager": "openrc"}, "service_manager is 'openrc', allowed are systemd and supervisor"),
        ({"root": "/"}, "root '/' is not an absolute path"),
        ({"users": [{"name": "a", "comment": "", "home": "/x", "uid": 0}]}, "uid 0 is not a positive integer"),
        ({"services": [{"name": "a"}]}, "a service has no definition"),
    ],
)
def test_what_is_not_as_it_must_be_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse(**changes)
    (problem,) = caught.value.problems
    assert problem.id == "bundle-refused"
    assert reason in problem.message


def test_a_service_with_a_name_that_is_an_option_is_refused() -> None:
    with pytest.raises(ProblemError, match="service-unknown"):
        parse(services=[{"name": "--now", "definition": {**FILE, "path": "/r/b"}, "record_file": "/r/c"}])


@given(st.binary(max_size=100))
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ProblemError, match="bundle-refused"):
        bundle_format.parse(data)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ProblemError, match="it is not JSON"):
        bundle_format.parse(b"[" * 200_000)


def packed(path: Path, data: bytes, mode: int = 0o600) -> tuple[str, str]:
    path.touch(mode)
    path.write_bytes(data)
    return str(path), hashlib.sha256(data).hexdigest()


def read(path: Path, data: bytes, mode: int = 0o600) -> str:
    name, digest = packed(path, data, mode)
    with pytest.raises(ProblemError) as caught:
        bundle_format.read(name, digest=digest, section="kafka")
    return caught.value.problems[0].message


def test_a_file_is_read_by_path_digest_and_section(tmp_path: Path) -> None:
    path, digest = packed(tmp_path / "b", gzip.compress(json.dumps(bundle()).encode()))
    assert bundle_format.read(path, digest=digest, section="kafka").host == "k1"


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    assert "others may read it (mode 0644), allowed is 0600" in read(tmp_path / "b", b"", 0o644)


def test_a_file_that_is_no_gzip_or_ends_early_is_refused(tmp_path: Path) -> None:
    assert "it is not a gzip file" in read(tmp_path / "a", b"text")
    assert "it ends in the middle" in read(tmp_path / "b", gzip.compress(b"x" * 1000)[:-9])


def test_a_file_that_unpacks_to_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * (bundle_format.UNPACKED_LIMIT + 10), compresslevel=1)
    assert len(bomb) < bundle_format.PACKED_LIMIT
    assert f"it unpacks to more than {bundle_format.UNPACKED_LIMIT} bytes" in read(tmp_path / "b", bomb)


def test_a_bundle_has_kernel_settings() -> None:
    (sysctl,) = parse(sysctls=[{"name": "vm.swappiness", "value": 1}]).sysctls
    assert (sysctl.name, sysctl.value) == ("vm.swappiness", 1)


@pytest.mark.parametrize(
    "sysctl",
    [
        {"name": "vm/../../etc/passwd", "value": 1},
        {"name": "..swappiness", "value": 1},
        {"name": "vm", "value": 1},
        {"name": "vm.swappiness", "value": "1; reboot"},
        {"name": "vm.swappiness", "value": True},
    ],
)
def test_what_is_no_kernel_setting_is_refused(sysctl: dict[str, Any]) -> None:
    with pytest.raises(ProblemError, match="bundle-refused"):
        parse(sysctls=[sysctl])
