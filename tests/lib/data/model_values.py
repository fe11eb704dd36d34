"""Values of the models' own types: whatever a key that is typed may be, as far as its type goes.

Texts are drawn from what people and editors put there: blanks, line breaks, quotes, letters of other alphabets, slashes
at ends. What the type itself refuses is left out here, so that what is left is what the model accepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hiera_kafka.model import base, data_path, kafka, texts
from hiera_kafka.model.base import StrictModel
from hiera_kafka.model.kafka import Broker, BrokerSettings, KafkaCluster
from hiera_kafka.model.mirror import settings as mirror
from hiera_kafka.model.mirror.settings import MirrorSettings
from hiera_kafka.model.zookeeper import Ensemble, ZooKeeperSettings

_NASTY = "aZ09._-/\\ \t\n\r:;,=#!'\"$%`@{}~\x00\x7f\x85\u2028é\u4e2d\U0001f600"
_WORDS = st.text(st.sampled_from("aZ9._-;#$%'\"é\u4e2d\U0001f600"), min_size=1, max_size=12)
_TEXT = (
    _WORDS | st.text(st.sampled_from(_NASTY), max_size=12) | st.sampled_from(["", " ", "a ", " a", "true", "0", "-1"])
)
_NAMES = st.from_regex(r"\A[aZ9][aZ09._-]{0,11}\Z")
_LONG_NAMES = st.integers(1, 128).map(lambda length: "n" * length)
_SEGMENTS = st.sampled_from(["srv", "a", "data", ".", "..", "", "-x", "é", "b c", "x" * 255, "x" * 256, "@", "~"])
_PATHS = st.lists(_SEGMENTS, max_size=4).map(lambda names: "/".join(["", "srv", "kafka", *names]))
_SIZES = st.from_regex(r"\A[1-9][0-9]{0,5}[kKmMgG]\Z") | st.sampled_from(["64m", "63m", "16384g", "16385g", "2g"])


def _numbers(low: int, high: int) -> st.SearchStrategy[Any]:
    numbers = st.integers(low, high) | st.sampled_from([low, high])
    return numbers | numbers.map(str)


_OF_TYPE: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
    (base.BrokerId, _numbers(0, 2**31 - 1)),
    (base.MyId, _numbers(1, 255)),
    (base.Port, _numbers(1024, 65535)),
    (base.Host, st.sampled_from(["k1", "K2.example.org", "a_b.c", "1.2", f"{'x' * 63}.y", ".".join(["z" * 62] * 4)])),
    (base.ClusterName, _NAMES | _NAMES | _LONG_NAMES),
    (texts.Rack, _TEXT),
    (texts.GroupId, _TEXT),
    (texts.HeapSize, _SIZES),
    (texts.UnixPath, _PATHS),
    (base.Count, _numbers(1, 2**31 - 1)),
    (base.OpenFiles, _numbers(1024, 2**31 - 1)),
    (base.Ticks, _numbers(1, 1_000_000)),
    (base.Streams, _numbers(1, 1000)),
    (base.Processes, _numbers(1, 10)),
    (base.Scalar, _TEXT | st.integers() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)),
    (data_path.DataPath, _PATHS),
    (kafka.KafkaVersion, st.sampled_from(["3.9.2", "3.9.1", "3.5.0", "1.1.1"])),
    (kafka.Chroot, _PATHS | st.just("/")),
    (kafka.RetentionHours, st.sampled_from([-1, 1]) | st.integers(-(2**40), 2**40)),
    (kafka.TopicName, _NAMES),
    (
        mirror.Pattern,
        st.sampled_from([".*", r"a\.b|c", "(?!x)[a-z]+$"]) | st.text(st.sampled_from("a.*|$%;#"), min_size=1),
    ),
    (bool, st.booleans()),
    (int, st.integers(-(2**65), 2**65) | st.integers(-2, 2)),
    (str, _TEXT),
    (NoneType, st.none()),
)


def accepted(kind: Any) -> st.SearchStrategy[Any]:
    """Return values, as data has them, that the annotation of a field accepts.

    Raises:
        LookupError: The annotation has a type that nothing is known of: add it above.
    """
    adapter = TypeAdapter[Any](kind)

    def fits(value: Any) -> bool:
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    return _values(kind).filter(fits)


def fields(model: type[StrictModel]) -> Mapping[str, st.SearchStrategy[Any]]:
    """Return Hiera key, or name in a hash, to the values that its type accepts, for every field of a model."""
    hints = get_type_hints(model, include_extras=True)
    found = {}
    for name, field in model.model_fields.items():
        kind = hints[name]
        for constraint in field.metadata:
            kind = Annotated[kind, constraint]
        found[field.alias or name] = accepted(kind)
    return found


def _values(kind: Any) -> st.SearchStrategy[Any]:
    found = next((strategy for known, strategy in _OF_TYPE if kind == known), None)
    if found is not None:
        return found
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return st.one_of(*map(_values, arguments))
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is list:
        return st.lists(_values(arguments[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(_values(arguments[0]), _values(arguments[1]), max_size=2)
    if origin is Annotated:  # of several constraints, the first ones may be a type that is known
        inner: Any = arguments[0]
        for constraint in arguments[1:-1]:
            inner = Annotated[inner, constraint]
        return _values(inner)
    if isinstance(kind, type) and issubclass(kind, StrictModel):
        return st.fixed_dictionaries({}, optional=dict(fields(kind)))
    raise LookupError(f"no values are known of the type {kind}")


_PARTS: Mapping[str, type[StrictModel]] = {
    "ensemble": Ensemble,
    "cluster": KafkaCluster,
    "broker": Broker,
    "mirror": MirrorSettings,
    "member": ZooKeeperSettings,
    "host": BrokerSettings,
}
_FREE = {"config", "consumer", "producer", "kafka_zookeeper_config"}
"""Hashes of options, which are Kafka's and ZooKeeper's to judge."""
_MADE = {"hosts", "brokers", "id", "zookeeper_cluster_name", "source", "destination", "topics"}
"""What `sites` makes itself."""
_NOT_SERVED = {
    "kafka_dialect",
    "profile::kafka::broker::kafka_cluster_name",
    "profile::kafka::broker::plaintext",
    "profile::kafka::broker::ssl_enabled",
    "profile::zookeeper::cluster_name",
}
"""What names something that is not there, or asks for what is refused as such."""
FIELDS = [
    (part, key, values)
    for part, model in _PARTS.items()
    for key, values in fields(model).items()
    if key not in _FREE | _MADE | _NOT_SERVED
]
"""Part of a site, key and values, for each key that the models type."""


@st.composite
def sites(draw: st.DrawFn, most: int = 5) -> dict[str, Any]:
    """Return the data of a site: an ensemble, two clusters, a mirror, up to `most` keys more with any values."""
    hosts = draw(st.lists(accepted(base.Host), min_size=2, max_size=2, unique=True))
    ensemble, source, destination = draw(st.lists(accepted(base.ClusterName), min_size=3, max_size=3, unique=True))
    myids = draw(st.lists(accepted(base.MyId), min_size=2, max_size=2, unique_by=int))
    ids = draw(st.lists(accepted(base.BrokerId), min_size=2, max_size=2, unique_by=int))
    parts: dict[str, dict[str, Any]] = {part: {} for part in _PARTS}
    for part, key, values in draw(st.lists(st.sampled_from(FIELDS), max_size=most, unique_by=lambda one: one[:2])):
        parts[part][key] = draw(values)
    own = {"zookeeper_cluster_name": ensemble}
    first, second = ({host: {"id": id_}} for host, id_ in zip(hosts, ids, strict=True))
    second[hosts[1]] |= parts["broker"]
    return {
        "zookeeper_clusters": {ensemble: {"hosts": dict(zip(hosts, myids, strict=True)), **parts["ensemble"]}},
        "kafka_clusters": {
            source: {**own, "brokers": first},
            destination: {**own, "brokers": second, **parts["cluster"]},
        },
        "kafka_mirrors": {
            f"{source}_to_{destination}": {
                "source": source,
                "destination": destination,
                "topics": draw(accepted(mirror.Pattern)),
                **parts["mirror"],
            }
        },
        **parts["member"],
        **parts["host"],
    }
