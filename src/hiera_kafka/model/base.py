"""What all models share: strictness, field types, and how a validation error becomes a Diagnostic at a place."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from hiera_kafka.errors import Diagnostic, nearest
from hiera_kafka.hiera.values.secret_names import MASK
from hiera_kafka.source import Key, Origin, Trace

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*")
_CLUSTER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class StrictModel(BaseModel):
    """No coercion, no unknown keys, no change after construction."""

    # The text of pydantic's own error would show the value, which may be a secret.
    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )
    public: ClassVar[frozenset[str]] = frozenset()
    """Keys whose values cannot be secrets: names, addresses and numbers that commands, paths and drawings show."""


def shown(value: object) -> str:
    """Return a value as an error message shows it: its type, and itself when it is short; no part of a list or hash."""
    names = {bool: "boolean", int: "integer", float: "float", str: "string"}
    if value is None:
        return "nothing (null)"
    if isinstance(value, list | dict):
        kind, items = ("a list", "elements") if isinstance(value, list) else ("a hash", "keys")
        return f"{kind} of {len(value)} {items if len(value) != 1 else items[:-1]}"
    text = repr(value)
    if len(text) > 60:
        text = f"{text[:57]}..."
    return f"{names.get(type(value), type(value).__name__)} {text}"


def whole_number(value: object) -> int | None:
    """Return an id or port, None when it is no integer; Puppet data has them as integers and as quoted strings."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,50}", value):
        return int(value)
    return None


def _ranged(low: int, high: int) -> BeforeValidator:
    def check(value: object) -> int:
        number = whole_number(value)
        if number is None:
            raise PydanticCustomError("not-an-integer", "{found} is not an integer", {"found": shown(value)})
        if not low <= number <= high:
            raise PydanticCustomError(
                "out-of-range",
                "{found} is out of range, must be {low} to {high}",
                {"found": str(number), "low": low, "high": high},
            )
        return number

    return BeforeValidator(check)


def is_host(value: object) -> bool:
    """Tell whether a value is a well-formed host name."""
    return isinstance(value, str) and len(value) <= 253 and bool(_HOST.fullmatch(value))


def _host(value: object) -> str:
    if isinstance(value, str) and is_host(value):
        return value
    raise PydanticCustomError(
        "host-name-invalid",
        "{found} is no host name, must be labels of letters, digits and hyphens joined by dots",
        {"found": shown(value)},
    )


def is_cluster_name(value: object) -> bool:
    """Tell whether a value can name a cluster; the name becomes a path in ZooKeeper and part of an Ansible group."""
    return isinstance(value, str) and len(value) <= 128 and bool(_CLUSTER.fullmatch(value))


def quotes_hint(value: object, otherwise: str | None) -> str | None:
    """Return what to do about a name that YAML has read as a number or a boolean, `otherwise` of any other."""
    if isinstance(value, bool | int | float):
        return "write it in quotes, which is enough: names are text, also those that look like numbers or booleans"
    return otherwise


CLUSTER_NAME_RULE = "must be letters, digits, '.', '_' and '-', and begin with a letter or digit"


def _cluster(value: object) -> str:
    if isinstance(value, str) and is_cluster_name(value):
        return value
    raise PydanticCustomError(
        "cluster-name-invalid", "{found} is no cluster name, {rule}", {"found": shown(value), "rule": CLUSTER_NAME_RULE}
    )


def _scalar(value: object) -> Any:
    if isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise PydanticCustomError(
        "wrong-type", "must be a string, a finite number, true or false, found {found}", {"found": shown(value)}
    )


BrokerId = Annotated[int, _ranged(0, 2**31 - 1)]
"""broker.id: any non-negative 32-bit integer, since generated ids are off (Kafka's KafkaConfig)."""

MyId = Annotated[int, _ranged(1, 255)]
"""ZooKeeper's myid: 1 to 255 (ZooKeeper administrator's guide)."""

