"""Compares what is made of a host with the record of what real Puppet made of it: all of it, in both directions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.parity_formats import Content, Unreadable, parsed, recorded
from conformance.parity_made import Made
from conformance.parity_tally import Tally

_FILE_MODE, _DIRECTORY_MODE = "0644", "0755"
"""Modes under umask 022, where Puppet sets none."""
_THERE = {None: "file", "present": "file", "file": "file"}
_METAPARAMETERS = {"name", "title"}
_BY_OTHER_MEANS = {"Group", "Systemd::Service", "Systemd::Unit", "Systemd::Timer::Job"}
"""Types that only stand for users, files and units, which are compared themselves."""


def compare_host(tally: Tally, record: dict[str, Any], made: Made) -> None:
    """Compare a host that Puppet compiles."""
    host = record["host"]
    for path, file in record["files"].items():
        compare_file(tally, host, path, file, made)
    for path, thing in record["paths_without_content"].items():
        compare_path(tally, host, path, thing, made)
    known = record["files"].keys() | record["paths_without_content"].keys()
    for path in sorted(made.kinds.keys() - known):
        tally.check(host, "path", "there on our side only", path, None, made.kinds[path])
    compare_resources(tally, record, made)
    theirs = variables_of(r"Unknown variable: '(\w+)'", record.get("compiler_warnings", []))
    tally.check(host, "warning", "unknown variables", "host", theirs, variables_of(r"\$(\w+)", made.unknown_variables))


def variables_of(pattern: str, messages: Iterable[str]) -> list[str]:
    """Return the variables that messages name, each once."""
    return sorted({name for message in messages for name in re.findall(pattern, message)})


def compare_classes(tally: Tally, record: dict[str, Any], ours: Mapping[str, Mapping[str, Any]]) -> None:
    """Compare what classes finally received; which of Puppet's templates they use is no matter of ours.

    Args:
        tally: Where to count.
        record: The record, `Class[Profile::Kafka::Broker]` to parameter to value; undef is left out.
        ours: Class to parameter to value.
    """
    known = {_reference(name): name for name in ours}
    for title, given in record["class_parameters"].items():
        if title not in known:
            continue
        theirs = {key: value for key, value in given.items() if key not in _METAPARAMETERS and not _is_template(key)}
        received = {key: value for key, value in ours[known[title]].items() if value is not None}
        for name in [*theirs, *(name for name in received if name not in theirs)]:
            expected, got = theirs.get(name), received.get(name)
            tally.check(record["host"], "class", "parameters", title, expected, got, name=name)


def _reference(name: str) -> str:
    """Return a class, or a defined type with its title, as Puppet refers to it."""
    name, bracket, title = name.partition("[")
    capitalized = "::".join(part.capitalize() for part in name.split("::"))
    return f"{capitalized}[{title}" if bracket else f"Class[{capitalized}]"


def _is_template(parameter: str) -> bool:
    return parameter.endswith("_template")


def compare_file(tally: Tally, host: str, path: str, file: dict[str, Any], made: Made) -> None:
    """Compare one file whose content the record has, as values or as a digest."""
    kind = file["kind"]
    if file["ensure"] == "absent":
        tally.check(host, kind, "is absent", path, "absent", made.kinds.get(path))
        return
    ours = made.files.get(path)
    tally.check(host, kind, "is there", path, _THERE.get(file["ensure"], file["ensure"]), made.kinds.get(path))
    if ours is None:
        return
    tally.check(host, kind, "owner", path, file["owner"], ours.owner)
    tally.check(host, kind, "group", path, file["group"], ours.group)
    tally.check(host, kind, "mode", path, file["mode"] or _FILE_MODE, ours.mode)
    if kind == "opaque":
        tally.check(host, kind, "bytes", path, file["sha256"], hashlib.sha256(ours.text.encode()).hexdigest())
        return
    try:
        compare_content(tally, host, kind, path, recorded(kind, file), parsed(kind, ours.text))
    except Unreadable as error:
        tally.check(host, kind, "values", path, "a file of this kind", str(error))


def compare_content(tally: Tally, host: str, kind: str, path: str, expected: Content, got: Content) -> None:
    """Compare values, their order, and what else matters of a kind."""
    theirs, ours = _by_name(expected), _by_name(got)
    for name in [*theirs, *(name for name in ours if name not in theirs)]:
        tally.check(host, kind, "values", path, theirs.get(name), ours.get(name), name=" ".join(name))
    if theirs == ours:
        order = [[entry[:-1] for entry in content.entries] for content in (expected, got)]
        tally.check(host, kind, "order", path, *order)
    for note, value in expected.notes.items():
        tally.check(host, kind, "values" if note == "data" else note.split("_")[0], path, value, got.notes.get(note))


def _by_name(content: Content) -> dict[tuple[str, ...], list[str]]:
    """Return the values of each name; a directive of a unit may stand there several times."""
    found: dict[tuple[str, ...], list[str]] = {}
    for *name, value in content.entries:
        found.setdefault(tuple(name), []).append(value)
    return found


def compare_path(tally: Tally, host: str, path: str, thing: dict[str, Any], made: Made) -> None:
    """Compare what has no content in the record: a directory, link, keystore, absent path, or file left alone."""
    kind = {None: "owned", "present": "keystore"}.get(thing["ensure"], thing["ensure"])
    tally.check(host, "path", "is absent" if kind == "absent" else "is there", path, kind, made.kinds.get(path))
    if made.kinds.get(path) != kind or kind == "absent":
        return
    if kind == "link":
        tally.check(host, kind, "target", path, thing["target"], made.links[path].target)
        return
    ours: Any = {"directory": made.directories, "keystore": made.keystores, "owned": made.owned}[kind][path]
    tally.check(host, kind, "owner", path, thing["owner"], ours.owner)
    tally.check(host, kind, "group", path, thing["group"], ours.group)
    if kind == "directory":
        tally.check(host, kind, "mode", path, directory_mode(thing["mode"]), ours.mode or _DIRECTORY_MODE)
        tally.check(host, kind, "purged", path, bool(thing.get("purge")), ours.purge)
    elif kind == "keystore":
        tally.check(host, kind, "mode", path, thing["mode"], ours.mode)


def directory_mode(mode: str | None) -> str:
    """Return the mode that Puppet gives a directory: whoever may read it may enter it as well."""
    if mode is None:
        return _DIRECTORY_MODE
    bits = int(mode, 8)
    return f"{bits | (bits & 0o444) >> 2:04o}"


def java_packages(record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the packages of Java; the records leave its class out, but have what it was given."""
    given = record["class_parameters"].get("Class[Java]", {}).get("java_packages", [])
    return {f"openjdk-{each['version']}-{each['variant']}": {"ensure": "installed"} for each in given}


