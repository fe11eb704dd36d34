"""A bundle is applied in two passes, by any user who owns what it names."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError, of_os_error
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Report, ServiceManager, Status
from lib.machine import second_user

NOBODY = 65534

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


class Notes(ServiceManager):
    """A process manager that notes what it is asked."""

    def __init__(self, *, stale: bool = False, enabled: bool = False) -> None:
        self.calls: list[str] = []
        self._stale, self._enabled = stale, enabled

    def status(self, name: str) -> Status:
        return Status("stopped")

    def report(self, names: Sequence[str]) -> dict[str, Report]:
        raise AssertionError("applying a bundle asks for the states that it needs")

    def start(self, name: str) -> int | None:
        raise AssertionError("applying a bundle starts nothing")

    def stop(self, name: str, timeout_s: float) -> None:
        raise AssertionError("applying a bundle stops nothing")

    def stale_definitions(self, names: Sequence[str]) -> bool:
        return self._stale

    def apply_definitions(self) -> None:
        self.calls.append("reload")

    def enabled(self, name: str) -> bool:
        return self._enabled

    def enable(self, name: str) -> None:
        self.calls.append(f"enable {name}")

    def defined(self, prefix: str) -> list[str]:
        raise AssertionError("applying a bundle looks at what is in it")


def application(root: Path, manager: ServiceManager | None = None, **resources: Any) -> Application:
    platform = {"format": 1, "host": "k1", "section": "kafka", "root": str(root), "service_manager": "systemd"}
    return Application(bundle_format.parse(json.dumps({**platform, **resources}).encode()), manager or Notes())


def file(path: Path, owner: int | str | None = None, content: str = "x") -> dict[str, Any]:
    owner = str(os.geteuid() if owner is None else owner)
    return {"path": str(path), "owner": owner, "group": owner, "mode": "0644", "content": content}


def written(root: Path) -> list[str]:
    """Return what is there beside the lock that each run leaves."""
    return sorted(place.name for place in root.iterdir() if place.name != "run")


def service(root: Path) -> list[dict[str, Any]]:
    return [{"name": "kafka", "definition": file(root / "kafka.service"), "records": [], "record_file": f"{root}/r"}]


def test_a_unit_above_services_is_read_and_enabled_like_them_and_its_file_is_written_once(tmp_path: Path) -> None:
    definition = tmp_path / "kafka-mirror.service"
    unit = {"files": [file(definition)], "units": [{"name": "kafka-mirror", "definition": str(definition)}]}
    manager = Notes()
    assert application(tmp_path, manager, **unit).run(check=False)["changed"] is True
    assert manager.calls == ["reload", "enable kafka-mirror"]
    again = Notes(enabled=True)
    assert application(tmp_path, again, **unit).run(check=False)["changed"] is False
    assert again.calls == []


def test_a_new_definition_is_read_and_enabled_after_it_was_written(tmp_path: Path) -> None:
    manager = Notes()
    result = application(tmp_path, manager, services=service(tmp_path)).run(check=False)
    assert manager.calls == ["reload", "enable kafka"]
    assert [entry["kind"] for entry in result["resources"]] == ["service", "definitions", "enablement"]


def test_definitions_that_a_killed_run_wrote_are_read_by_the_next(tmp_path: Path) -> None:
    application(tmp_path, services=service(tmp_path)).run(check=False)
    manager = Notes(stale=True, enabled=True)
    assert application(tmp_path, manager, services=service(tmp_path)).run(check=False)["changed"] is True
    assert manager.calls == ["reload"]
    converged = Notes(enabled=True)
    assert application(tmp_path, converged, services=service(tmp_path)).run(check=False)["changed"] is False
    assert converged.calls == []


def test_a_check_run_asks_the_manager_to_do_nothing(tmp_path: Path) -> None:
    manager = Notes()
    assert application(tmp_path, manager, services=service(tmp_path)).run(check=True)["changed"] is True
    assert manager.calls == []
    assert list(tmp_path.iterdir()) == []


def test_a_check_run_knows_that_the_owner_of_a_file_would_have_been_made(tmp_path: Path) -> None:
    user = {"name": "kafka-of-a-test", "comment": "", "home": "/nonexistent", "uid": None}
    (tmp_path / "b").write_text("x")
    files = [file(tmp_path / name, user["name"]) for name in ("a", "b")]
    result = application(tmp_path, users=[user], files=files).run(check=True)
    assert [entry["action"] for entry in result["resources"]] == ["created", "created", "mode"]


def test_an_unknown_owner_is_found_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="user no-such-user does not exist on this host"):
        application(tmp_path, files=[file(tmp_path / "a"), file(tmp_path / "b", "no-such-user")]).run(check=False)
    assert written(tmp_path) == []


def test_a_directory_behind_a_link_is_kept_there(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir(0o755)
    (tmp_path / "srv").symlink_to("disk")
    owner = str(os.geteuid())
    wanted = {"path": str(tmp_path / "srv"), "owner": owner, "group": owner, "mode": "0750"}
    application(tmp_path, directories=[wanted]).run(check=False)
    assert (tmp_path / "srv").is_symlink()
    assert (tmp_path / "disk").stat().st_mode & 0o777 == 0o750
    assert application(tmp_path, directories=[wanted]).run(check=False)["changed"] is False


def directory(path: Path, mode: str = "0755") -> dict[str, Any]:
    owner = str(os.geteuid())
    return {"path": str(path), "owner": owner, "group": owner, "mode": mode}


def test_directories_in_each_other_are_made_in_one_run_with_a_mode_each(tmp_path: Path) -> None:
    """On this machine, where all belongs to the calling user; on hosts a service's directory has none below it."""
    wanted = [directory(tmp_path / "a/b/c", "0700"), directory(tmp_path / "a/b", "0750"), directory(tmp_path / "a")]
    assert application(tmp_path, directories=wanted).run(check=False)["changed"]
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b", "a/b/c")]
    assert modes == [0o755, 0o750, 0o700]
    assert not application(tmp_path, directories=wanted).run(check=False)["changed"]


