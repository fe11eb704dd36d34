"""What a catalog makes of a host, in a form in which two of them can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from hiera_kafka.catalog.export import masked
from hiera_kafka.catalog.resources import (
    METADATA_GUARD,
    Catalog,
    Guard,
    Placement,
    Section,
    Setting,
    SettingGroup,
    Value,
)
from hiera_kafka.hiera.values.secrets import MASK
from hiera_kafka.render.engine import RenderedFile, Renderer
from hiera_kafka.source import Origin


@dataclass(frozen=True, slots=True)
class RenderedLine:
    """One line of a file.

    Attributes:
        shown: Its text, with secrets masked.
        real: Its text as the host gets it.
        origins: What it rests on.
    """

    shown: str
    real: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class FileState:
    """One file, rendered when it is looked at.

    Attributes:
        path: On the host, without the root of a local one.
        content: What the text follows from; files of equal content have equal text.
        attributes: Owner, group and mode.
        hold: Whether a file that is there is left as it is.
        render: Makes the file as the host gets it, and as it may be shown.
        root: Root of a local host.
    """

    path: str
    content: object
    attributes: str
    hold: bool
    render: Callable[[], tuple[RenderedFile, RenderedFile]]
    root: str

    @cached_property
    def lines(self) -> tuple[RenderedLine, ...]:
        """The file's lines, local roots left out."""
        real, shown = self.render()
        texts, masks = real.text.split("\n"), shown.text.split("\n")
        if len(texts) != len(masks):  # a secret of several lines: which of them are its own is not known
            masks = [MASK] * len(texts)
        origins = (*real.origins, *(() for _ in range(len(texts) - len(real.origins))))
        return tuple(
            RenderedLine(self._rooted(mask), self._rooted(text), found)
            for mask, text, found in zip(masks, texts, origins, strict=False)
        )

    @property
    def text(self) -> str:
        """The file's text as the host gets it, local roots left out."""
        return "\n".join(line.real for line in self.lines)

    def _rooted(self, line: str) -> str:
        return line.replace(f"{self.root}/", "/") if self.root else line


@dataclass(frozen=True)
class HostState:
    """All that a host must be.

    Attributes:
        files: By path.
        resources: What is no file: kind and name to the rest of it.
        records: Service to the paths of the files that it must be restarted for.
        guards: Kind to the fact on the host's disk that must not change.
        placements: Service to where its data lies, local roots left out.
    """

    files: Mapping[str, FileState]
    resources: Mapping[tuple[str, str], str]
    records: Mapping[str, tuple[str, ...]]
    guards: Mapping[str, Guard]
    placements: Mapping[str, Placement] = field(default_factory=dict)


def host_state(catalog: Catalog, renderer: Renderer) -> HostState:
    """Return what a catalog makes of its host."""
    root = catalog.machine.root
    files: dict[str, FileState] = {}
    resources: dict[tuple[str, str], str] = {}
    if root:
        resources["root", "/"] = root
        resources["address", catalog.host] = catalog.machine.address
    for section in catalog.sections:
        files |= {state.path: state for state in _files(section, catalog, renderer, root)}
        resources |= {
            (kind, name.removeprefix(root)): rest.removeprefix(root) for kind, name, rest in _resources(section)
        }
    records: dict[str, tuple[str, ...]] = {}
    for section in catalog.sections:
        records |= dict(_unit_records(section))
        for service in section.services:
            records[service.name] = tuple(path.removeprefix(root) for path in service.records)
    return HostState(
        files,
        resources,
        records,
        # What ZooKeeper is held against has no value of its own: its path and its servers are those of placements.
        {g.kind: g for section in catalog.sections for g in section.guards if g.kind != METADATA_GUARD},
        {
            one.service: replace(one, directories=tuple(path.removeprefix(root) for path in one.directories))
            for section in catalog.sections
            for one in section.placements
        },
    )


def _files(section: Section, catalog: Catalog, renderer: Renderer, root: str) -> Iterator[FileState]:
    for file in section.files:
        yield FileState(
            file.path.removeprefix(root),
            (file.template, tuple((name, _plain(item)) for name, item in file.context.items())),
            f"{file.owner}:{file.group} {file.mode}",
            file.hold,
            lambda file=file: (renderer.file(file), renderer.file(masked(file))),  # type: ignore[misc]  # bound early
            root,
        )
    for service in section.services:
        made = renderer.definition(service, catalog.machine)
        yield FileState(
            made.path.removeprefix(root),
            (made.path, service),
            f"{made.owner}:{made.group} {made.mode}",
            made.hold,
            lambda made=made: (made, made),  # type: ignore[misc]  # bound early
            root,
        )


def _plain(item: object) -> object:
    """Return a part of a context without its origins."""
    if isinstance(item, Value):
        return (type(item.data), item.data)
    if isinstance(item, Setting):
        return (item.name, type(item.value.data), item.value.data)
    if isinstance(item, SettingGroup):
        return (item.title, tuple(_plain(setting) for setting in item.settings))
    return tuple(_plain(part) for part in item) if isinstance(item, tuple) else item


def _resources(section: Section) -> Iterator[tuple[str, str, str]]:
    """Yield word, name and state of all that is compared and is no file, as each kind of resource declares them."""
    for package in section.packages:
        yield "package", package, ""
    for resource in section.resources():
        if resource.declared.compared:
            yield resource.declared.word, resource.declared.name(resource), resource.state()


_READ_AT_START = ("/etc/kafka/", "/etc/zookeeper/", "/etc/default/", "/etc/prometheus/")


def _unit_records(section: Section) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each unit that runs with the files that it reads when it starts, for dialects that do not note them.

    Where a section has several units, a file belongs to the one whose name, or whose instance's, is part of its path.
    A unit above services has nothing to start with: it is they that are restarted.
    """
    if section.services:
        return
    units = [unit for unit in section.units if not unit.name.endswith(".timer")]
    names = [unit.name for unit in units if unit.running]
    for name in names:
        own = {name, f"{name}.service", name.removeprefix(f"{names[0]}-")}
        read = [file.path for file in section.files if file.path.startswith(_READ_AT_START)]
        if len(units) > 1:
            read = [path for path in read if own & set(path.split("/"))]
        read += [file.path for file in section.files if file.path.endswith(f"/system/{name}.service")]
        yield name, tuple(read)
