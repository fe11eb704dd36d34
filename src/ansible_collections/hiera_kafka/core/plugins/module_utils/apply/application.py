"""Makes a host what a bundle says, in two passes: all differences are found before the first change.

So a check run reports exactly what a real run would do, and a host where something stands in the way is not touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import diffs, records, users
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.bundle_format import Bundle
from ansible_collections.hiera_kafka.core.plugins.module_utils.host import (
    directories,
    files,
    held,
    locks,
    owners,
    paths,
    placed,
    processes,
    sysctls,
    takeover,
)
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import restart_records
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import ServiceManager
from ansible_collections.hiera_kafka.core.plugins.module_utils.wire_table import (
    Directory,
    File,
    Link,
    Placement,
    Service,
    Sysctl,
    User,
)

CREATED, CHANGED, MODE, TAKEN_OVER, HELD, UNCHANGED = "created", "changed", "mode", "taken over", "held", "unchanged"


@dataclass(frozen=True)
class Step:
    """One resource: what it is, what happens to it, and the function that does it."""

    kind: str
    name: str
    action: str
    perform: Callable[[], None] | None = None
    diff: tuple[diffs.Diff, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether a run that is no check run writes something."""
        return self.perform is not None

    def to_dict(self) -> dict[str, str]:
        """Return what is reported."""
        return {"kind": self.kind, "name": self.name, "action": self.action}


