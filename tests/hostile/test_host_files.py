"""What another user of a host plants does not lead root elsewhere, and does not stop its runs."""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hiera_kafka.core.plugins.module_utils.apply import bundle_format
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.application import Application
from ansible_collections.hiera_kafka.core.plugins.module_utils.apply.release import Release
from ansible_collections.hiera_kafka.core.plugins.module_utils.preflight import guards
from ansible_collections.hiera_kafka.core.plugins.module_utils.problems import ProblemError
from ansible_collections.hiera_kafka.core.plugins.module_utils.readiness import waiting
from ansible_collections.hiera_kafka.core.plugins.module_utils.services import logs
from ansible_collections.hiera_kafka.core.plugins.module_utils.services.manager import Status
from lib.machine import second_user
from lib.machine.known_services import Known

# A run that hangs is red as well.
pytestmark = pytest.mark.timeout(100)


class Converged(Known):
    """A process manager whose services are enabled with the definitions that lie there."""

    def stale_definitions(self, names: Sequence[str]) -> bool:
        return False

    def apply_definitions(self) -> None:
        """Do nothing: nobody starts what is defined."""

    def enabled(self, name: str) -> bool:
        return True


@pytest.fixture
def root() -> Iterator[Path]:
    """A directory that stands for a host's `/`, and that every user may enter."""
    with second_user.open_directory() as place:
        yield place


def converge(
    root: Path, *, check: bool = False, take_over: dict[str, str] | None = None, **resources: Any
) -> dict[str, Any]:
    """Apply a bundle of a service that runs as the other user, as root does it on a host."""
    user = {"name": second_user.NAME, "comment": "", "home": "/nonexistent", "uid": None}
    bundle = {"format": 1, "host": "k1", "section": "kafka", "root": str(root), "service_manager": "systemd"}
    text = json.dumps({**bundle, "users": [user], **resources}).encode()
    application = Application(bundle_format.parse(text), Converged(kafka=Status("running", 1)))
    if take_over:
        application.take_over = take_over
    return application.run(check=check)


def take_over(root: Path, path: Path, owner: str) -> dict[str, Any]:
    """Apply the same with the caller's word that a directory of another user is to be taken over."""
    return converge(root, directories=[directory(path)], take_over={str(path): owner})


def file(path: Path) -> dict[str, Any]:
    return {"path": str(path), "owner": "root", "group": "root", "mode": "0644", "content": "x\n"}


def directory(path: Path, owner: str = second_user.NAME) -> dict[str, Any]:
    return {"path": str(path), "owner": owner, "group": owner, "mode": "0750"}


def owned(path: Path, name: str = second_user.NAME) -> Path:
    """Make a directory of another user, as a service has it."""
    path.mkdir(parents=True)
    shutil.chown(path, name, name)
    return path


def secret(root: Path) -> Path:
    """Make a file that root alone may read, in forms that those who read it look for."""
    path = root / "shadow"
    path.write_text("broker.id=hunter2\n[2026-11-23 16:55:36,000] ERROR hunter2\n")
    path.chmod(0o600)
    return path


def status(path: Path) -> tuple[int, int, int]:
    found = path.lstat()
    return found.st_uid, found.st_gid, found.st_mode


def refusal(work: Callable[[], object]) -> str:
    """Return the problems that some work ends with."""
    with pytest.raises(ProblemError) as caught:
        work()
    return str(caught.value)


def bounded(work: Callable[[], object]) -> str:
    """Return what work that reads comes to, or its error; it has half a gibibyte and a minute, and dies then."""
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def child() -> None:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + 512 * 1024**2,) * 2)
        try:
            sender.send(str(work()))
        except ProblemError as error:
            sender.send(str(error))
        except (MemoryError, OSError, UnicodeError) as error:
            sender.send(type(error).__name__)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    try:
        assert receiver.poll(60), "it hangs"
        return str(receiver.recv())
    finally:
        process.kill()
        process.join()
        receiver.close()
        sender.close()


def plant(path: Path, what: str) -> None:
    """Put something in place of a file of the service, as the service can."""
    programs = {
        "a pipe": ["mkfifo", path],
        "a file without an end": ["ln", "-s", "/dev/zero", path],
        "a huge file": ["truncate", "--size=20G", path],
        "a socket": ["perl", "-MIO::Socket::UNIX", "-e", "IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1)", path],
    }
    second_user.run(programs[what])


PLANTED = ["a pipe", "a file without an end", "a huge file", "a socket"]