HIGHEST_PORT = 65535
Port = Annotated[int, _ranged(1, HIGHEST_PORT)]
Host = Annotated[str, BeforeValidator(_host)]
ClusterName = Annotated[str, BeforeValidator(_cluster)]
Count = Annotated[int, _ranged(1, 2**31 - 1)]
FEWEST_OPEN_FILES = 1024
"""A JVM alone opens hundreds."""
OpenFiles = Annotated[int, _ranged(FEWEST_OPEN_FILES, 2**31 - 1)]
"""Limit of open files."""
Streams = Annotated[int, _ranged(1, 1000)]
"""Consumers in one process, each a thread."""
Ticks = Annotated[int, _ranged(1, 1_000_000)]
"""Ticks of ZooKeeper, which counts them in milliseconds, in 32 bits."""
Processes = Annotated[int, _ranged(1, 10)]
"""Processes of one mirror on one host."""
Scalar = Annotated[str | int | float | bool, BeforeValidator(_scalar)]
"""A value of a configuration file."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Traced(Generic[M]):
    """A model with the data it was made from.

    Attributes:
        model: The validated model.
        raw: The plain data, as looked up; not in the text form, since it may hold secrets.
        trace: Where each leaf of the data came from.
        name: What the data is called in messages and defaults, for instance `kafka_clusters`.
    """

    model: M
    raw: Mapping[Any, Any] = field(repr=False)
    trace: Trace = field(repr=False)
    name: str

    def origin(self, *path: Key) -> Origin:
        """Return where the value at `path` came from: the data, or the model's table of defaults."""
        value: Any = self.raw
        for key in path:
            if not isinstance(value, Mapping) or key not in value:
                return Origin.default(f"{self.name}: {'.'.join(str(key) for key in path)}")
            value = value[key]
        return self.trace.at(*path)


_ALLOWED = {
    "bool_type": "be true or false",
    "int_type": "be an integer",
    "string_type": "be a string",
    "list_type": "be a list",
    "dict_type": "be a hash",
    "model_type": "be a hash",
    "model_attributes_type": "be a hash",
    "literal_error": "be {expected}",
    "greater_than_equal": "be {ge} or more",
    "string_pattern_mismatch": "match {pattern}",
    "too_short": "have at least {min_length} element",
}
"""What pydantic's own errors say is allowed, in the words of this project."""


def _explained(error: ErrorDetails, origin: Origin) -> str:
    """Return what is wrong; errors of our own have under `found` all that they say of the value."""
    context = error.get("ctx", {})
    found = "a value that is not shown" if origin.secret else shown(error["input"])
    if "-" in error["type"]:
        return error["msg"].replace(str(context.get("found")), found) if origin.secret else error["msg"]
    allowed = _ALLOWED.get(error["type"])
    return f"must {allowed.format(**context)}, found {found}" if allowed else f"{error['msg']}, found {found}"


def _at(loc: tuple[Key, ...], name: str, trace: Trace) -> str:
    """Return a path as people write it: `kafka_clusters.main.brokers.'k1.example.org'.id`."""
    parts = [name]
    for number, part in enumerate(loc):
        if part in trace.sub(*loc[:number]).secret_keys:
            parts.append(MASK)
        else:
            parts.append(f"'{part}'" if isinstance(part, str) and "." in part else str(part))
    return ".".join(parts)


def in_the_clear(model: type[StrictModel], raw: Mapping[Any, Any], trace: Trace, name: str) -> list[Diagnostic]:
    """Return what stands in the clear by its nature, names of hosts for instance, and is a secret in the data.

    Args:
        model: What is to be made of the data.
        raw: The data.
        trace: Its origins.
        name: What it is called.
    """
    found = secret_names(name, trace)
    for key, value in raw.items():
        if not isinstance(value, dict) and key not in model.public:
            continue
        inside = trace.sub(key)
        # Nearly always there are none, and a path is made for nothing.
        hash_ = isinstance(value, dict) and inside.secret_keys
        names = secret_names(_at((key,), name, trace), inside) if hash_ else []
        found += names
        if not names and key in model.public and inside.holds_secret:
            found.append(secret_value(_at((key,), name, trace), inside))
    return found


def secret_names(what: str, trace: Trace) -> list[Diagnostic]:
    """Return what is said of keys of a hash, `what`, into which a secret was put."""
    return [
        Diagnostic(
            "secret-in-the-clear",
            f"a key of {what} is made from a secret, but keys are names, which files, commands and messages show",
            where=trace.keys[key].positions()[:1],
            hint="write the name in the clear",
        )
        for key in trace.secret_keys
    ]


def secret_value(what: str, trace: Trace) -> Diagnostic:
    """Return what is said of a value that everybody sees, and that is a secret or has one in it."""
    secrets = (origin for _, origin in trace.leaves() if origin.secret)
    return Diagnostic(
        "secret-in-the-clear",
        f"{what} is a secret, or has one in it, but commands, paths and drawings show it",
        where=next(secrets, trace.origin).positions()[:1],
        hint="write it in the clear",
    )