def compare_resources(tally: Tally, record: dict[str, Any], made: Made) -> None:
    """Compare packages, units, users, certificates, keystores and kernel settings."""
    host = record["host"]
    by_type: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in record["resources"]:
        by_type.setdefault(resource["type"], {})[resource["title"]] = resource
    packages = by_type.pop("Package", {}) | java_packages(record)
    compare_names(tally, host, "package", packages, dict.fromkeys(made.packages, "installed"))
    compare_units(tally, host, by_type.pop("Service", {}), made)
    compare_users(tally, host, by_type.pop("User", {}), made)
    compare_certificates(tally, host, by_type.pop("Cfssl::Cert", {}), made)
    compare_keystores(tally, host, by_type.pop("Sslcert::X509_to_pkcs12", {}), made)
    compare_lines(tally, host, by_type.pop("File_line", {}), made)
    settings = {k: v for each in by_type.pop("Sysctl::Parameters", {}).values() for k, v in each["values"].items()}
    for name in sorted(settings.keys() | made.sysctls.keys()):
        tally.check(host, "kernel setting", "values", name, settings.get(name), made.sysctls.get(name))
    for type_, titles in by_type.items():
        for title in titles:
            if type_ not in _BY_OTHER_MEANS:
                tally.check(host, "resource", "is there", type_, title, None)


