"""The words in which a resource says, field by field, what of it goes to the host and in which form.

A resource is declared once, by its dataclass:

- its attribute `declared` says what it is called, what tells it from others, and how it reaches the host;
- each field says what becomes of it: one of the types below, such as `Path`, when it is part of a bundle; `Parameter`,
  when a module of Ansible is given it; `OnControlNode`, when the host never needs it; `DefaultOnly`, when nothing on
  the host acts on another value than the default.

Bundles, parameters of modules, `diff`, conflicts between sections, and the table of what a host accepts
(`module_utils/wire_table.py`) follow from these.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, ClassVar, NamedTuple, ParamSpec, TypeVar, cast, get_args, get_type_hints

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Form(enum.StrEnum):
    """How a value goes over the wire, and so what is checked of it where it arrives."""

    CONTENT = "content"
    """Text of any number of lines."""
    FILE = "file"
    """A whole file."""
    FLAG = "flag"
    """True or false; missing is false."""
    INTEGER = "integer"
    INTEGERS = "integers"
    KERNEL_SETTING = "kernel setting"
    """Its name, such as `vm.swappiness`."""
    MAPPING = "mapping"
    MODE = "mode"
    """Octal text from 0000 to 1777."""
    NAME = "name"
    """Of a user, unit or program."""
    PATH = "path"
    """Absolute, below the root of the host."""
    PATHS = "paths"
    PROCESSES = "processes"
    """Services, with what they were started with."""
    SYSTEM_PATH = "system path"
    """Absolute, and not below the root: of the machine, also where hosts share one."""
    TEXT = "text"
    """One line."""
    TEXTS = "texts"
    USER_ID = "user id"
    """A positive integer, or null where the machine chooses."""

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return self is Form.USER_ID


class Way(enum.StrEnum):
    """How a kind of resource reaches a host."""

    BUNDLE = "bundle"
    MODULE = "module"
    """As parameters of modules of Ansible."""
    NONE = "none"
    """Not at all: `diff` and `catalog` show it of hosts that others configure, and nobody can apply it."""


class Bundled(NamedTuple):
    """This field is part of a bundle."""

    form: Form


REQUIRED: Any = object()
"""Default of a parameter that has none."""


class Parameter(NamedTuple):
    """A module is given this field.

    Attributes:
        module: Name of the module.
        form: How.
        name: What the module calls it; empty where it has the same name.
        default: What the module takes it for when nobody gives it; REQUIRED where it must be given.
        choices: What is allowed, all of the form if empty.
    """

    module: str
    form: Form
    name: str = ""
    default: Any = REQUIRED
    choices: tuple[Any, ...] = ()


class OnControlNode(NamedTuple):
    """The host never needs this field, for a reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class DefaultOnly:
    """Nothing on the host acts on this field: a section in which it is not the default is refused."""


Mark = Bundled | Parameter | OnControlNode | DefaultOnly

Flag = Annotated[bool, Bundled(Form.FLAG)]
Integer = Annotated[int, Bundled(Form.INTEGER)]
KernelSetting = Annotated[str, Bundled(Form.KERNEL_SETTING)]
Mode = Annotated[str | None, Bundled(Form.MODE)]
"""None leaves it to the umask, which a bundle cannot say: what makes a bundle puts a mode there, or it is refused."""
Name = Annotated[str, Bundled(Form.NAME)]
Path = Annotated[str, Bundled(Form.PATH)]
Paths = Annotated[tuple[str, ...], Bundled(Form.PATHS)]
SystemPath = Annotated[str, Bundled(Form.SYSTEM_PATH)]
Text = Annotated[str, Bundled(Form.TEXT)]
UserId = Annotated[int | None, Bundled(Form.USER_ID)]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a kind of resource says of itself as a whole.

    Attributes:
        word: What one of it is called.
        way: How it reaches a host.
        identity: Attributes that tell one from another on the same host.
        owns: What only one section may have, named by the identity: `path`, `port`, ...; empty where it owns nothing.
        compared: Whether `diff` compares its `state()`; files, guards and checks are compared by what is in them.
        made: What goes to the host with it and is no field of it, because rendering or a run makes it.
    """

    word: str
    way: Way
    identity: tuple[str, ...]
    owns: str = ""
    compared: bool = True
    made: Mapping[str, Bundled | Parameter] = field(default_factory=dict)

    def name(self, resource: object) -> str:
        """Return what tells a resource from others of its kind."""
        if len(self.identity) == 1:  # nearly all, and each resource of each catalog is asked
            return str(getattr(resource, self.identity[0]))
        return " ".join(str(getattr(resource, attribute)) for attribute in self.identity)


class Resource:
    """One thing that a host must have, or be checked for."""

    __slots__ = ()
    declared: ClassVar[Declared]

    def state(self) -> str:
        """Return all that is compared of it by `diff`, beside its name."""
        return ""


def cached(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a function that works once for each kind; `functools.cache` with its types, which takes no classes."""
    return cast("Callable[_P, _T]", functools.cache(function))


@cached
def marks(kind: type) -> Mapping[str, tuple[Mark, ...]]:
    """Return what each field of a resource says becomes of it, by name, in order."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        one.name: tuple(mark for mark in get_args(hints[one.name])[1:] if isinstance(mark, Mark))
        for one in fields(kind)
    }


@cached
def bundled(kind: type) -> Mapping[str, Form]:
    """Return the fields of a resource that are part of a bundle."""
    found = {name: mark for name, given in marks(kind).items() for mark in given if isinstance(mark, Bundled)}
    return {name: mark.form for name, mark in found.items()}


@cached
def parameters(kind: type, module: str) -> Mapping[str, Parameter]:
    """Return the fields of a resource that a module is given."""
    return {
        name: mark
        for name, given in marks(kind).items()
        for mark in given
        if isinstance(mark, Parameter) and mark.module == module
    }


@cached
def default_only(kind: type) -> Mapping[str, object]:
    """Return the fields of a resource that must have their default, with it."""
    return {
        one.name: one.default
        for one in fields(kind)
        if any(isinstance(mark, DefaultOnly) for mark in marks(kind)[one.name])
    }
