"""Whose code and configuration is taken: templates and playbooks run, and a configuration may silence findings.

Data needs no trust, whoever owns it. What is run must belong to somebody who could run programs as the caller anyway:

    the caller, and root
    SUDO_UID, where root runs this: the user who said sudo
    anybody, in a repository that Git's `safe.directory` names in the configuration of the user or of the system
    anybody, at any depth in a directory of `--safe-directory` or HIERA_KAFKA_SAFE_DIRECTORY

Neither the file nor a directory from the root of its repository on may be writable by everybody, and no link may lead
out of the repository; only `--safe-directory` permits these. The write bit of the group is fine, as a umask of 002
sets it, and so are the modes of directories above the repository, such as /tmp: who puts another repository in the
place of one is the owner of what he puts there.
"""

from __future__ import annotations

import os
import pwd
import shlex
import stat
import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hiera_kafka.errors import Diagnostic, Position, ProjectError
from hiera_kafka.repository import top_level

VARIABLE = "HIERA_KAFKA_SAFE_DIRECTORY"
"""Environment variable with directories as `--safe-directory` takes them, separated as in PATH."""

_MOST_LINKS = 40  # as Linux


@dataclass(frozen=True, slots=True)
class _Objection:
    path: Path
    found: str
    hint: str
    of_owner: bool = False


def objection(path: Path, root: Path | None = None) -> str | None:
    """Return why code or configuration is not taken from a file or directory; None when it is trusted.

    Args:
        path: Of what does not exist, the directories on the way to it count.
        root: Where the way to `path` begins: a directory at or above it, which counts itself. Default: the top level
            of the Git working tree that `path` lies in, else its directory.
    """
    found = _first(path, root)
    return None if found is None else f"{found.path} {found.found}"


def require(path: Path, root: Path | None = None) -> None:
    """Refuse a file or directory that is not trusted; for the arguments see `objection`.

    Raises:
        ProjectError: `untrusted-code`.
    """
    _refuse(_first(path, root))


def require_tree(directory: Path, root: Path | None = None, *, but: Collection[str] = ()) -> None:
    """Refuse a directory when it or anything in it, at any depth, is not trusted; a missing one holds nothing.

    Args:
        directory: May be a file as well.
        root: As for `objection`.
        but: Names directly in `directory` that do not count.

    Raises:
        ProjectError: `untrusted-code`.
    """
    _refuse(_first(directory, root, lambda path, root: _below(path, root, but)))


@contextmanager
def safe_directories(directories: Iterable[Path]) -> Iterator[None]:
    """Trust directories, beside those of the environment, in this process and in those that it starts meanwhile.

    Args:
        directories: As in `git config safe.directory`, `*` stands for all.
    """
    before = os.environ.get(VARIABLE)
    named = [str(directory) if str(directory) == "*" else str(directory.absolute()) for directory in directories]
    if named:
        os.environ[VARIABLE] = os.pathsep.join([*named, *([before] if before else [])])
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before


def accepted_users() -> list[int]:
    """Return the ids of those whose files are trusted anywhere: the caller, root, and who said sudo."""
    caller = os.geteuid()
    said_sudo = os.environ.get("SUDO_UID", "") if caller == 0 else ""
    return list(dict.fromkeys([caller, 0, *([int(said_sudo)] if said_sudo.isdecimal() else [])]))


def _refuse(found: _Objection | None) -> None:
    if found is None:
        return
    users = ", ".join(_user(user) for user in accepted_users())
    raise ProjectError(
        Diagnostic(
            "untrusted-code",
            f"{found.path} {found.found}; code and configuration are taken from files of {users} only, "
            "which not everybody may write",
            where=(Position(str(found.path)),),
            hint=found.hint,
        )
    )


def _user(user: int) -> str:
    try:
        return f"{pwd.getpwuid(user).pw_name} (uid {user})"
    except (KeyError, OverflowError):
        return f"uid {user}"


def _first(
    path: Path, root: Path | None, more: Callable[[Path, Path], Iterable[Path]] | None = None
) -> _Objection | None:
    """Return the first objection to a path, or to more that is found below it."""
    if root is None:
        # The way that the caller names is followed as it is: a link in it is theirs.
        path = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        directory = path if path.is_dir() else path.parent
        repository = top_level(directory)
        root = repository or directory
    else:
        # Below the root, links are not resolved: one that leads out must be seen.
        path, root = root.resolve() / path.absolute().relative_to(root.absolute()), root.resolve()
        repository = top_level(root)
    above = [path, *path.parents]
    if _name(os.environ.get(VARIABLE, "").split(os.pathsep), above, above):
        return None
    places = [path, *(more(path, root) if more else ())]
    # Of a whole directory, most of the way is the same for all.
    steps = dict.fromkeys(step for place in places for step in _way(place, root))
    objections = (found for step in steps if (found := _objection_to(step, root)) is not None)
    first = next(objections, None)
    # Git is asked only where its answer counts.
    if first is None or not first.of_owner:
        return first
    inside, outside = above, above
    if repository is not None:  # to Git, each needs a name of its own, wherever it is
        inside, outside = [place for place in above if place.is_relative_to(repository)], list(repository.parents)
    if _name(_safe_directories_of_git(), inside, outside):
        return next((found for found in objections if not found.of_owner), None)
    return first


