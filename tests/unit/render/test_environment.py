"""Templates print values through the filter of their format, and leave a mark of where each came from."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from hiera_kafka.catalog.resources import Value
from hiera_kafka.errors import Position, RenderError
from hiera_kafka.render.environment import MARK, Marks, environment
from hiera_kafka.source import Kind, Origin

ORIGIN = Origin(Kind.DATA, Position("/site/common.yaml", 3, 7))


def render(directory: Path, template: str, **context: object) -> str:
    """Render a template of this text."""
    (directory / "t.j2").write_text(template)
    return environment(directory).get_template("t.j2").render({"__marks__": Marks(), **context})


def test_a_value_is_printed_behind_a_mark_of_its_origin(tmp_path: Path) -> None:
    marks = Marks()
    text = render(tmp_path, "a={{ value | property }}\n", value=Value(True, ORIGIN), __marks__=marks)
    assert MARK.sub("", text) == "a=true\n"
    assert marks.origins == [ORIGIN]


def test_a_value_without_a_filter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(jinja2.TemplateRuntimeError, match="without a filter"):
        render(tmp_path, "{{ value }}", value=Value("x", ORIGIN))


def test_only_values_and_text_are_printed(tmp_path: Path) -> None:
    with pytest.raises(jinja2.TemplateRuntimeError, match="not list"):
        render(tmp_path, "{{ value | text }}", value=["x"])


def test_an_unknown_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError, match="'nothing' is undefined"):
        render(tmp_path, "{{ nothing | text }}")


def test_a_value_that_does_not_fit_its_format_is_an_error_at_its_place_in_the_data(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as error:
        render(tmp_path, "{{ value | env }}", value=Value("two\nlines", ORIGIN))
    assert error.value.diagnostics[0].id == "value-not-representable"
    assert error.value.diagnostics[0].where == (ORIGIN.position,)


def test_templates_cannot_leave_their_directory(tmp_path: Path) -> None:
    (tmp_path / "outside.j2").write_text("x")
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(jinja2.TemplateNotFound):
        render(inside, "{% include '../outside.j2' %}")
