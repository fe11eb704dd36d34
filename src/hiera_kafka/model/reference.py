"""Makes `docs/reference/data.md` from the models: every Hiera key that is read, with type, default and meaning."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator

from pydantic import BaseModel

from hiera_kafka.model.cluster_names import LEGACY_NAME_KEY
from hiera_kafka.model.kafka import ROLES, Broker, BrokerSettings, Canary, KafkaCluster
from hiera_kafka.model.mirror.settings import MirrorProfile, MirrorProperties, MirrorSettings
from hiera_kafka.model.zookeeper import Ensemble, ZooKeeperSettings

_TYPES = {
    "BrokerId": "integer, 0 to 2147483647",
    "CanaryKey": "boolean, or hash, see below",
    "Chroot": "path in ZooKeeper",
    "ClusterName": "name",
    "Count": "integer, 1 or more",
    "GroupId": "name of a consumer group",
    "HeapSize": "size, such as `2g`, 64m to 16384g",
    "OpenFiles": "integer, 1024 or more",
    "RetentionHours": "integer, 1 or more, or -1",
    "Streams": "integer, 1 to 1000",
    "Ticks": "integer, 1 to 1000000",
    "KafkaVersion": "version, such as `3.9.2`",
    "Port": "port",
    "Rack": "string",
    "TopicName": "name of a topic",
    "UnixPath": "path",
    "HeapOptions": "string, such as `-Xmx2g -Xms2g`",
    "MirrorProperties": "hash, see below",
    "Processes": "integer, 1 to 10",
    "Patterns": "Java regular expression, or list of them",
    "bool": "boolean",
    "int": "integer",
    "str": "string",
    "dict[Host, Broker]": "hash of host to broker",
    "dict[Host, MyId]": "hash of host to integer, 1 to 255",
    "Annotated[int, Field(ge=0)]": "integer, 0 or more",
    "Literal[1, 2]": "1 or 2",
    "list[str]": "list of strings",
    "str | int": "string or integer",
    "dict[str, Scalar]": "hash of option to value",
    "Annotated[list[DataPath], AfterValidator(_distinct)]": "list of paths",
}
"""Annotation, as written, to the words of the reference."""

_INTRODUCTION = f"""\
# Hiera keys

Made from the models; do not edit it (`pytest --regenerate` writes it). An integer may be quoted where it is an id, a
port or a count. A default of *Kafka's own* means that the option is not written. Any other key of these hashes is an
error, with the nearest name that is known.

Which lookup sees what: one lookup of `zookeeper_clusters` and `kafka_clusters`, in the scope of the inventory file,
names the hosts. Then each host looks up these and all other keys in its own scope.

| Key | Type | Meaning |
| --- | --- | --- |
| `zookeeper_clusters` | hash of name to ensemble | ZooKeeper ensembles, see below |
| `kafka_clusters` | hash of name to cluster | Kafka clusters, see below |
| `kafka_mirrors` | hash of name to mirror | Mirrors by name, which is `SOURCE_to_DESTINATION`, see below |
| `{LEGACY_NAME_KEY}` | name | Cluster that a prefix means, whatever the site |
| `classes` | list of class names | Narrows a host's roles, where it names one of those below |
| `kafka_environment` | string | In `production`, lint warns of plaintext, open access and single nodes |
"""


def data_reference() -> str:
    """Return the page, as Markdown."""
    parts = [
        _INTRODUCTION,
        _table("An entry of `zookeeper_clusters`", Ensemble),
        _table("An entry of `kafka_clusters`", KafkaCluster),
        _table("An entry of `brokers`", Broker),
        _table("The hash `canary`", Canary),
        _table("An entry of `kafka_mirrors`", MirrorSettings),
        _table("Keys of a ZooKeeper host", ZooKeeperSettings),
        _table("Keys of a broker host", BrokerSettings),
        _table("Keys of a mirror, in Wikimedia's form", MirrorProfile),
        _table("Its `properties`", MirrorProperties),
        "## Classes\n",
        "Roles follow from the clusters that list a host. Where `classes` names any of these, only they count:\n",
        "| Class | Role |\n| --- | --- |\n" + "".join(f"| `{name}` | `{role}` |\n" for name, role in ROLES.items()),
    ]
    return "\n".join(parts)


def _table(title: str, model: type[BaseModel]) -> str:
    rows = "".join(f"| {' | '.join(row)} |\n" for row in _rows(model))
    return f"## {title}\n\n| Key | Type | Default | Meaning |\n| --- | --- | --- | --- |\n{rows}"


def _rows(model: type[BaseModel]) -> Iterator[tuple[str, str, str, str]]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        field = model.model_fields[statement.target.id]
        text = _docstring(following)
        if text is None:
            raise ValueError(f"{model.__name__}.{statement.target.id} has no docstring that says what it means")
        type_ = ast.unparse(statement.annotation).removesuffix(" | None")
        if field.is_required():
            default = "required"
        else:
            value = field.get_default(call_default_factory=True, validated_data={})
            # Such an option is left out of the file, so its text begins with its name.
            none = "Kafka's own" if re.match(r"`[a-z.]+`", text) and model is BrokerSettings else "none"
            default = f"*{none}*" if value is None else f"`{_yaml(value)}`"
        yield f"`{field.alias or statement.target.id}`", _TYPES[type_], default, text


def _docstring(statement: ast.stmt | None) -> str | None:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return None


def _yaml(value: object) -> str:
    if isinstance(value, BaseModel):
        return "{}" if not isinstance(value, Canary) else str(value.enabled).lower()
    return str(value).lower() if isinstance(value, bool) else str(value).replace("'", "")