def _known_keys(model: type[BaseModel], loc: tuple[Key, ...]) -> list[str]:
    """Return the field names of the model at `loc`; keys of hashes and indexes of lists are skipped."""
    current: Any = model
    for key in loc:
        fields = getattr(current, "model_fields", {})
        field = fields.get(key) or next((f for f in fields.values() if f.alias == key), None)
        if field is None:
            continue
        current = next(
            (a for a in _arguments(field.annotation) if isinstance(a, type) and issubclass(a, BaseModel)), current
        )
    return [field.alias or name for name, field in current.model_fields.items() if name != "name"]


def _arguments(annotation: Any) -> list[Any]:
    parts = [annotation]
    for argument in getattr(annotation, "__args__", ()):
        parts += _arguments(argument)
    return parts


def diagnostics_of(error: ValidationError, model: type[BaseModel], trace: Trace, name: str) -> list[Diagnostic]:
    """Turn every problem that pydantic found into a Diagnostic at its place in the data.

    Args:
        error: What pydantic raised.
        model: The model that was to be built, for the names it knows.
        trace: Origins of the data.
        name: What the data is called, for instance `kafka_clusters.main`.
    """
    found: list[Diagnostic] = []
    seen: set[tuple[Key, ...]] = set()
    for problem in error.errors(include_url=False):
        # A union reports once per member, below a loc that ends in the member's name; the first is enough.
        loc = tuple(
            part
            for part in problem["loc"]
            if part != "[key]" and not str(part).startswith(("function-", "constrained-"))
        )
        if problem["type"] != "extra_forbidden":
            while loc and not _exists(trace, loc) and problem["type"] != "missing":
                loc = loc[:-1]
        if loc in seen:
            continue
        seen.add(loc)
        found.append(_diagnostic(problem, model, trace, loc, name))
    return found


def _exists(trace: Trace, loc: tuple[Key, ...]) -> bool:
    node = trace
    for key in loc:
        if key not in node.children:
            return False
        node = node.children[key]
    return True


def _diagnostic(
    problem: ErrorDetails, model: type[BaseModel], trace: Trace, loc: tuple[Key, ...], name: str
) -> Diagnostic:
    place = _at(loc, name, trace)
    if problem["type"] == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        secret = loc[-1] in trace.sub(*loc[:-1]).secret_keys
        near = None if secret else nearest(str(loc[-1]), known)
        word = MASK if secret else repr(str(loc[-1]))
        return Diagnostic(
            "unknown-key",
            f"unknown key {word} in {_at(loc[:-1], name, trace)}, known are: {', '.join(sorted(known))}",
            where=trace.key(*loc).positions()[:1],
            hint=f"did you mean {near!r}?" if near else "remove the key, or correct its name",
        )
    if problem["type"] == "missing":
        return Diagnostic(
            "missing-key",
            f"{_at(loc[:-1], name, trace)} has no {str(loc[-1])!r}, which is required",
            where=trace.at(*loc[:-1]).positions()[:1],
            hint=f"add {loc[-1]}",
        )
    origin = trace.key(*loc) if problem["loc"][-1:] == ("[key]",) else trace.at(*loc)
    hint = _HINTS.get(problem["type"])
    return Diagnostic(
        problem["type"] if "-" in problem["type"] else "wrong-type",
        f"{place}: {_explained(problem, origin)}",
        where=origin.positions()[:1],
        hint=quotes_hint(problem["input"], hint) if problem["type"].endswith("-name-invalid") else hint,
    )


_HINTS = {
    "bool_type": "write true or false without quotes",
    "cluster-name-invalid": "rename it",
    "data-path-system": "name a directory for this alone, such as /srv/kafka/data or one on a disk of its own",
    "group-id-invalid": "choose another name, such as kafka-mirror-main_to_jumbo",
    "heap-size-invalid": "write the number and the letter together, such as 512m",
    "host-name-invalid": "give the full name that the host has in DNS",
    "int_type": "write a whole number without quotes",
    "kafka-version-invalid": "write all three numbers, such as 3.9.2",
    "kafka-version-without-zookeeper": "remove kafka_version, or name a version 3.9.x",
    "list_type": "write a list, also for a single element: [one]",
    "log-dir-twice": "remove one of them: Kafka does not start with the same directory twice",
    "mirror-pattern-invalid": "write a regular expression of names, and several as a list",
    "not-an-integer": "write a whole number; quoted or not makes no difference",
    "out-of-range": "choose a number in the range that stands in the message",
    "path-invalid": "write the whole path, from /, or choose another directory",
    "rack-not-string": "quote it: racks are names, also those that look like numbers",
    "string_type": "quote it",
    "topic-name-invalid": "choose another name, such as hiera-kafka-canary",
    "zookeeper-chroot-invalid": "write the whole path, from / and without one at its end",
}
