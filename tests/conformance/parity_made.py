"""All that a compiled catalog makes of a host, in one table by path and name, its files rendered."""

from __future__ import annotations

from dataclasses import dataclass, field

from hiera_kafka.catalog.resources import Catalog, Certificate, Directory, Keystore, Line, Link, Owned, Unit, User
from hiera_kafka.render.engine import RenderedFile, Renderer


@dataclass
class Made:
    """What a catalog makes.

    Attributes:
        kinds: Path to what lies there: file, directory, link, owned, keystore or absent.
        unknown_variables: Warnings of variables that are not there.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    files: dict[str, RenderedFile] = field(default_factory=dict)
    directories: dict[str, Directory] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    owned: dict[str, Owned] = field(default_factory=dict)
    keystores: dict[str, Keystore] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    users: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    sysctls: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    unknown_variables: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, catalog: Catalog, renderer: Renderer) -> Made:
        """Return what a catalog makes; sections may name the same thing twice, when they agree."""
        made = cls()
        made.unknown_variables = [
            each.message for each in catalog.diagnostics if each.id == "puppet-undefined-variable"
        ]
        for section in catalog.sections:
            for file in renderer.section(section, catalog.machine):
                made.files[file.path] = file
            made.directories |= {each.path: each for each in section.directories}
            made.links |= {each.path: each for each in section.links}
            made.owned |= {each.path: each for each in section.owned}
            made.keystores |= {each.path: each for each in section.keystores}
            made.kinds |= {each.path: "absent" for each in section.absent}
            made.packages |= set(section.packages)
            made.users |= {each.name: each for each in section.users}
            made.units |= {each.name.removesuffix(".service"): each for each in section.units}
            made.certificates |= {each.name: each for each in section.certificates}
            made.sysctls |= {each.name: each.value for each in section.sysctls}
            made.lines |= {(each.path, each.prefix): each for each in section.lines}
        for kind, things in (
            ("file", made.files),
            ("directory", made.directories),
            ("link", made.links),
            ("owned", made.owned),
            ("keystore", made.keystores),
        ):
            for path in things:
                if path in made.kinds:
                    raise AssertionError(f"{path} is {made.kinds[path]} and {kind}")
                made.kinds[path] = kind
        return made
