"""Writes a control repository of the size and shape of real ones: hiera.yaml, 1,084 files of data, and manifests.

Sizes and kinds are those of a public repository with 1,084 files: half of them of single hosts and of some 20 lines,
some hundred of roles and modules, one of a thousand lines; 61,000 lines and 12,000 lookups within values in all. The
same arguments write the same files.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

FILES = 1084
SITES = ("bgo", "osl", "tos", "uib", "local", "test")
ROLES = tuple(
    f"{kind}{suffix}"
    for kind in ("compute", "storage", "network", "web", "database", "monitor", "login", "proxy", "resolver", "api")
    for suffix in ("", "-old", "-gpu", "-test")
)
MODULES = tuple(f"module{number}" for number in range(60))

HIERA = """\
---
version: 5
defaults:
  datadir: hieradata
  data_hash: yaml_data
hierarchy:
  - name: "Secret data"
    path: "secrets/nodes/%{facts.verified_host}.yaml"
  - name: "Nodes"
    path: "nodes/%{facts.location}/%{facts.verified_host}.yaml"
  - name: "Location roles"
    paths:
      - "%{facts.location}/roles/%{facts.role}-%{facts.variant}.yaml"
      - "%{facts.location}/roles/%{facts.role}.yaml"
  - name: "Location modules"
    glob: "%{facts.location}/modules/*.yaml"
  - name: "Location common"
    path: "%{facts.location}/common.yaml"
  - name: "Common roles"
    path: "common/roles/%{facts.role}.yaml"
  - name: "Common modules"
    glob: "common/modules/*.yaml"
  - name: "Common"
    path: "common/common.yaml"
"""


def write(directory: Path, seed: int = 13) -> Path:
    """Write the repository into an empty directory, and return the data file of one role.

    Args:
        directory: Empty.
        seed: What is drawn from.
    """
    chance = random.Random(seed)
    (directory / ".git").mkdir()  # the top of a repository
    (directory / "hiera.yaml").write_text(HIERA, encoding="utf-8")
    for module in MODULES:
        manifests = directory / "modules" / module / "manifests"
        manifests.mkdir(parents=True)
        for name, text in _manifests(module, chance):
            (manifests / f"{name}.pp").write_text(text, encoding="utf-8")
    files = dict(_data(chance))
    for name, text in files.items():
        path = directory / "hieradata" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return directory / "hieradata" / "common" / "roles" / f"{ROLES[0]}.yaml"


def _manifests(module: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    for name in ("init", "install", "service", "config"):
        scope = module if name == "init" else f"{module}::{name}"
        parameters = ",\n".join(f"  $option{number} = undef" for number in range(8))
        body = "\n".join(
            f"  file {{ '/etc/{module}/{number}.conf':\n    content => template('{module}/{number}.erb'),\n  }}"
            for number in range(chance.randint(2, 12))
        )
        yield (
            name,
            f"class {scope} (\n{parameters}\n) {{\n  $site = lookup('{module}_site', undef, undef, {{}})\n{body}\n}}\n",
        )


def _data(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the names of the files of data and their texts."""
    yield "common/common", _text(chance, 900)
    roles = [f"common/roles/{role}" for role in ROLES]
    roles += [f"{site}/roles/{role}" for site in SITES for role in ROLES]
    modules = [f"common/modules/{module}" for module in MODULES]
    modules += [f"{site}/modules/{module}" for site in SITES for module in MODULES[:15]]
    commons = [f"{site}/common" for site in SITES]
    for name in commons:
        yield name, _text(chance, 350)
    for name in (*roles, *modules):
        yield name, _text(chance, chance.choice((6, 20, 40, 80, 120, 250)))
    left = FILES - 1 - len(roles) - len(modules) - len(commons)
    for number in range(left):
        yield f"nodes/{SITES[number % 5]}/{SITES[number % 5]}-{ROLES[number % 40]}-{number:03}", _node(chance, number)


def _node(chance: random.Random, number: int) -> str:
    names = ("mgmt", "trp", "client")[: chance.randint(1, 3)]
    interfaces = "\n".join(
        f"  '{name}':\n    ipaddress: \"%{{hiera('netcfg_{name}_netpart')}}.{number % 250}\"\n"
        f"    netmask: \"%{{hiera('netcfg_{name}_netmask')}}\"\n    onboot: 'yes'"
        for name in names
    )
    return f"---\nnetwork::interfaces_hash:\n{interfaces}\n\n{_text(chance, chance.choice((0, 5, 15, 30)), mark='')}"


def _text(chance: random.Random, lines: int, mark: str = "---\n") -> str:
    """Return keys of modules with values of all kinds, of about so many lines; those of `common` are looked up."""
    netcfg = [
        f"netcfg_{name}_{part}: '10.{at}.0'"
        for at, name in enumerate(("mgmt", "trp", "client"))
        for part in ("netpart", "netmask")
    ]
    found = [*netcfg, *(f"{module}_site: {{}}" for module in MODULES)] if lines == 900 else []
    used: set[str] = set()
    while len(found) < lines:
        scope = f"{chance.choice(MODULES)}::{chance.choice(('', 'install::', 'service::', 'config::'))}"
        key = f"{scope}option{chance.randrange(8)}"
        if key not in used:
            used.add(key)
            found += _entry(key, chance)
    return mark + "\n".join(found) + "\n"


def _entry(key: str, chance: random.Random) -> list[str]:
    number = chance.randrange(60000)
    match chance.randrange(6):
        case 0:
            return [f"{key}: {number}"]
        case 1:
            return [f"{key}: true  # wanted since {number}"]
        case 2:
            return [f"{key}: \"%{{hiera('netcfg_mgmt_netpart')}}.{number % 250}\""]
        case 3:
            return [f"{key}:", *(f"  - 'host{number + at}.example.org'" for at in range(chance.randint(2, 8)))]
        case 4:
            rules = (_rule(at, number + at) for at in range(chance.randint(1, 5)))
            return [f"{key}:", *(line for rule in rules for line in rule)]
    return [f"{key}: 'text of some length, {number}, as values have it'"]


def _rule(at: int, port: int) -> list[str]:
    source = "%{hiera('netcfg_trp_netpart')}.0/24"
    return [f"  'rule {at}':", f"    port: {port}", f'    source: "{source}"', "    action: accept"]
