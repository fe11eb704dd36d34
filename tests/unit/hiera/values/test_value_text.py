"""Values as explanations show them."""

from __future__ import annotations

from hiera_kafka.hiera.values.node import Node
from hiera_kafka.hiera.values.places import LevelFile, Place
from hiera_kafka.hiera.values.secrets import is_secret
from hiera_kafka.hiera.values.value_text import value_lines
from hiera_kafka.source import Origin

AT = Place(LevelFile("/d/f.yaml"), 1, 2)


def test_each_leaf_has_its_place_in_a_comment():
    node = Node({"a": Node([Node(1, AT), Node("x", Origin.given("variable v"))], AT), "e": Node({}, AT)}, AT)
    assert list(value_lines(node, "/d")) == [
        "{",
        '  "a" => [',
        "    1,  # f.yaml:1:2",
        '    "x"  # variable v',
        "  ],",
        '  "e" => {}  # f.yaml:1:2',
        "}",
    ]


def test_of_a_secret_only_the_shape_is_shown_and_null_is_none():
    node = Node({"secret": Node([Node("planted", AT), Node(None, AT)], AT), "user": Node("me", AT)}, AT)
    assert list(value_lines(node, "/d", secret=is_secret)) == [
        "{",
        '  "secret" => [',
        "    ********,  # f.yaml:1:2",
        "    nil  # f.yaml:1:2",
        "  ],",
        '  "user" => "me"  # f.yaml:1:2',
        "}",
    ]
    assert "planted" in "\n".join(value_lines(node, "/d"))
