"""What goes wrong on a target, in the words and shape of the package's diagnostics, which are not installed there."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import one_line, printable

_MOST = 8192
"""Characters of a message that are shown; no person reads on."""


@dataclass(frozen=True)
class Problem:
    """One message to the user; what of it came from elsewhere is cleaned here, once for all.

    Attributes:
        id: Kebab-case, names the page `docs/rules/<id>.md`, to which the control node refers in its own way.
        message: What was found, and what is allowed.
        where: `file:line:column` of the data that asked for it, when there is one.
        note: Background that is not needed to fix it; may have several lines.
        hint: What to do.
    """

    id: str
    message: str
    where: str | None = None
    note: str | None = None
    hint: str | None = None

    def __post_init__(self) -> None:
        for name in ("message", "where", "hint"):
            if (text := getattr(self, name)) is not None:
                object.__setattr__(self, name, one_line(text[:_MOST]))
        if self.note is not None:
            object.__setattr__(self, "note", printable(self.note))

    def render(self) -> str:
        """Return the message as text, first line in the form editors can jump from."""
        head = f"error[{self.id}]: {self.message}"
        lines = [f"{self.where}: {head}" if self.where else head]
        if self.note:
            lines.append(f"    note: {self.note}")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        lines.append(f"    docs: docs/rules/{self.id}.md")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-able form with the same fields."""
        return asdict(self)


class ProblemError(Exception):
    """Carries every problem found, not just the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(problem.render() for problem in self.problems))


def of_os_error(error: OSError) -> Problem:
    """Return the problem that an error of the operating system is."""
    path = error.filename or "a file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            "disk-full",
            f"no space left for {path}",
            note="nothing is half-written: each file is whole and old, or whole and new",
            hint="free space on that file system, then run again",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(
            "not-permitted",
            f"{path}: {error.strerror}",
            hint="run with become, or give the path to the user that Ansible logs in as",
        )
    return Problem("host-error", f"{path}: {error.strerror or error}", hint="fix it on the host, then run again")


class Module(Protocol):
    """The part of AnsibleModule that `report` needs."""

    params: dict[str, Any]
    check_mode: bool

    def exit_json(self, **kwargs: Any) -> Any: ...
    def fail_json(self, msg: str, **kwargs: Any) -> Any: ...


def report(module: Module, work: Callable[[], dict[str, Any]]) -> None:
    """Run `work` and end the module with its result, or with every problem it raised."""
    problems: tuple[Problem, ...]
    try:
        result = work()
    except ProblemError as error:
        problems = error.problems
    except OSError as error:
        problems = (of_os_error(error),)
    else:
        module.exit_json(**result)
        return
    # Outside the handlers, since fail_json adds the traceback of an exception that is being handled.
    module.fail_json(
        msg="\n".join(problem.render() for problem in problems), problems=[problem.to_dict() for problem in problems]
    )