def _below(directory: Path, root: Path, but: Collection[str]) -> Iterator[Path]:
    """Yield all that is in a directory, and in directories inside `root` that links in it lead to."""
    found = {directory}
    pending = [directory]
    while pending:
        for place, directories, files in os.walk(pending.pop()):
            if Path(place) == directory:
                for names in (directories, files):
                    names[:] = [name for name in names if name not in but]
            yield from (Path(place, name) for name in (*directories, *files))
            # Those are not walked into; what lies outside is refused itself.
            linked = {Path(place, name).resolve() for name in directories if Path(place, name).is_symlink()}
            new = {target for target in linked - found if target.is_relative_to(root)}
            found |= new
            pending += new


def _way(path: Path, root: Path) -> Iterator[Path]:
    """Yield each directory, link and file from `root` to where `path` leads; the last one may lie outside of `root`."""
    place = root
    names = list(reversed(path.relative_to(root).parts))
    links = 0
    yield root
    while names:
        name = names.pop()
        place = place.parent if name == ".." else place / name
        yield place
        if not place.is_relative_to(root):
            return
        try:
            target = place.readlink()
        except OSError:  # no link, or nothing that can be looked at
            continue
        links += 1
        if links > _MOST_LINKS:
            return
        place = place.parent
        if target.is_absolute() and target.is_relative_to(root):
            target, place = target.relative_to(root), root
        names.extend(reversed(target.parts))  # where "/" is a part, it is one that leads outside


def _objection_to(step: Path, root: Path) -> _Objection | None:
    """Return what speaks against one directory, link or file itself."""
    if not step.is_relative_to(root):
        return _Objection(step, f"is where a link leads out of {root}", "put a copy in the place of the link")
    try:
        found = step.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _Objection(step, f"cannot be looked at ({error.strerror})", "make it readable for the caller")
    if found.st_mode & stat.S_IWOTH and not stat.S_ISLNK(found.st_mode):
        sticky = found.st_mode & stat.S_ISVTX  # as /tmp, where everybody is meant to write
        hint = "work in another directory" if sticky else f"chmod -R o-w {shlex.quote(str(step))}"
        return _Objection(step, "can be written by everybody", hint)
    if found.st_uid not in accepted_users():
        quoted = shlex.quote(str(root))
        hint = (
            f"when you trust all of it: `git config --global --add safe.directory {quoted}`, "
            f"or for once --safe-directory {quoted} ({VARIABLE} in the environment)"
        )
        return _Objection(step, f"belongs to {_user(found.st_uid)}", hint, of_owner=True)
    return None


def _name(patterns: Iterable[str], single: Collection[Path], all_below: Collection[Path]) -> bool:
    """Return whether one of some patterns, as Git takes them, names what is looked at.

    Args:
        patterns: `/a`, `/a/*` or `*`; others depend on where the caller stands, and name nothing.
        single: What `/a` may be.
        all_below: What the `/a` of `/a/*` may be.
    """
    for pattern in patterns:
        if pattern == "*":
            return True
        if not pattern.startswith("/"):
            continue
        if pattern.endswith("/*"):
            named, where = pattern.removesuffix("*"), all_below
        else:
            named, where = pattern, single
        if Path(named).resolve() in where:
            return True
    return False


def _safe_directories_of_git() -> list[str]:
    """Return Git's safe.directory of the user, the system and the environment; as with Git, never of a repository."""
    command = ["git", "config", "--includes", "--show-scope", "--null", "--type=path", "--get-all", "safe.directory"]
    # A repository around the current directory could otherwise keep the answer from coming.
    environment = {**os.environ, "GIT_DIR": os.devnull}
    try:
        answer = subprocess.run(command, capture_output=True, env=environment, check=False)  # noqa: S603 - no shell
    except OSError:  # without Git, nobody has named anything to it
        return []
    fields = os.fsdecode(answer.stdout).split("\0")
    named: list[str] = []
    for scope, value in zip(fields[::2], fields[1::2], strict=False):
        if scope in ("system", "global", "command"):
            # An empty value takes back those before.
            named = [*named, value] if value else []
    return named
