"""Nodes: values with places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.errors import Position
from hiera_kafka.hiera.formats import yaml_reader
from hiera_kafka.hiera.values.node import Input, Node
from hiera_kafka.hiera.values.places import LevelFile, Place, SecretPlace
from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.source import Origin, OriginKind

PLACE = Place(LevelFile("/f.yaml", "common"), 3, 5)
values = st.recursive(
    st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def shape(value):
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return {index: shape(item) for index, item in enumerate(value)}
    return {}


def shape_of(trace):
    return {key: shape_of(child) for key, child in trace.children.items()}


@given(values)
def test_a_trace_has_the_shape_of_its_value(value):
    assert shape_of(Node.of(value, Origin.given("test")).trace()) == shape(value)


@given(values)
def test_a_node_gives_the_value_back(value):
    assert Node.of(value, Origin.given("test")).plain == value


def test_an_origin_names_file_place_level_and_key_path():
    assert Node(1, PLACE).origin(("a", "b")) == Origin(OriginKind.DATA, Position("/f.yaml", 3, 5), "common", ("a", "b"))


def test_keys_of_hashes_have_origins_of_their_own():
    trace = yaml_reader.parse("a:\n  b: 1\n", "/f.yaml", "common").root.trace()
    assert trace.keys["a"].position == Position("/f.yaml", 1, 1)
    assert trace.key("a", "b").position == Position("/f.yaml", 2, 3)


def test_what_was_interpolated_stands_at_its_own_place_and_rests_on_what_was_looked_up():
    looked_up = Node("x", Place(LevelFile("/g.yaml", "site"), 1, 2))
    origin = Node("<x>", PLACE, inputs=(Input(looked_up, ("k",)),)).origin(("a",))
    assert (origin.kind, origin.rule, origin.position) == (OriginKind.DERIVED, "interpolation", PLACE.position)
    assert origin.inputs == (Node(1, PLACE).origin(("a",)), looked_up.origin(("k",)))


def test_plain_values_are_made_once():
    node = Node.of({"a": [1]}, Origin.given("test"))
    assert node.plain is node.plain


def test_the_names_of_its_key_path_make_a_value_a_secret():
    node = yaml_reader.parse("{a: {password: x, b: y}, credentials: {user: [z]}}", "/f.yaml").root
    trace = node.trace()
    assert trace.at("a", "password").secret
    assert trace.at("credentials", "user", 0).secret
    assert not trace.at("a", "b").secret
    assert node.data["a"].trace(("db", "token")).at("b").secret
    assert Node("x", PLACE).origin(("password",)).secret
    assert not trace.key("a", "password").secret, "the name of a secret is none"


def test_a_marked_value_is_a_secret_wherever_it_goes():
    node = yaml_reader.parse("{a: [x, {b: y}]}", "/f.yaml").root
    marked = node.marked()
    assert all(origin.secret for _, origin in marked.trace().leaves())
    assert Node({"else": marked.data["a"].data[1]}, PLACE).trace().at("else", "b").secret
    assert not node.holds_secret()
    assert marked.holds_secret()
    assert Node.of({"a": 1}, Origin.given("test")).marked().trace().at("a").secret


def test_a_key_that_is_a_secret_is_no_part_of_paths():
    key = SecretPlace(*PLACE)
    trace = Node({"hunter2": Node(1, PLACE)}, PLACE, {"hunter2": key}).trace(("a",))
    assert trace.secret_keys == ("hunter2",)
    assert trace.key("hunter2").path == trace.at("hunter2").path == ("a", MASK)
    assert trace.holds_secret