def compare_names(tally: Tally, host: str, kind: str, theirs: dict[str, dict[str, Any]], ours: dict[str, str]) -> None:
    """Compare things that are there or not."""
    for name in sorted(theirs.keys() | ours.keys()):
        expected = theirs[name]["ensure"] if name in theirs else None
        tally.check(host, kind, "is there", name, expected, ours.get(name))


def compare_units(tally: Tally, host: str, theirs: dict[str, dict[str, Any]], made: Made) -> None:
    """Compare which units run and start with the host."""
    for name in sorted(theirs.keys() | made.units.keys()):
        expected, unit = theirs.get(name), made.units.get(name)
        tally.check(host, "unit state", "is there", name, expected is not None, unit is not None)
        if expected is not None and unit is not None:
            running = "running" if unit.running else "stopped"
            tally.check(host, "unit state", "running", name, expected["ensure"], running)
            enabled = "mask" if unit.masked else unit.enabled
            tally.check(host, "unit state", "enabled", name, expected.get("enable"), enabled)


def compare_lines(tally: Tally, host: str, theirs: dict[str, dict[str, Any]], made: Made) -> None:
    """Compare lines of files that packages bring, each known by the start that it shares with the line it replaces."""
    expected = {(each["path"], each["match"].removeprefix("^")): each for each in theirs.values()}
    for place in sorted(expected.keys() | made.lines.keys()):
        record, ours = expected.get(place), made.lines.get(place)
        shown = None if record is None else [record["ensure"], record["line"]]
        tally.check(host, "line", "values", " ".join(place), shown, None if ours is None else ["present", ours.text])


def compare_users(tally: Tally, host: str, theirs: dict[str, dict[str, Any]], made: Made) -> None:
    """Compare system users; each has a group of its name and number."""
    for name in sorted(theirs.keys() | made.users.keys()):
        user, expected = made.users.get(name), theirs.get(name)
        ours = user and {"uid": user.uid, "gid": user.name, "home": user.home, "comment": user.comment}
        tally.check(host, "user", "values", name, expected and {key: expected[key] for key in ours or expected}, ours)


def compare_certificates(tally: Tally, host: str, theirs: dict[str, dict[str, Any]], made: Made) -> None:
    """Compare what certificates are asked for."""
    for name in sorted(theirs.keys() | made.certificates.keys()):
        ours = made.certificates.get(name)
        shown = ours and {
            "common_name": ours.common_name,
            "label": ours.authority,
            "owner": ours.owner,
            "group": ours.group,
            "outdir": ours.directory,
            "profile": ours.profile,
            "hosts": list(ours.names),
            "renew_seconds": ours.renew_seconds,
        }
        expected = theirs.get(name)
        for key in shown or expected or {}:
            tally.check(
                host, "certificate", "values", name, expected and expected.get(key), shown and shown[key], name=key
            )


def compare_keystores(tally: Tally, host: str, theirs: dict[str, dict[str, Any]], made: Made) -> None:
    """Compare what keystores are made of."""
    expected = {each["outfile"]: each for each in theirs.values()}
    for path in sorted(expected.keys() | made.keystores.keys()):
        ours, record = made.keystores.get(path), expected.get(path)
        shown = ours and {
            "owner": ours.owner,
            "group": ours.group,
            "public_key": ours.certificate,
            "private_key": ours.key,
            "password": ours.password and ours.password.data,
        }
        for key in shown or record or {}:
            tally.check(host, "keystore", "values", path, record and record.get(key), shown and shown[key], name=key)