@contextmanager
def locked_by_another_user(directory: Path) -> Iterator[None]:
    """Hold a lock on a directory as another user, for as long as the block lasts."""
    hold = 'exec 9<"$1" && flock --nonblock 9 && echo held && exec cat'
    uid = second_user.user_id()
    with subprocess.Popen(
        ["sh", "-c", hold, "sh", directory],
        user=uid,
        group=uid,
        extra_groups=[],
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        holder.communicate("")


def test_a_lock_of_another_user_on_the_root_directory_stops_no_run(root: Path) -> None:
    with locked_by_another_user(root):
        assert converge(root, files=[file(root / "etc/a")])["changed"] is True


def test_a_lock_of_another_user_on_the_directory_of_releases_stops_no_run(root: Path) -> None:
    releases = root / "opt/kafka"
    releases.mkdir(parents=True)
    release = Release(releases / "kafka-3.9.2", "0" * 64, root=str(root))
    with locked_by_another_user(releases), pytest.raises(Exception, match="artifact-missing"):
        # It comes as far as looking for the release, which only the holder of the lock does.
        release.install(root / "no.tar", "0" * 64)


def test_another_user_cannot_reach_the_locks(root: Path) -> None:
    converge(root, files=[file(root / "etc/a")])
    done = second_user.run(["flock", "--nonblock", root / "run/hiera-kafka/host", "true"], check=False)
    assert done.returncode != 0
    assert "Permission denied" in done.stderr


# What root would act on.


def test_a_link_in_a_directory_of_the_service_gives_nothing_away(root: Path) -> None:
    outside = root / "outside"
    outside.mkdir(0o700)
    data = owned(root / "srv/data")
    second_user.run(["ln", "-s", outside, data / "more"])
    before = status(outside)
    words = refusal(lambda: converge(root, directories=[directory(data), directory(data / "more")]))
    assert "directory-below-service" in words
    assert status(outside) == before


def test_a_link_of_a_third_user_gives_nothing_away(root: Path) -> None:
    outside = root / "outside"
    outside.mkdir(0o700)
    theirs = owned(root / "srv/theirs", second_user.OTHER)
    second_user.run(["ln", "-s", outside, theirs / "data"], name=second_user.OTHER)
    before = status(outside)
    words = refusal(lambda: converge(root, directories=[directory(theirs / "data")]))
    assert f"link-not-followed]: {theirs}/data is a symbolic link that {second_user.OTHER} made" in words
    assert status(outside) == before


def test_a_link_of_root_in_directories_of_root_is_followed(root: Path) -> None:
    (root / "disk").mkdir()
    (root / "srv").symlink_to("disk")
    assert converge(root, directories=[directory(root / "srv/data")])["changed"]
    assert status(root / "disk/data")[0] == second_user.user_id()
    assert not converge(root, directories=[directory(root / "srv/data")])["changed"]


@pytest.mark.parametrize("owner", ["root", second_user.OTHER])
def test_a_directory_of_somebody_else_with_something_in_it_is_not_given_away(root: Path, owner: str) -> None:
    place = owned(root / "etc", owner)
    (place / "passwd").write_text("root:x:0:0\n")
    before = status(place)
    words = refusal(lambda: converge(root, directories=[directory(place)]))
    assert f"directory-of-another-user]: {place} belongs to {owner} and is not empty" in words
    assert f'{{"hiera_kafka_take_over": {{"{place}": "{owner}"}}}}' in words
    assert status(place) == before


@pytest.mark.parametrize("owner", ["root", second_user.OTHER])
def test_an_empty_directory_and_a_new_file_system_are_taken_whoever_they_belong_to(root: Path, owner: str) -> None:
    place = owned(root / "srv", owner)
    (place / "lost+found").mkdir(0o700)
    assert converge(root, directories=[directory(place)])["changed"]
    assert status(place)[0] == second_user.user_id()
    assert status(place / "lost+found")[0] == 0


SWAP = """
my ($name, $target) = @ARGV;
$| = 1;
print "swapping\\n";
while (1) {
    rename($name, "$name.aside"); symlink($target, $name); select(undef, undef, undef, 0.0005);
    unlink($name); rename("$name.aside", $name); select(undef, undef, undef, 0.0005);
}
"""


@contextmanager
def swapped(path: Path, target: Path, name: str) -> Iterator[None]:
    """Have another user swap a directory for a link and back, as fast as it goes."""
    uid = second_user.user_id(name)
    with subprocess.Popen(
        ["perl", "-e", SWAP, path, target],
        user=uid,
        group=uid,
        extra_groups=[],
        cwd="/",
        stdout=subprocess.PIPE,
        text=True,
    ) as swapping:
        try:
            assert swapping.stdout is not None
            assert swapping.stdout.readline() == "swapping\n"
            yield
        finally:
            swapping.kill()


@pytest.mark.parametrize("what", ["directories", "files"])
def test_a_directory_that_is_swapped_for_a_link_meanwhile_never_leads_outside(root: Path, what: str) -> None:
    outside = root / "outside"
    outside.mkdir(0o700)
    theirs = owned(root / "srv/theirs", second_user.OTHER)
    place = owned(theirs / "a", second_user.OTHER)
    before = status(outside)
    wanted = {"directories": [directory(place)], "files": [file(place / "b")]}[what]
    ends: list[str] = []
    with swapped(place, outside, second_user.OTHER):
        # As often as it takes until the swap has come too early and too late.
        while len(ends) < 200 or not {"done", "link-not-followed"} <= set(ends):
            try:
                converge(root, **{what: wanted})
                ends.append("done")
            except ProblemError as error:
                ends += [problem.id for problem in error.problems]
            except OSError:
                # It is gone, or has become a link, since it was looked at; the module says that in words.
                ends.append("swapped")
            assert status(outside) == before
            assert list(outside.iterdir()) == []
            # So that there is something to be given away once more.
            with contextlib.suppress(FileNotFoundError):
                os.chown(place, second_user.user_id(second_user.OTHER), -1, follow_symlinks=False)
    assert set(ends) <= {"done", "swapped", "link-not-followed", "path-taken"}


@pytest.mark.parametrize("what", ["a pipe", "a huge file", "a socket"])
def test_something_in_place_of_a_directory_is_named_before_anything_is_written(root: Path, what: str) -> None:
    place = owned(root / "srv/theirs") / "conf"
    plant(place, what)
    words = refusal(lambda: converge(root, files=[file(root / "etc/a"), file(place / "a"), file(place / "b")]))
    kind = "file" if what == "a huge file" else what.removeprefix("a ")
    assert words.count("path-taken]") == 1
    assert f"{place} is a {kind} of the user {second_user.NAME}, wanted is a directory" in words
    assert f"mv {place} {place}.old" in words
    assert not (root / "etc").exists()


@pytest.mark.parametrize("what", PLANTED)
def test_something_in_place_of_a_file_is_replaced_or_named(root: Path, what: str) -> None:
    place = owned(root / "srv/theirs") / "a"
    plant(place, what)
    ended = bounded(lambda: converge(root, files=[file(place)])["changed"])
    if what in {"a file without an end", "a huge file"}:
        assert ended == "True"
        assert place.read_text() == "x\n"
    else:
        assert f"{place} is {what} of the user {second_user.NAME}, wanted is a file" in ended


def test_the_target_of_a_planted_link_is_shown_without_codes(root: Path) -> None:
    place = owned(root / "srv/theirs") / "a"
    second_user.run(["ln", "-s", "\x1b]0;owned\x07\r", place])
    (entry,) = converge(root, check=True, links=[{"path": str(place), "target": "/etc/a"}])["diff"]
    assert entry["before"] == "symbolic link to \\x1b]0;owned\\x07\\r\n"


def test_a_directory_that_is_taken_over_gives_away_nothing_that_it_links_to(root: Path) -> None:
    outside = secret(root)
    place = owned(root / "srv/data", second_user.OTHER)
    second_user.run(["ln", "-s", outside, place / "link"], name=second_user.OTHER)
    second_user.run(["ln", "-s", root, place / "links"], name=second_user.OTHER)
    second_user.run(["touch", place / "log"], name=second_user.OTHER)
    before = status(outside), status(root)
    assert take_over(root, place, second_user.OTHER)["changed"]
    assert (status(outside), status(root)) == before
    assert {status(path)[0] for path in (place, place / "log")} == {second_user.user_id()}


# What root would read.


def service(root: Path) -> dict[str, Any]:
    return {
        "name": "kafka",
        "definition": file(root / "etc/kafka.service"),
        "records": [f"{root}/etc/a"],
        "record_file": f"{root}/run/kafka/started",
    }


@pytest.mark.parametrize("what", PLANTED)
def test_a_record_that_is_no_file_says_that_a_restart_is_pending(root: Path, what: str) -> None:
    record = owned(root / "run/kafka") / "started"
    plant(record, what)
    ended = bounded(lambda: converge(root, services=[service(root)])["restart_pending"])
    assert ended == str([{"service": "kafka", "files": [str(record)]}])


def test_a_record_cannot_name_files_that_root_then_reads(root: Path) -> None:
    run = owned(root / "run/kafka")
    converge(root, files=[file(root / "etc/a")])
    known = hashlib.sha256(secret(root).read_bytes()).hexdigest()
    second_user.run(["mkfifo", run / "pipe"])
    lines = f"{known}  {root}/shadow\n{known}  {run}/pipe\n{known}  /dev/zero\n"
    second_user.run(["tee", run / "started"], input=lines)
    entry = bounded(lambda: converge(root, services=[service(root)])["restart_pending"])
    assert entry == str([{"service": "kafka", "files": [f"{root}/etc/a"]}])


@pytest.mark.parametrize("kind", ["kafka-broker-id", "zookeeper-myid"])
@pytest.mark.parametrize("what", [*PLANTED, "a link"])
def test_what_a_guard_looks_at_neither_blocks_it_nor_shows_what_root_may_read(root: Path, what: str, kind: str) -> None:
    data = owned(root / "srv/data")
    place = data / ("meta.properties" if kind == "kafka-broker-id" else "myid")
    if what == "a link":
        second_user.run(["ln", "-s", secret(root), place])
    else:
        plant(place, what)
    guard = guards.Guard(kind, (str(data),), str(place), ("1",))
    ended = bounded(lambda: [problem.render() for problem in guards.check(guard)])
    assert "hunter2" not in ended
    wanted = "host-file-refused" if what in {"a pipe", "a huge file", "a socket"} else "link-not-followed"
    assert f"error[{wanted}]: {place}" in ended


READERS: dict[str, Callable[[str], object]] = {
    "the errors": lambda log: logs.last_errors(log, 3),
    "the last lines": lambda log: waiting.last_lines(log, 20),
}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("what", [*PLANTED, "a link"])
def test_a_log_neither_blocks_who_reads_it_nor_shows_what_root_may_read(root: Path, what: str, read: str) -> None:
    log = owned(root / "var/log/kafka") / "kafka.out"
    if what == "a link":
        second_user.run(["ln", "-s", secret(root), log])
    else:
        plant(log, what)
    ended = bounded(lambda: READERS[read](str(log)))
    assert "hunter2" not in ended
    if what == "a huge file":
        # Its end alone is read.
        assert len(ended) < 10_000
    else:
        assert str(log) in ended


@pytest.mark.parametrize("read", READERS)
def test_a_line_of_a_log_cannot_keep_who_reads_it_busy(root: Path, read: str) -> None:
    log = owned(root / "var/log/kafka") / "kafka.out"
    second_user.run(["tee", log], input=f"\nERROR {'password' * 30_000}\n")
    assert "password" in bounded(lambda: READERS[read](str(log)))


def test_codes_in_a_log_reach_no_terminal_and_its_lines_no_runner(root: Path) -> None:
    log = owned(root / "var/log/kafka") / "kafka.out"
    lines = "[2026-11-23 16:55:36,000] ERROR \x1b[2J\x9b31m\u202e\rgone\n::error::from a log\n"
    second_user.run(["tee", log], input=lines)
    shown = waiting.last_lines(str(log), 20)
    assert shown.splitlines()[1:] == [
        "      | [2026-11-23 16:55:36,000] ERROR \\x1b[2J\\x9b31m\\u202e\\rgone",
        "      | \\::error::from a log",
    ]
    (error,) = logs.last_errors(str(log), 1)
    assert error.lines == ["\\x1b[2J\\x9b31m\\u202e\\rgone", "\\::error::from a log"]


def test_the_name_of_a_process_reaches_no_terminal(root: Path) -> None:
    place = owned(root / "srv/data", second_user.OTHER)
    second_user.run(["touch", place / "log"], name=second_user.OTHER)
    uid = second_user.user_id(second_user.OTHER)
    hold = ["bash", "-c", "exec 9<\"$1\" && echo held && exec -a $'\\e[2Jcat' cat", "bash", place / "log"]
    with subprocess.Popen(
        hold, user=uid, group=uid, extra_groups=[], cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        words = refusal(lambda: take_over(root, place, second_user.OTHER))
        holder.communicate("")
    assert "directory-in-use" in words
    assert "\x1b" not in words
