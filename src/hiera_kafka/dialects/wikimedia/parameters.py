"""How the parameters of a Puppet class get their values, each with its origin.

The order is Puppet's: what the declaring class passes, where that is not undef; then automatic parameter lookup, under
the name of the class and the parameter, where that finds more than null; then the default. Only then are types checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hiera_kafka.bounded import TooCostlyError
from hiera_kafka.catalog.resources import Value
from hiera_kafka.catalog.values import is_secret_name
from hiera_kafka.dialects.wikimedia import ruby_calls
from hiera_kafka.dialects.wikimedia.errors import refuse
from hiera_kafka.dialects.wikimedia.sites import Host, missing_key
from hiera_kafka.errors import ModelError
from hiera_kafka.hiera.puppet import ruby_regex
from hiera_kafka.hiera.puppet.types import parse_type
from hiera_kafka.hiera.values import ruby
from hiera_kafka.model.base import secret_names, secret_value
from hiera_kafka.source import Key, Origin, Trace

_PUBLIC = re.compile(
    r"(?:^|_)(?:access|brokers|clusters?|components|dirs?|enabled|ensure|home|hosts|id|name|packages|ports?|processes"
    r"|scala_version|script|ulimit)$"
)
"""Names of parameters whose values become names, addresses and paths, which everybody sees."""

REQUIRED: Final[Any] = object()
"""Stands for no default: the key must be found."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A value of Puppet's language with where it came from; None is undef."""

    data: Any
    trace: Trace
    secret: bool = False

    @classmethod
    def derived(cls, data: Any, rule: str, *inputs: Origin, secret: bool = False) -> Argument:
        """Return a value that a class makes of others."""
        return cls(data, Trace(Origin.derived(rule, *inputs)), secret)

    @classmethod
    def constant(cls, data: Any, rule: str) -> Argument:
        """Return a value that a class has written in it."""
        return cls(data, Trace(Origin.default(rule)))

    @property
    def origin(self) -> Origin:
        """Where the value as a whole came from."""
        return self.trace.origin

    @property
    def set(self) -> bool:
        """Whether Ruby's templates take it as set: all but undef and false, so 0 and empty text are."""
        return ruby_calls.truthy(self.data)

    @property
    def text(self) -> str:
        """The text that a template or an interpolated string makes of it."""
        return ruby.text(self.data)

    @property
    def value(self) -> Value:
        """The same for a file; lists and hashes become text."""
        plain = self.data if self.data is None or isinstance(self.data, str | int) else ruby.text(self.data)
        return Value(plain, self.origin, self.secret)

    def at(self, *path: Key) -> Argument:
        """Return a part of a hash or list that has it."""
        data = self.data
        for key in path:
            data = data[key]
        return Argument(data, self.trace.sub(*path), self.secret or any(is_secret_name(str(key)) for key in path))