def test_another_name_of_a_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "a").chmod(0o600)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    (result,) = application(tmp_path, files=[file(tmp_path / "a")]).run(check=False)["resources"]
    assert result["action"] == "mode"
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "b")] == [0o644, 0o600]


def test_a_held_file_keeps_its_content_when_its_mode_is_set(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("held")
    (tmp_path / "a").chmod(0o600)
    result = application(tmp_path, files=[{**file(tmp_path / "a"), "hold": True}]).run(check=False)
    assert (result["resources"][0]["action"], (tmp_path / "a").read_text()) == ("mode", "held")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


OF_GAMES = {"name": second_user.NAME, "comment": "", "home": "/nonexistent", "uid": None}


def for_service(path: Path, mode: str = "0755") -> dict[str, Any]:
    return {"path": str(path), "owner": second_user.NAME, "group": second_user.NAME, "mode": mode}


@needs_root
def test_a_directory_below_one_of_a_service_is_refused_before_either_is_made(tmp_path: Path) -> None:
    wanted = [for_service(tmp_path / "a/b"), for_service(tmp_path / "a")]
    with pytest.raises(ProblemError, match=rf"{tmp_path}/a/b is below {tmp_path}/a, which belongs to the service user"):
        application(tmp_path, users=[OF_GAMES], directories=wanted).run(check=False)
    assert written(tmp_path) == []


@needs_root
def test_a_directory_below_one_that_a_service_has_now_is_refused_unless_root_gets_it(tmp_path: Path) -> None:
    (tmp_path / "srv").mkdir()
    (tmp_path / "srv/old").touch()
    shutil.chown(tmp_path / "srv", second_user.NAME)
    wanted = [for_service(tmp_path / "srv/data")]
    with pytest.raises(ProblemError, match="directory-below-service"):
        application(tmp_path, users=[OF_GAMES], directories=wanted).run(check=False)
    wanted.append({**for_service(tmp_path / "srv"), "owner": "root", "group": "root"})
    application(tmp_path, users=[OF_GAMES], directories=wanted).run(check=False)
    assert [(tmp_path / name).owner() for name in ("srv", "srv/data")] == ["root", second_user.NAME]


def foreign_directory(root: Path) -> Path:
    """Make a directory of a third user with a file in it."""
    place = root / "data"
    place.mkdir()
    (place / "meta.properties").touch()
    for path in (place / "meta.properties", place):
        shutil.chown(path, second_user.OTHER, second_user.OTHER)
    return place


@needs_root
@pytest.mark.parametrize("owner", [second_user.OTHER, str(second_user.user_id(second_user.OTHER))])
def test_a_directory_is_taken_over_from_the_user_that_the_caller_names(tmp_path: Path, owner: str) -> None:
    place = foreign_directory(tmp_path)

    def run(*, check: bool) -> dict[str, Any]:
        made = application(tmp_path, users=[OF_GAMES], directories=[for_service(place)])
        made.take_over = {str(place): owner}
        return made.run(check=check)

    announced = run(check=True)
    assert announced["resources"][1] == {"kind": "directory", "name": str(place), "action": "taken over"}
    assert place.owner() == second_user.OTHER
    assert run(check=False)["resources"] == announced["resources"]
    assert {place.owner(), (place / "meta.properties").owner()} == {second_user.NAME}
    assert not run(check=False)["changed"]


@needs_root
def test_a_directory_is_not_taken_over_from_anybody_else(tmp_path: Path) -> None:
    place = foreign_directory(tmp_path)
    made = application(tmp_path, users=[OF_GAMES], directories=[for_service(place)])
    made.take_over = {str(place): "root", str(tmp_path): second_user.OTHER}
    with pytest.raises(ProblemError, match=f"{place} belongs to {second_user.OTHER} and is not empty"):
        made.run(check=False)
    assert place.owner() == second_user.OTHER


@needs_root
def test_what_is_not_taken_over_with_its_directory_is_named_with_the_command_that_does_it(tmp_path: Path) -> None:
    place = foreign_directory(tmp_path)
    (place / "of-root").touch()
    made = application(tmp_path, users=[OF_GAMES], directories=[for_service(place)])
    made.take_over = {str(place): second_user.OTHER}
    made.run(check=False)
    (warning,) = made.warnings
    assert f"but not {place}/of-root in it" in warning
    assert f"chown -Rh {second_user.NAME}:{second_user.NAME} {place}" in warning


def as_nobody(work: Callable[[], str]) -> str:
    """Return what `work` returns in a process without any privilege."""
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def child() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            sender.send(work())
        except OSError as error:
            sender.send(of_os_error(error).render())

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    answer = str(receiver.recv())
    process.join()
    receiver.close()
    sender.close()
    return answer


@pytest.fixture
def home() -> Any:
    """A directory of an unprivileged user; pytest's own directories are closed to it."""
    place = Path("/var/tmp") / f"hiera-kafka-test-{os.getpid()}"
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    yield place
    shutil.rmtree(place)


@needs_root
def test_a_user_without_privileges_applies_what_it_owns(home: Path) -> None:
    def work() -> str:
        return str(application(home, files=[file(home / "etc/a", NOBODY)]).run(check=False)["changed"])

    assert (as_nobody(work), as_nobody(work)) == ("True", "False")
    assert (home / "etc/a").stat().st_uid == NOBODY


@needs_root
def test_a_file_of_somebody_else_is_not_permitted_and_leaves_nothing_behind(home: Path) -> None:
    assert as_nobody(lambda: str(application(home, files=[file(home / "a", 0)]).run(check=False))) == (
        f"error[not-permitted]: {home}/a: Operation not permitted\n"
        "    hint: run with become, or give the path to the user that Ansible logs in as\n"
        "    docs: docs/rules/not-permitted.md"
    )
    assert written(home) == []


FULL = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
import test_application as tests
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import of_os_error
root = Path(sys.argv[1])
(root / "a").write_text("old")
try:
    tests.application(root, files=[tests.file(root / "a", content="n" * 200_000)]).run(check=False)
except OSError as error:
    print(of_os_error(error).id, (root / "a").read_text(), tests.written(root))
"""


@needs_root
@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unshare for a small file system of its own")
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    script = 'mount -t tmpfs -o size=64k none "$1" && shift && exec "$@"'
    program = [sys.executable, "-c", FULL, str(tmp_path), str(Path(__file__).parent), str(Path(__file__).parents[3])]
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", str(tmp_path), *program],
        capture_output=True,
        text=True,
        check=False,
    )
    if "permission denied" in done.stderr.lower():
        pytest.skip("this machine does not let a test mount a file system")
    assert done.stdout == "disk-full old ['a']\n", done.stderr


SWAPPINESS = {"name": "vm.swappiness", "value": 1}


def test_a_kernel_setting_is_set_once_and_announced_by_a_check_run(tmp_path: Path) -> None:
    present = tmp_path / "sys/vm/swappiness"
    present.parent.mkdir(parents=True)
    present.write_text("60\n")

    def run(*, check: bool) -> dict[str, Any]:
        made = application(tmp_path, sysctls=[SWAPPINESS])
        made.proc_sys = tmp_path / "sys"
        return made.run(check=check)

    announced = run(check=True)
    assert (announced["changed"], present.read_text()) == (True, "60\n")
    assert run(check=False)["resources"] == announced["resources"]
    assert present.read_text() == "1\n"
    assert not run(check=False)["changed"]


def test_a_kernel_setting_that_cannot_be_set_is_a_warning(tmp_path: Path) -> None:
    made = application(tmp_path, sysctls=[SWAPPINESS])
    made.proc_sys = tmp_path / "no-sys"
    assert not made.run(check=False)["changed"]
    assert made.warnings == ["vm.swappiness is wanted to be 1: this kernel does not have it"]
