"""The module `bundle`, through real `ansible` runs."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLANTED = "hunter2-planted-secret"


def entry(path: Path, content: str = "", mode: str = "0644", **more: Any) -> dict[str, Any]:
    owners = {"owner": str(os.geteuid()), "group": str(os.getegid())}
    return {"path": str(path), **owners, "mode": mode, "content": content, **more}


def directory(path: Path, mode: str = "0755") -> dict[str, Any]:
    return {key: value for key, value in entry(path, mode=mode).items() if key != "content"}


def service(root: Path, name: str, script: str) -> dict[str, Any]:
    """Return a service that notes the digest of its own script at start, as rendered services do."""
    program = root / f"usr/{name}.sh"
    record = root / f"run/{name}.sha256"
    body = f"[program:{name}]\ncommand=/bin/sh {program}\nautostart=false\nredirect_stderr=true\n"
    return {
        "files": [entry(program, f"sha256sum '{program}' > '{record}'\n{script}\n")],
        "services": [
            {
                "name": name,
                "definition": entry(root / f"etc/supervisor/conf.d/{name}.conf", body),
                "records": [str(program)],
                "record_file": str(record),
                "log": str(root / f"var/log/{name}.log"),
            }
        ],
    }


def test_a_bare_host_becomes_what_the_bundle_says_and_a_second_run_changes_nothing(apply: Any, root: Path) -> None:
    resources = {
        "directories": [directory(root / "srv/data", "0750")],
        "files": [entry(root / "etc/kafka/server.properties", "a=1\n", "0640")],
        "links": [{"path": str(root / "opt/current"), "target": "kafka-3.9.2"}],
        "services": service(root, "kafka", "exec sleep 1000")["services"],
    }
    first = apply("--diff", "-vvv", **resources)
    assert first.data["changed"] is True
    assert set(first.actions.values()) == {"created", "changed"}
    assert (root / "etc/kafka/server.properties").read_text() == "a=1\n"
    assert stat.S_IMODE((root / "etc/kafka/server.properties").stat().st_mode) == 0o640
    assert stat.S_IMODE((root / "srv/data").stat().st_mode) == 0o750
    assert (root / "opt/current").readlink() == Path("kafka-3.9.2")
    second = apply("--diff", "-vvv", **resources)
    assert second.data["changed"] is False
    assert set(second.actions.values()) == {"unchanged"}
    assert second.data["diff"] == []


def test_a_check_run_reports_what_a_run_does_and_writes_nothing(apply: Any, root: Path) -> None:
    resources = {"directories": [directory(root / "srv")], **service(root, "kafka", "exec sleep 1000")}
    predicted = apply("--check", "--diff", "-vvv", **resources)
    assert list(root.iterdir()) == []
    done = apply("--diff", "-vvv", **resources)
    assert predicted.data["resources"] == done.data["resources"]
    assert predicted.data["diff"] == done.data["diff"]
    assert predicted.data["changed"] is True


def test_drift_of_mode_and_content_is_shown_and_mended(apply: Any, root: Path) -> None:
    a, b = root / "a", root / "b"
    files = [entry(a, "old\n"), entry(b, "same\n")]
    apply(files=files)
    b.chmod(0o600)
    files[0]["content"] = "new\n"
    outcome = apply("--diff", "-vvv", files=files)
    assert outcome.actions == {str(a): "changed", str(b): "mode"}
    assert next((entry["before"], entry["after"]) for entry in outcome.data["diff"]) == ("old\n", "new\n")
    assert outcome.data["diff"][1]["before"].endswith(" 0600\n")
    assert outcome.data["diff"][1]["after"].endswith(" 0644\n")
    assert stat.S_IMODE(b.stat().st_mode) == 0o644


def test_a_link_at_the_place_of_a_file_is_replaced_and_never_followed(apply: Any, root: Path) -> None:
    (root / "elsewhere").write_text("not ours\n")
    (root / "a").symlink_to(root / "elsewhere")
    assert apply(files=[entry(root / "a", "ours\n")]).actions == {str(root / "a"): "changed"}
    assert not (root / "a").is_symlink()
    assert (root / "elsewhere").read_text() == "not ours\n"


def test_what_stands_in_the_way_is_named_before_anything_is_written(apply: Any, root: Path) -> None:
    (root / "b").mkdir()
    (root / "c").write_text("")
    outcome = apply(
        files=[entry(root / "a", "x"), entry(root / "b", "x")],
        links=[{"path": str(root / "c"), "target": "a"}],
    )
    assert [problem["id"] for problem in outcome.data["problems"]] == ["path-taken", "path-taken"]
    assert f"error[path-taken]: {root}/b is a directory of the user root, wanted is a file" in outcome.data["msg"]
    assert not (root / "a").exists()


def test_a_held_file_is_written_once_and_its_difference_is_an_upgrade_that_waits(apply: Any, root: Path) -> None:
    release = root / "etc/kafka/release.env"
    apply(files=[entry(release, 'VERSION="3.9.1"\n', hold=True)])
    outcome = apply(files=[entry(release, 'VERSION="3.9.2"\n', hold=True)])
    assert outcome.data["changed"] is False
    assert outcome.actions == {str(release): "held"}
    assert outcome.data["upgrade_pending"] == [
        {"path": str(release), "has": ['VERSION="3.9.1"'], "wants": ['VERSION="3.9.2"']}
    ]
    assert release.read_text() == 'VERSION="3.9.1"\n'


def test_a_planted_secret_is_in_no_output_and_in_no_file_that_others_read(apply: Any, ansible: Any, root: Path) -> None:
    path = root / "etc/kafka/secret.properties"
    secret = entry(path, f"password={PLANTED}\n", "0640", secret=True)
    texts = [apply("--check", "--diff", "-vvv", files=[secret]).text, apply("--diff", "-vvv", files=[secret]).text]
    changed = {**secret, "content": f"password={PLANTED}-2\n"}
    texts.append(apply("--diff", "-vvv", files=[changed]).text)
    # The data drops the secret; what lies on the host is still one.
    texts.append(apply("--diff", "-vvv", files=[entry(path, "no password\n")]).text)
    assert not [text for text in texts if PLANTED in text]
    assert all("********" in text for text in texts)
    apply(files=[changed])
    places = [place for tree in (root, ansible.work) for place in tree.rglob("*") if place.is_file()]
    holders = [place for place in places if PLANTED.encode() in place.read_bytes()]
    assert holders == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("resources", "reason"),
    [
        ({"format": 2}, "its format is 2, understood is 1"),
        ({"section": "mirror"}, "it holds the section 'mirror', asked for was 'kafka'"),
        ({"root": "/a/../b"}, "root '/a/../b' is not an absolute path without '..' or an ending '/'"),
    ],
)
def test_a_bundle_that_is_not_as_it_must_be_is_refused(apply: Any, resources: dict[str, Any], reason: str) -> None:
    outcome = apply(**resources)
    assert f"error[bundle-refused]: the bundle is refused: {reason}" in outcome.data["msg"]


def test_a_bundle_with_another_digest_is_refused(apply: Any, root: Path) -> None:
    outcome = apply(digest="0" * 64, files=[entry(root / "a", "x")])
    assert "sent was 0000" in outcome.data["msg"]
    assert not (root / "a").exists()


@pytest.mark.real
def test_a_changed_file_of_a_running_service_is_a_pending_restart_at_every_run(
    apply: Any, ansible: Any, root: Path
) -> None:
    before, after = (service(root, "kafka", f"exec sleep {time}") for time in (1000, 1001))
    start = {"name": "kafka", "service_manager": "supervisor", "root": str(root), "state": "started"}
    assert apply(**before).data["restart_pending"] == []
    started = ansible("service", start)
    wait_for(lambda: (root / "run/kafka.sha256").exists() and (root / "run/kafka.sha256").stat().st_size > 0)
    assert apply(**before).data["restart_pending"] == []
    waiting = [{"service": "kafka", "files": [str(root / "usr/kafka.sh")]}]
    assert apply("--check", **after).data["restart_pending"] == waiting
    assert apply(**after).data["restart_pending"] == waiting
    again = apply(**after)
    assert again.data["restart_pending"] == waiting
    assert again.data["changed"] is False
    record = {"record_file": str(root / "run/kafka.sha256"), "records": [str(root / "usr/kafka.sh")]}
    same = ansible("service", {**start, **record})
    assert same.data["restart_pending"] == waiting
    assert same.data["changed"] is False
    assert same.data["pid"] == started.data["pid"]
    ansible("service", {**start, "state": "stopped"})
    assert apply(**after).data["restart_pending"] == []


@pytest.mark.parametrize("written", [1, 40, 150, 290])
def test_a_killed_run_leaves_whole_files_and_the_next_run_converges(
    ansible: Any, apply: Any, root: Path, tmp_path: Path, written: int
) -> None:
    paths = [root / f"etc/{number}" for number in range(300)]
    old, new = (letter * 20_000 for letter in "on")
    apply(files=[entry(path, old) for path in paths])
    files = [entry(path, new) for path in paths]
    platform = {"root": str(root), "service_manager": "supervisor"}
    data = {"format": 1, "host": "k1", "section": "kafka", **platform, "files": files}
    bundle = tmp_path / "killed.json.gz"
    bundle.touch(0o600)
    bundle.write_bytes(gzip.compress(json.dumps(data).encode()))
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    arguments = {"path": str(bundle), "digest": digest, "section": "kafka"}
    with subprocess.Popen(
        ansible.command("bundle", arguments), env=ansible.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as controller:
        wait_for(lambda: paths[written].read_bytes()[:1] == b"n")
        for process in module_processes(str(ansible.work)):
            os.kill(process, 9)
        controller.communicate()
    contents = {path.read_text() for path in paths}
    assert contents <= {old, new}
    assert all(stat.S_IMODE(place.stat().st_mode) <= 0o644 for place in (root / "etc").iterdir())
    (root / "etc/.hiera-kafka.0123").write_text("left by a killed run")
    apply(files=files)
    assert {path.read_text() for path in paths} == {new}
    assert len(list((root / "etc").iterdir())) == len(paths)


def wait_for(condition: Callable[[], bool]) -> None:
    """Return when `condition` holds; pytest's own time-out ends a test in which it never does."""
    while not condition():
        time.sleep(0.001)


def module_processes(mark: str) -> list[int]:
    """Return the processes on the target's side of a run whose environment names the directory `mark`."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and mark.encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found