UNDEF: Final = Argument(None, Trace(Origin.default("undef")))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a class.

    Attributes:
        name: Its name.
        type: Its Puppet type, aliases written out.
        key: Key that the default is looked up under; None takes `default` without a lookup.
        default: The default, of the lookup where there is a `key`; REQUIRED has none. A function makes it of the host.
    """

    name: str
    type: str = "Any"
    key: str | None = None
    default: Any = None


@dataclass(frozen=True)
class PuppetClass:
    """A class by its parameters, in the order in which Puppet declares them.

    Attributes:
        name: Its full name.
        parameters: What lookups, defaults and types hold for.
        define: Whether it is a defined type, for which there is no automatic parameter lookup.
    """

    name: str
    parameters: tuple[Parameter, ...] = field(default=())
    define: bool = False


Arguments = Mapping[str, Argument]


def bind(host: Host, definition: PuppetClass, passed: Arguments | None = None) -> dict[str, Argument]:
    """Return the value of every parameter of a class on a host.

    Args:
        host: The host.
        definition: The class.
        passed: What the declaring class passes; undef counts as not passed.

    Raises:
        WikimediaError: `missing_hiera_key` or `type_mismatch`, or what a lookup runs into.
        ModelError: `secret-in-the-clear`.
        HieraError: The data cannot be read.
    """
    given = passed or {}
    bound: dict[str, Argument] = {}
    for parameter in definition.parameters:
        argument = given.get(parameter.name)
        if (argument is None or argument.data is None) and not definition.define:
            argument = looked_up(host, f"{definition.name}::{parameter.name}")
        if argument is not None and argument.data is not None:
            bound[parameter.name] = argument
    for parameter in definition.parameters:
        if parameter.name not in bound:
            bound[parameter.name] = _default(host, definition, parameter)
    for parameter in definition.parameters:
        argument = bound[parameter.name]
        _check_public(definition, parameter, argument)
        _check(definition, parameter, argument)
    return {parameter.name: bound[parameter.name] for parameter in definition.parameters}


def looked_up(host: Host, key: str) -> Argument | None:
    """Return what a key is for a host, None when nothing is found; null is found.

    Raises:
        WikimediaError: The lookup runs into what Puppet refuses.
        HieraError: The data cannot be read.
    """
    found = host.find(key)
    if found is None:
        return None
    data, secret = found.value, is_secret_name(key.rpartition("::")[2])
    if isinstance(data, ruby.Sensitive):
        data, secret = data.value, True
    return Argument(data, found.trace, secret)


def _default(host: Host, definition: PuppetClass, parameter: Parameter) -> Argument:
    if parameter.key is not None:
        argument = looked_up(host, parameter.key)
        if argument is not None:
            return argument
        if parameter.default is REQUIRED:
            raise missing_key(parameter.key)
    if parameter.default is REQUIRED:
        raise refuse(
            "puppet-type-mismatch",
            f"{definition.name} needs a value for its parameter {parameter.name}, and the data sets it to null",
            hint="remove the key from the data, or give it a value",
        )
    default = parameter.default(host) if callable(parameter.default) else parameter.default
    return Argument.constant(default, f"{definition.name}: {parameter.name}")


def _check_public(definition: PuppetClass, parameter: Parameter, argument: Argument) -> None:
    """Refuse secrets where everybody sees them: in names, addresses and paths."""
    what = parameter.key or f"{definition.name}::{parameter.name}"
    # Options of a client stand in a hash of a hash.
    hashes = (argument.trace, *argument.trace.children.values()) if isinstance(argument.data, dict) else ()
    names = [found for trace in hashes for found in secret_names(what, trace)]
    if names:
        raise ModelError(names)
    if _PUBLIC.search(parameter.name) and argument.trace.holds_secret:
        raise ModelError(secret_value(what, argument.trace))


def _check(definition: PuppetClass, parameter: Parameter, argument: Argument) -> None:
    try:
        if parse_type(parameter.type).holds(argument.data):
            return
    except TooCostlyError as error:
        raise ruby_regex.too_costly(error, argument.origin.position) from error
    key = parameter.key or f"{definition.name}::{parameter.name}"
    raise refuse(
        "puppet-type-mismatch",
        f"{key} is {ruby.described(argument.data)}, but the parameter {parameter.name} of {definition.name} "
        f"is of the type {parameter.type}",
        argument.origin.position,
        hint="mind the quotes: '1' is text, 1 an integer, 1.1 a float" if not isinstance(argument.data, dict) else None,
    )


def hash_of(options: dict[str, Argument], around: Origin) -> Argument:
    """Return a hash of arguments as one argument that keeps the origin of each."""
    return Argument(
        {name: option.data for name, option in options.items()},
        Trace(around, {name: option.trace for name, option in options.items()}),
    )


def merged(base: Argument, over: Argument) -> Argument:
    """Return two hashes as one, hashes in them merged in turn, each value with its own origin; `over` wins."""
    data: dict[Any, Any] = dict(base.data)
    children: dict[Key, Trace] = {key: base.trace.sub(key) for key in base.data}
    for key, value in over.data.items():
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            part = merged(base.at(key), over.at(key))
            data[key], children[key] = part.data, part.trace
        else:
            data[key], children[key] = value, over.trace.sub(key)
    return Argument(data, Trace(base.origin, children))
