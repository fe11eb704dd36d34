"""Templates print values through the filter of their format, and leave a mark of where each came from."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from hiera_kafka.catalog.resources import Setting, Value
from hiera_kafka.errors import Position, ProjectError, RenderError
from hiera_kafka.render.environment import MARK, Marks, environment
from hiera_kafka.source import Origin, OriginKind

ORIGIN = Origin(OriginKind.DATA, Position("/site/common.yaml", 3, 7))


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


@pytest.mark.parametrize("name", ["../outside.j2", "{tmp_path}/outside.j2", "link.j2", "linked/outside.j2"])
def test_templates_cannot_leave_their_directory(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.j2").write_text("x")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.j2").symlink_to("../outside.j2")
    (inside / "linked").symlink_to("..")
    with pytest.raises(jinja2.TemplateNotFound):
        render(inside, f"{{% include '{name.format(tmp_path=tmp_path)}' %}}")


def test_templates_may_include_others_and_links_to_others(tmp_path: Path) -> None:
    (tmp_path / "other.j2").write_text("x")
    (tmp_path / "link.j2").symlink_to("other.j2")
    assert render(tmp_path, "{% include 'other.j2' %}{% include 'link.j2' %}") == "xx"


def test_a_template_that_everybody_may_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.j2").write_text("x")
    (tmp_path / "other.j2").chmod(0o666)
    with pytest.raises(ProjectError, match="untrusted-code"):
        render(tmp_path, "{% include 'other.j2' %}")


@pytest.mark.parametrize(
    "expression",
    [
        "value.__class__",
        "value['__class__']",
        "setting.value.__class__",
        "setting._private",
        "setting.value.shown()",
        "'%s'.upper()",
        "range(3)",
        "cycler('a')",
        "dict(a=1)",
        "namespace()",
        "'x' | attr('upper')",
        "value | pprint",
        "__marks__.origins.clear()",
    ],
)
def test_templates_read_attributes_and_call_macros_only(tmp_path: Path, expression: str) -> None:
    value = Value("x", ORIGIN)
    with pytest.raises(jinja2.TemplateError):
        render(tmp_path, f"{{{{ {expression} }}}}", value=value, setting=Setting("a", value))


def test_what_templates_need_is_there(tmp_path: Path) -> None:
    template = "{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m('x') }}{{ [s, s] | map(attribute='name') | join(',') }}"
    assert render(tmp_path, template, s=Setting("name", Value("x", ORIGIN))) == "<x>name,name"
