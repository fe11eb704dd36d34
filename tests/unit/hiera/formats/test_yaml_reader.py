"""Reading YAML files."""

from __future__ import annotations

import pytest

from hiera_kafka.errors import HieraError, Position, Severity
from hiera_kafka.hiera.formats import yaml_reader


def read(text):
    document = yaml_reader.parse(text, "/f.yaml")
    return None if document.root is None else document.root.plain


def test_the_reader_gives_value_places_and_warnings(tree):
    path = tree({"f.yaml": "a:\n  b: [1, 'x']\nc: 1\nc: 2\n"}) / "f.yaml"
    value, trace, diagnostics = yaml_reader.read_yaml(path)
    assert value == {"a": {"b": [1, "x"]}, "c": 2}
    assert trace.at("a", "b", 1).position == Position(str(path), 2, 10)
    assert trace.key("a", "b").position == Position(str(path), 2, 3)
    assert [(each.id, each.level, each.where) for each in diagnostics] == [
        ("duplicate-key", Severity.WARNING, (Position(str(path), 4, 1), Position(str(path), 3, 1)))
    ]


def test_an_empty_file_is_null(tree):
    value, trace, _ = yaml_reader.read_yaml(tree({"f.yaml": "# nothing\n"}) / "f.yaml")
    assert value is None
    assert trace.origin.position is not None


def test_only_the_first_document_counts():
    assert read("a: 1\n---\nb: [\n") == {"a": 1}


@pytest.mark.parametrize(
    ("text", "id_", "line", "column"),
    [
        ("a:\n\tb: 1\n", "yaml-tab", 2, 1), ("a: [1\n", "yaml-syntax", 2, 1), ("a: x\x07\n", "yaml-syntax", 1, 5),
        ("a: 1\n b: 2\n", "yaml-syntax", 2, 3), ("\ufeff---\na: 1\n", "yaml-syntax", 1, 1),
        ("é: 'x\n", "yaml-syntax", 2, 1),
        ("a: é\nb: \x07", "yaml-syntax", 2, 4), ("a: '\t'\nb: [", "yaml-syntax", 3, 1),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_reported_with_its_place(text, id_, line, column):
    with pytest.raises(HieraError) as caught:
        read(text)
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.id, diagnostic.where) == (id_, (Position("/f.yaml", line, column),))


def test_a_tab_after_a_colon_is_fine():
    assert read("a:\t1\n") == {"a": 1}
