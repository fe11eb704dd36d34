"""What cannot be read says why, and stops nothing else."""

from __future__ import annotations

from typing import NoReturn

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.look.unread import Unread
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import Problem, ProblemError


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ProblemError(Problem("path-taken", "/srv is a link")), "/srv is a link"),
        (PermissionError(13, "Permission denied", "/proc/1/fd"), "/proc/1/fd: Permission denied"),
        (ValueError("no number"), "it cannot be understood: no number"),
    ],
)
def test_an_error_is_noted_with_its_reason(error: Exception, why: str) -> None:
    def read() -> NoReturn:
        raise error

    unread = Unread()
    assert unread.guarded("listeners", read) is None
    assert unread.reasons == {"listeners": why}


def test_an_error_of_ours_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        Unread().guarded("listeners", lambda: {}["services"])


def test_items_that_cannot_be_read_are_left_out_and_those_that_are_none_are_not() -> None:
    def read(path: str) -> int | None:
        if path == "/b":
            raise FileNotFoundError(2, "No such file or directory", path)
        return None if path == "/a" else 1

    unread = Unread()
    assert unread.each("filesystems", ["/a", "/b", "/c"], read) == {"/a": None, "/c": 1}
    assert unread.reasons == {"filesystems /b": "/b: No such file or directory"}
