"""What a file cannot hold is found in the catalog, by the rules by which it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.catalog.resources import File, Options, Section, Service, Setting, SettingGroup, Value
from hiera_kafka.catalog.written_values import check_written, plain_text, refused_in_line, refused_in_zoo_cfg
from hiera_kafka.errors import Position, RenderError
from hiera_kafka.render import formats
from hiera_kafka.source import Origin

HERE = Position("data.yaml", 7, 3)


def section(text: str) -> Section:
    """Return a section with a value in three files: of an environment, of ZooKeeper, and of Kafka."""
    settings = (Setting("name", Value(text, Origin.given("key", HERE))),)
    groups = (SettingGroup("", settings),)
    return Section(
        "role",
        "cluster",
        files=(
            File("/env", "env.j2", {"exports": settings}, "root", "root"),
            File("/zoo.cfg", "zoo.j2", {"groups": groups}, "root", "root", options=Options("zookeeper")),
            File("/k.properties", "k.j2", {"groups": groups}, "root", "root", options=Options("broker", "3.9.2")),
        ),
        services=(
            Service(
                name="a",
                description="",
                user="u",
                group="u",
                main=("/a",),
                environment_files=("/env",),
                records=(),
                record_file="/r",
                log="/l",
                working_directory="/",
                nofile=1,
                stop_timeout_s=1,
                writable=(),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "files"),
    [("a", []), ("a\nb", ["an environment file"]), ("a ", ["zoo.cfg"]), ("", []), ("a\x85b", ["an e"])],
)
def test_a_value_is_refused_where_its_file_cannot_hold_it_and_nowhere_else(text: str, files: list[str]) -> None:
    found = list(check_written([section(text)]))
    assert [one.id for one in found] == ["value-not-representable"] * len(files)
    assert all(one.where == (HERE,) for one in found)
    assert all(f"cannot be written in {file}" in one.message for file, one in zip(files, found, strict=True))


@given(st.text())
def test_the_catalog_and_the_rendering_refuse_the_same(text: str) -> None:
    for write, refused in (
        (formats.environment_value, refused_in_line(text, "an environment file")),
        (formats.shell_word, refused_in_line(text, "a shell file")),
        (formats.zoo_cfg_value, refused_in_zoo_cfg(text)),
    ):
        if refused is None:
            write(text)
            continue
        with pytest.raises(RenderError) as raised:
            write(text)
        assert raised.value.diagnostics == (refused,)


@pytest.mark.parametrize(
    ("data", "text"), [(True, "true"), (False, "false"), (None, ""), (1, "1"), (-1, "-1"), (0.25, "0.25"), ("x", "x")]
)
def test_plain_values_are_written_as_java_reads_them(data: str | float | bool | None, text: str) -> None:
    assert plain_text(data) == text
