"""What a text of the data must be, so that no host and no service refuses it later."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.model.texts import (
    LONGEST_SERVICE_NAME,
    SERVICE_NAME,
    GroupId,
    HeapSize,
    Rack,
    UnixPath,
    is_path,
    normal_path,
)

PATH, HEAP, RACK, GROUP = (TypeAdapter[Any](kind) for kind in (UnixPath, HeapSize, Rack, GroupId))


def refusal(kind: TypeAdapter[Any], value: object) -> str:
    """Return the id of what is said of a value."""
    with pytest.raises(ValidationError) as raised:
        kind.validate_python(value)
    (found,) = raised.value.errors()
    return str(found["type"])


@given(st.text(st.sampled_from("/.a ,\n\0é")))
def test_a_path_is_normal_and_leaves_its_place_by_no_way(value: str) -> None:
    if is_path(value):
        path = PATH.validate_python(value)
        assert path == normal_path(path) == normal_path(value)
        assert ".." not in path.split("/")
        assert not set(path) & set(" ,\n\0é")


@pytest.mark.parametrize(
    ("given_", "path"),
    [
        ("/srv/kafka/", "/srv/kafka"),
        ("//srv//kafka", "/srv/kafka"),
        ("/srv/./kafka/.", "/srv/kafka"),
        (f"/srv/{'x' * 255}", f"/srv/{'x' * 255}"),
    ],
)
def test_one_directory_has_one_name(given_: str, path: str) -> None:
    assert PATH.validate_python(given_) == path


@pytest.mark.parametrize(
    "value",
    [
        *("srv", "", "/srv/..", "/srv/a b", "/srv/a,b", "/srv/a\n", "/srv/a\x85", "/srv/käfka", 7, None),
        *(f"/srv/{'x' * 256}", "/srv" + "/xxxxxxxxx" * 103),
    ],
)
def test_what_a_service_cannot_be_given_is_no_path(value: object) -> None:
    assert refusal(PATH, value) == "path-invalid"


@pytest.mark.parametrize("value", ["64m", "65536k", "2g", "512M", "16384g"])
def test_a_heap_is_a_size_that_a_jvm_starts_with(value: str) -> None:
    assert HEAP.validate_python(value) == value


@pytest.mark.parametrize("value", ["63m", "65535k", "1k", "16385g", "9" * 30 + "g", "2 g", "2gb", "2t", "0g", "", 2])
def test_no_other_heap_is_taken(value: object) -> None:
    assert refusal(HEAP, value) == "heap-size-invalid"


def test_a_jvm_starts_with_the_smallest_heap_and_our_options() -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("no java on this machine to start with a heap")
    heap = ["-Xms64m", "-Xmx64m"]
    subprocess.run([java, *heap, *hosts_platform().jvm_options.split(), "-version"], check=True, capture_output=True)


@pytest.mark.parametrize("value", ["A", "row é", "true"])
def test_a_rack_is_a_line_of_text(value: str) -> None:
    assert RACK.validate_python(value) == value


@pytest.mark.parametrize("value", ["", " ", " A", "A ", "A\nB", "A\x00", "A\u2028", 1, None])
def test_no_other_rack_is_taken(value: object) -> None:
    assert refusal(RACK, value) == "rack-not-string"


def test_a_group_is_a_line_of_text_of_some_length() -> None:
    assert GROUP.validate_python("g" * 255) == "g" * 255
    for value in ("g" * 256, "", " g", "g\n", "a\tb", 7):
        assert refusal(GROUP, value) == "group-id-invalid"


def test_the_longest_name_of_a_service_is_what_the_pattern_says() -> None:
    assert re.fullmatch(SERVICE_NAME, "x" * LONGEST_SERVICE_NAME)
    assert not re.fullmatch(SERVICE_NAME, "x" * (LONGEST_SERVICE_NAME + 1))