@dataclass
class Application:
    """One run of one bundle on one host.

    Attributes:
        take_over: Directories of other users that the caller wants taken over, path to the present owner.
        warnings: What a run could not change and need not.
    """

    bundle: Bundle
    manager: ServiceManager
    take_over: Mapping[str, str] = field(default_factory=dict)
    proc_sys: Path = sysctls.PROC_SYS
    warnings: list[str] = field(default_factory=list)
    _new_users: set[str] = field(default_factory=set)
    _upgrades: list[dict[str, Any]] = field(default_factory=list)

    def run(self, *, check: bool) -> dict[str, Any]:
        """Return what changed, or with `check` what would change."""
        with locks.held(self.bundle.root, check=check):
            steps = self._plan()
            if not check:
                files.remove_stale(str(Path(path).parent) for path in self.bundle.replaced())
                for step in steps:
                    if step.perform is not None:
                        step.perform()
            return self._result(steps, check=check)

    def _result(self, steps: list[Step], *, check: bool) -> dict[str, Any]:
        return {
            "changed": any(step.changes for step in steps),
            "resources": [step.to_dict() for step in steps],
            "diff": [entry for step in steps for entry in step.diff],
            "restart_pending": self._restart_pending(check=check),
            "upgrade_pending": self._upgrades,
        }

    def _plan(self) -> list[Step]:
        steps: list[Step] = []
        problems: list[Problem] = []

        def collect(plan: Callable[[], Step | list[Step]]) -> None:
            try:
                found = plan()
            except ProblemError as error:
                problems.extend(error.problems)
            else:
                steps.extend(found if isinstance(found, list) else [found])

        for user in self.bundle.users:
            collect(partial(self._user, user))
        # Those above first, so that each is made with its own owner and not on the way to another.
        for directory in sorted(self.bundle.directories, key=lambda directory: directory.path.count("/")):
            collect(partial(self._directory, directory))
        for file in self.bundle.files:
            collect(partial(self._file, file, "file"))
        for link in self.bundle.links:
            collect(partial(self._link, link))
        for sysctl in self.bundle.sysctls:
            collect(partial(self._sysctl, sysctl))
        for placement in self.bundle.placements:
            collect(partial(self._record, placement))
        units = {unit.definition for unit in self.bundle.units}
        redefined = any(step.changes for step in steps if step.kind == "file" and step.name in units)
        collect(partial(self._services, redefined=redefined))
        if problems:
            # What stands in the way of many is said once.
            raise ProblemError(dict.fromkeys(problems))
        return steps

    def _user(self, user: User) -> Step:
        if not users.missing(user):
            return Step("user", user.name, UNCHANGED)
        self._new_users.add(user.name)
        entry = diffs.of(f"user {user.name}", "", f"{user.name} ({user.comment}), home {user.home}\n")
        return Step("user", user.name, CREATED, lambda: users.make(user), (entry,))

    def _directory(self, directory: Directory) -> Step:
        path, expected = directory.path, self._expected(directory)
        self._check_owner(directory)
        self._refuse_below_service(directory)
        found = directories.look(path, expected)
        if found is None:
            after = f"directory {directory.owner}:{directory.group} {directory.mode:04o}\n"
            return Step(
                "directory",
                path,
                CREATED,
                lambda: directories.make(path, _attributes(directory), expected),
                (diffs.of(path, "", after),),
            )
        if found.foreign:
            return self._taken_over(directory, found)
        if self._same_attributes(directory, found.attributes):
            return Step("directory", path, UNCHANGED)

        def change() -> None:
            directories.change(path, _attributes(directory), expected)

        return Step("directory", path, MODE, change, (_attributes_diff(directory, found.attributes),))

    def _expected(self, directory: Directory) -> set[int]:
        """Return whose directory is given to its owner with all that it holds: the owner's, and the services'."""
        names = {user.name for user in self.bundle.users} | {directory.owner}
        return {owners.user_id(name) for name in names - self._new_users}

    def _refuse_below_service(self, directory: Directory) -> None:
        services = {user.name for user in self.bundle.users}
        managed = {other.path: other.owner for other in self.bundle.directories}
        above = [(path, owner) for path, owner in managed.items() if directory.path.startswith(f"{path}/")]
        # What is managed is going to have the owner that it is to have, whoever has it now.
        present = directories.owners_above(directory.path)
        above += [(path, owners.user_name(uid)) for path, uid in present if path not in managed]
        for path, owner in above:
            if owner in services:
                raise ProblemError(directories.below_service(directory.path, path, owner))

    def _taken_over(self, directory: Directory, found: directories.Present) -> Step:
        path = directory.path
        if self.take_over.get(path) not in {owners.user_name(found.attributes.uid), str(found.attributes.uid)}:
            raise ProblemError(directories.foreign(path, found, directory.owner))
        if used_by := processes.using(found.path):
            raise ProblemError(takeover.used(path, used_by))

        def take() -> None:
            taking = takeover.TakeOver(path, _attributes(directory), found.attributes.uid)
            taking.run()
            if taking.left:
                self.warnings.append(takeover.left_alone(path, taking.left, directory.owner, directory.group))

        return Step("directory", path, TAKEN_OVER, take, (_attributes_diff(directory, found.attributes),))

    def _file(self, file: File, kind: str) -> Step:
        found = files.look(file.path)
        if found.kind not in {"missing", "file", "link"}:
            raise ProblemError(paths.taken(file.path, found.kind, found.uid, "a file"))
        wanted = self._content(file, found)
        differs = found.content != wanted
        if found.kind == "file" and differs and file.hold:
            self._upgrades.append(_upgrade(file, found))
        elif differs:
            self._check_owner(file)
            return Step(
                kind,
                file.path,
                CREATED if found.kind == "missing" else CHANGED,
                lambda: _write(file, wanted),
                (diffs.of_content(file.path, found, wanted, secret=file.secret),),
            )
        content = found.content
        if content is not None and not self._same_attributes(file, found.attributes):
            # A new file, since the present one may have other names, which would change hands with it.
            return Step(
                kind, file.path, MODE, lambda: _write(file, content), (_attributes_diff(file, found.attributes),)
            )
        return Step(kind, file.path, HELD if differs else UNCHANGED)

    def _content(self, file: File, found: files.Found) -> bytes:  # noqa: ARG002  # for where it is not in the bundle
        """Return what a file is to hold."""
        return file.content

    @staticmethod
    def _link(link: Link) -> Step:
        found = files.look(link.path)
        if found.kind not in {"missing", "link"}:
            raise ProblemError(paths.taken(link.path, found.kind, found.uid, "a symbolic link"))
        if found.target == link.target:
            return Step("link", link.path, UNCHANGED)

        before = f"symbolic link to {found.target}\n" if found.target is not None else ""
        entry = diffs.of(link.path, before, f"symbolic link to {link.target}\n")
        action = CREATED if found.kind == "missing" else CHANGED
        return Step("link", link.path, action, lambda: files.make_link(link.path, link.target), (entry,))

    def _sysctl(self, sysctl: Sysctl) -> Step:
        found = sysctls.read(sysctl.name, self.proc_sys)
        if found == str(sysctl.value):
            return Step("sysctl", sysctl.name, UNCHANGED)
        if found is None or not sysctls.writable(sysctl.name, self.proc_sys):
            why = (
                "this kernel does not have it" if found is None else f"it is {found} and may not be set from this host"
            )
            self.warnings.append(f"{sysctl.name} is wanted to be {sysctl.value}: {why}")
            return Step("sysctl", sysctl.name, UNCHANGED)
        entry = diffs.of(f"sysctl {sysctl.name}", f"{found}\n", f"{sysctl.value}\n")

        def write() -> None:
            sysctls.write(sysctl.name, sysctl.value, self.proc_sys)

        return Step("sysctl", sysctl.name, CHANGED, write, (entry,))

    def _record(self, placement: Placement) -> Step:
        root, record = self.bundle.root, records.wanted(self.bundle, placement)
        path = placed.path(root, record.service)
        if placed.in_order(root, record):
            return Step("record", path, UNCHANGED)
        found = files.look(path)
        if found.kind not in {"missing", "file", "link"}:
            raise ProblemError(paths.taken(path, found.kind, found.uid, "a file"))
        action = CREATED if found.kind == "missing" else CHANGED
        entry = diffs.of_content(path, found, record.content(), secret=False)
        return Step("record", path, action, partial(placed.write, root, record), (entry,))

    def _services(self, *, redefined: bool) -> list[Step]:
        """Return the steps for services and units; `redefined`: whether the file of a unit is going to change."""
        services = self.bundle.services
        steps = [self._file(service.definition, "service") for service in services]
        names = [entry.name for entry in (*services, *self.bundle.units)]
        # A killed run may have written definitions that the manager has never read.
        if redefined or any(step.changes for step in steps) or (names and self.manager.stale_definitions(names)):
            steps.append(Step("definitions", self.bundle.service_manager, CHANGED, self.manager.apply_definitions))
        for name in names:
            if self.manager.enabled(name):
                continue
            entry = diffs.of(f"service {name}", "disabled\n", "enabled\n")
            steps.append(Step("enablement", name, CHANGED, partial(self.manager.enable, name), (entry,)))
        return steps

    def _restart_pending(self, *, check: bool) -> list[dict[str, Any]]:
        predicted = {}
        if check:
            predicted = {
                file.path: hashlib.sha256(file.content).hexdigest() for file in self.bundle.written() if not file.hold
            }
        found = [self._pending(service, predicted) for service in self.bundle.services]
        return [entry for entry in found if entry is not None]

    def _pending(self, service: Service, predicted: dict[str, str]) -> dict[str, Any] | None:
        return restart_records.pending(
            self.manager,
            service.name,
            record_file=service.record_file,
            records=service.records,
            predicted=predicted,
        )

    def _check_owner(self, resource: Directory | File) -> None:
        if resource.owner not in self._new_users:
            owners.user_id(resource.owner)
        if resource.group not in self._new_users:
            owners.group_id(resource.group)

    def _same_attributes(self, resource: Directory | File, present: files.Attributes) -> bool:
        self._check_owner(resource)
        if {resource.owner, resource.group} & self._new_users:
            return False
        return present == _attributes(resource)


def _attributes(resource: Directory | File) -> files.Attributes:
    return files.Attributes(resource.mode, owners.user_id(resource.owner), owners.group_id(resource.group))


def _attributes_diff(resource: Directory | File, present: files.Attributes) -> diffs.Diff:
    return diffs.of_attributes(resource.path, present, owner=resource.owner, group=resource.group, mode=resource.mode)


def _write(file: File, content: bytes) -> None:
    files.write_file(file.path, content, _attributes(file))


def _upgrade(file: File, found: files.Found) -> dict[str, Any]:
    """Return which lines a held file has and which the data wants; neither where they may be secret."""
    hidden = file.secret or not found.mode & 0o004
    return {"path": file.path, **held.difference(found.content or b"", file.content, hidden=hidden)}
