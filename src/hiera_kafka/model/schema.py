"""JSON Schema of data files, made from the models: what editors complete and check while one types."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from hiera_kafka.model.base import StrictModel
from hiera_kafka.model.cluster_names import LEGACY_NAME_KEY
from hiera_kafka.model.kafka import ROLES, Broker, Canary, KafkaCluster
from hiera_kafka.model.mirror.settings import MirrorProperties, MirrorSettings
from hiera_kafka.model.zookeeper import Ensemble

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The draft that yaml-language-server reads."""

_INTERPOLATED: Schema = {"type": "string", "pattern": r"%\{"}
"""Any value may be an interpolation instead, whose result alone is of the type."""


def _whole(low: int, high: int) -> Schema:
    return {
        "anyOf": [{"type": "integer", "minimum": low, "maximum": high}, {"type": "string", "pattern": r"^-?[0-9]+$"}]
    }


_FORMS: Mapping[str, Schema] = {
    "BrokerId": _whole(0, 2**31 - 1),
    "Chroot": {"type": "string", "pattern": "^/"},
    "ClusterName": {"type": "string", "pattern": r"^[A-Za-z0-9%][^/\s]*$"},
    "Count": _whole(1, 2**31 - 1),
    "DataPath": {"type": "string", "pattern": "^/"},
    "HeapSize": {"type": "string", "pattern": "^[1-9][0-9]*[kKmMgG]$"},
    "HeapOptions": {"type": "string", "pattern": "-Xmx[1-9]"},
    "GroupId": {"type": "string", "minLength": 1, "maxLength": 255},
    "Host": {"type": "string"},
    "KafkaVersion": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
    "MyId": _whole(1, 255),
    "OpenFiles": _whole(1024, 2**31 - 1),
    "Patterns": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
    "Port": _whole(1, 65535),
    "Processes": _whole(1, 10),
    "Rack": {"type": "string", "minLength": 1},
    "Scalar": {"type": ["string", "number", "boolean"]},
    "RetentionHours": {"type": "integer", "not": {"const": 0}},
    "Streams": _whole(1, 1000),
    "Ticks": _whole(1, 1_000_000),
    "TopicName": {"type": "string", "pattern": r"^[A-Za-z0-9._-]{1,249}$"},
    "UnixPath": {"type": "string", "pattern": "^/"},
    "bool": {"type": "boolean"},
    "float": {"type": "number"},
    "int": {"type": "integer"},
    "str": {"type": "string"},
    "None": {"type": "null"},
}
"""Annotation, as written in the models, to what JSON Schema says of it."""
_MODELS: Mapping[str, type[StrictModel]] = {"Broker": Broker, "MirrorProperties": MirrorProperties}
_SWITCHED: Mapping[str, type[StrictModel]] = {"CanaryKey": Canary}
"""Annotation of what is true, false or a hash."""
_NULL: Schema = {"type": "null"}


def data_schema(settings: Iterable[type[StrictModel]]) -> Schema:
    """Return the schema of a data file; keys that hiera-kafka does not read may hold anything.

    Args:
        settings: The keys that hosts look up, a model for each service.
    """
    properties: Schema = {
        "zookeeper_clusters": _table(Ensemble, "ZooKeeper ensembles by name."),
        "kafka_clusters": _table(KafkaCluster, "Kafka clusters by name."),
        "kafka_mirrors": _table(MirrorSettings, "Mirrors between Kafka clusters by name, SOURCE_to_DESTINATION."),
        LEGACY_NAME_KEY: {"type": "string", "description": "Cluster that a prefix means, whatever the site."},
        "classes": {
            "type": "array",
            "items": {"type": "string", "examples": sorted(ROLES)},
            "description": "Narrows a host's roles, where it names a class that is served.",
        },
        "kafka_environment": {
            "type": "string",
            "examples": ["production"],
            "description": "What a host is for; in production, lint warns of plaintext, open access and single nodes.",
        },
        "lookup_options": {"type": "object", "description": "How keys are joined over levels and converted."},
    }
    for model in settings:
        for name, schema, _ in _fields(model):
            # Puppet takes a null for a parameter as not given.
            properties[name] = {**schema, "anyOf": [*schema["anyOf"], _NULL]}
    return {
        "$schema": DIALECT,
        "title": "Hiera data of hiera-kafka",
        "type": ["object", "null"],
        "properties": properties,
    }


def _table(model: type[StrictModel], description: str) -> Schema:
    return {
        "description": description,
        "anyOf": [{"type": "object", "additionalProperties": _or_text(_of_model(model))}, _INTERPOLATED],
    }


def _of_model(model: type[BaseModel]) -> Schema:
    fields = list(_fields(model))
    return {
        "type": "object",
        "description": _summary(model),
        "properties": {name: schema for name, schema, _ in fields},
        "required": [name for name, _, required in fields if required],
        "additionalProperties": False,
    }


def _summary(model: type[BaseModel]) -> str:
    return inspect.cleandoc(model.__doc__ or "").split("\n\n", maxsplit=1)[0]


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Schema, bool]]:
    """Yield name, schema and whether it is required, of each field with a docstring below it."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        field = model.model_fields.get(statement.target.id)
        if field is None:
            continue
        schema = _or_text(_form(statement.annotation))
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            schema["description"] = " ".join(str(following.value.value).split())
        if not field.is_required():
            default = field.get_default(call_default_factory=True, validated_data={})
            if default is not None:
                schema["default"] = (
                    default.model_dump(exclude_defaults=True) if isinstance(default, BaseModel) else default
                )
        yield field.alias or statement.target.id, schema, field.is_required()


def _or_text(schema: Schema) -> Schema:
    if schema == _FORMS["str"]:
        return {"anyOf": [schema]}
    return {"anyOf": [*(schema["anyOf"] if set(schema) == {"anyOf"} else [schema]), _INTERPOLATED]}


def _form(node: ast.expr) -> Schema:
    """Return what an annotation allows; of one that is not known here, anything."""
    if isinstance(node, ast.BinOp):
        return {"anyOf": [_form(node.left), _form(node.right)]}
    if isinstance(node, ast.Subscript):
        return _generic(node)
    name = ast.unparse(node)
    if name in _MODELS:
        return _of_model(_MODELS[name])
    if name in _SWITCHED:
        return {"anyOf": [_FORMS["bool"], _of_model(_SWITCHED[name])]}
    return dict(_FORMS.get(name, {}))


def _generic(node: ast.Subscript) -> Schema:
    name = ast.unparse(node.value)
    arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name == "Annotated":
        return _form(arguments[0])
    if name == "list":
        return {"type": "array", "items": _or_text(_form(arguments[0]))}
    if name == "dict":
        return {"type": "object", "additionalProperties": _or_text(_form(arguments[1]))}
    if name == "Literal":
        return {"enum": [ast.literal_eval(argument) for argument in arguments]}
    return {}
