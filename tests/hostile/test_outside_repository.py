"""What a stranger's branch reads of the machine that looks at it: nothing beyond the repository, whatever it names.

A token stands in the environment, and a file of mode 0600 lies beside the checkout. Each attack is a branch; every
command looks at it, in every form, and nothing that was planted may be in what it writes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509

from hiera_kafka.bridge.inventory import entries
from hiera_kafka.cli.main import run
from hiera_kafka.errors import HieraKafkaError
from hiera_kafka.hiera.eyaml import ciphers
from hiera_kafka.lint.formats import FORMATS
from lib.data.project_trees import HOST, PAGE, project_tree
from lib.machine import second_user
from lib.machine.git import commit, git

WORD = "planted_7c1f"
SECRET = f"""\
leak: {WORD}
profile::kafka::broker::{WORD}: yes
profile::kafka::broker::log_retention_hours: {WORD}
"""
RETENTION = "profile::kafka::broker::log_retention_hours"

Attack = Callable[["Place"], None]


class Place:
    """A checkout of a stranger's branch, and the files of whoever looks at it."""

    def __init__(self, directory: Path) -> None:
        self.branch = directory / "branch"
        self.runner = directory / "runner"
        self.runner.mkdir(0o700)
        self.secret = self.runner / "secret.yaml"
        self.write_secret("secret.yaml", SECRET)
        self.inventory = project_tree(self.branch)
        self.hiera = self.branch / "hieradata" / "hiera.yaml"
        self.data = self.branch / "hieradata" / "data"
        commit(self.branch, "before")

    def write_secret(self, name: str, text: str) -> Path:
        file = self.runner / name
        file.touch(0o600)
        file.write_text(text)
        return file

    def level(self, text: str) -> None:
        """Put a level before the others."""
        before = self.hiera.read_text()
        self.hiera.write_text(before.replace("hierarchy:\n", f"hierarchy:\n  - name: stranger\n    {text}\n"))

    def link(self, path: Path, target: Path | str) -> None:
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(target)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("RUNNER_TOKEN", WORD)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "HIERA_KAFKA_ALLOW_OUTSIDE", "HIERA_KAFKA_HOCON_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    found = Place(tmp_path)
    monkeypatch.chdir(found.branch)
    return found


def hocon(place: Place) -> None:
    place.level("path: a.conf\n    data_hash: hocon_data")
    (place.data / "a.conf").write_text(f'leak = ${{RUNNER_TOKEN}}\n"{RETENTION}" = ${{RUNNER_TOKEN}}\n')


def hocon_optional(place: Place) -> None:
    place.level("path: a.conf\n    data_hash: hocon_data")
    (place.data / "a.conf").write_text(f'leak = "is "${{?RUNNER_TOKEN}}\n"{RETENTION}" = x${{?RUNNER_TOKEN}}\n')


def absolute_datadir(place: Place) -> None:
    place.level(f"datadir: {place.runner}\n    path: secret.yaml")


def absolute_path(place: Place) -> None:
    place.level(f"path: {place.secret}")


def parents_in_datadir(place: Place) -> None:
    place.level("datadir: ../../runner\n    path: secret.yaml")


def parents_in_path(place: Place) -> None:
    place.level("path: ../../../runner/secret.yaml")


def several_paths(place: Place) -> None:
    place.level(f"paths: [none.yaml, {place.secret}]")


def path_of_a_variable(place: Place) -> None:
    place.level('path: "%{where}/secret.yaml"')
    place.inventory.write_text(f"{place.inventory.read_text()}  where: {place.runner}\n")


def absolute_glob(place: Place) -> None:
    place.level(f'glob: "{place.runner}/*.yaml"')


def braces_of_a_glob(place: Place) -> None:
    place.level('glob: "../../../{runner,branch}/secret.yaml"')


def glob_through_a_link(place: Place) -> None:
    place.level('globs: ["*/secret.yaml"]')
    place.link(place.data / "more", place.runner)


def mapped_paths(place: Place) -> None:
    place.level('mapped_paths: [files, file, "%{file}"]')
    place.inventory.write_text(f"{place.inventory.read_text()}  files: [{place.secret}]\n")


def link_to_a_file(place: Place) -> None:
    (place.data / "hosts" / f"{HOST}.yaml").symlink_to(place.secret)


def relative_link(place: Place) -> None:
    (place.data / "hosts" / f"{HOST}.yaml").symlink_to("../../../../runner/secret.yaml")


def link_of_a_link(place: Place) -> None:
    (place.data / "hosts" / f"{HOST}.yaml").symlink_to("../other.yaml")
    (place.data / "other.yaml").symlink_to(place.secret)


def link_to_a_directory(place: Place) -> None:
    (place.runner / f"{HOST}.yaml").write_text(SECRET)
    place.link(place.data / "hosts", place.runner)


def link_in_place_of_the_data(place: Place) -> None:
    place.write_secret("common.yaml", PAGE + SECRET)
    place.link(place.data, place.runner)


def hiera_is_a_link(place: Place) -> None:
    place.link(place.hiera, place.write_secret("a.yaml", f"{WORD}: 1\nversion: 5\n"))


def inventory_is_a_link(place: Place) -> None:
    place.link(place.inventory, place.write_secret("a.yaml", f"{WORD}: 1\n"))


def inventory_names_another_hiera(place: Place) -> None:
    file = place.write_secret("a.yaml", f"{WORD}: 1\nversion: 5\n")
    place.inventory.write_text(place.inventory.read_text().replace("../../hieradata/hiera.yaml", str(file)))


def hiera_of_a_module(place: Place) -> None:
    module = place.branch / "hieradata" / "modules" / "stranger"
    module.mkdir(parents=True)
    (module / "hiera.yaml").symlink_to(place.write_secret("a.yaml", f"{WORD}: 1\nversion: 5\n"))
    (place.data / "common.yaml").write_text(PAGE + f"leak: \"%{{lookup('stranger::x')}}\"\n{RETENTION}: 'x'\n")


def expand_path(place: Place) -> None:
    (place.runner / "secret").mkdir()  # Puppet's level is there only where its path is
    place.level(f"lookup_key: wmflib::expand_path\n    path: {place.runner}/secret")


def regex_data(place: Place) -> None:
    place.write_secret("labels.yaml", f"all:\n  __regex: !ruby/regexp /./\n  leak: {WORD}\n  {RETENTION}: {WORD}\n")
    place.level(f"lookup_key: wmflib::regex_data\n    path: {place.runner}/labels.yaml\n    options: {{node: x}}")


def key_of_eyaml(place: Place) -> None:
    private, public = ciphers.create_keys()
    place.write_secret("private.pem", private.decode())
    place.write_secret("public.pem", public.decode())
    sealed = ciphers.encrypt(WORD.encode(), ciphers.Keys(x509.load_pem_x509_certificate(public)))
    keys = f"{{pkcs7_private_key: {place.runner}/private.pem, pkcs7_public_key: ../../runner/public.pem}}"
    place.level(f"path: sealed.yaml\n    lookup_key: eyaml_lookup_key\n    options: {keys}")
    (place.data / "sealed.yaml").write_text(f"leak: {sealed}\nzookeeper_cluster_name: {sealed}\n")


READING = [
    hocon, hocon_optional, absolute_datadir, absolute_path, parents_in_datadir, parents_in_path, several_paths,
    path_of_a_variable, absolute_glob, braces_of_a_glob, glob_through_a_link, mapped_paths, link_to_a_file,
    relative_link, link_of_a_link, link_to_a_directory, link_in_place_of_the_data, hiera_is_a_link,
    inventory_is_a_link, inventory_names_another_hiera, hiera_of_a_module, expand_path, regex_data, key_of_eyaml,
]  # fmt: skip


def commands(place: Place) -> Iterator[list[str]]:
    """Yield every command line that reads data, and lint in every form."""
    files = [*sorted(place.data.rglob("*.*")), place.hiera, place.inventory]
    at = ["-i", str(place.inventory)]
    for form in FORMATS:
        yield ["lint", ".", "--format", form]
    yield ["lint", *at]
    yield ["lint", "--fix", "--diff", *at]
    yield ["lint", *map(str, files)]
    for more in ([], ["--explain"], ["--output", "json"], ["--explain-origin"]):
        yield ["lookup", "leak", "--node", HOST, *at, *more]
    yield ["lookup", "leak", RETENTION, "--each", "--all-nodes", "--show-secrets", *at]
    yield ["lookup", "leak", "--node", HOST, "--show-secrets", "--hiera-config", str(place.hiera)]
    yield ["render", "--out", str(place.branch.parent / "rendered"), "--force", *at]
    yield ["catalog", HOST, *at]
    yield ["explain", HOST, "/etc/kafka/server.properties", *at]
    yield ["diff", "HEAD~1", *at]
    yield ["diff", "HEAD~1", "HEAD", "--keep-going", "--format", "json", *at]
    yield ["inventory", *at]
    yield ["topology", *at]
    yield ["clients", *at]


def snapshot(directory: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(directory.rglob("*")) if file.is_file()}


@pytest.mark.parametrize("attack", READING, ids=lambda attack: attack.__name__)
def test_nothing_that_lies_outside_is_shown(place: Place, attack: Attack, capfd: pytest.CaptureFixture[str]) -> None:
    attack(place)
    commit(place.branch, "stranger")
    before = snapshot(place.runner)
    shown = []
    for line in commands(place):
        run(line)
        out, err = capfd.readouterr()
        shown += [f"{' '.join(line)}: {text}" for text in (out + err).splitlines() if WORD in text]
    try:
        found = repr(entries(str(place.inventory.resolve() if place.inventory.is_symlink() else place.inventory)))
    except HieraKafkaError as error:
        found = str(error)
    shown += [f"ansible-inventory: {WORD}"] if WORD in found and not place.inventory.is_symlink() else []

    assert shown == []
    assert snapshot(place.runner) == before


REACHED_BY_LEVELS = [
    absolute_datadir, absolute_path, parents_in_datadir, parents_in_path, several_paths, path_of_a_variable,
    absolute_glob, braces_of_a_glob, glob_through_a_link, mapped_paths, link_to_a_file, link_of_a_link, expand_path,
]  # fmt: skip
"""Attacks after which data of the branch itself is left to lint."""


def linted(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    """Return the exit code of lint, and id and level of each finding."""
    code = run(["lint", *arguments, "--format", "json"])
    return code, [(found["id"], found["level"]) for found in json.loads(capfd.readouterr().out)["findings"]]


@pytest.mark.parametrize("attack", REACHED_BY_LEVELS, ids=lambda attack: attack.__name__)
def test_lint_says_so_as_an_info_and_draws_no_conclusions(
    place: Place, attack: Attack, capfd: pytest.CaptureFixture[str]
) -> None:
    asking = f"{PAGE}profile::kafka::unheard_of: \"%{{lookup('nowhere')}}\"\nprofile::kafka::broker::pluntext: true\n"
    (place.data / "common.yaml").write_text(asking + "a::country: no\n")
    ids = {id_ for id_, _ in linted(capfd, ".")[1]}
    assert {"unused-key", "misspelt-key", "unknown-lookup-key", "yaml-boolean"} <= ids

    attack(place)
    code, found = linted(capfd, ".")

    assert code == 0
    assert ("outside-repository", "info") in found
    # What is written in the branch is still looked at; what may be used or defined outside is not judged, but for a key
    # that is a slip away from one that is used here.
    others = {id_ for id_, _ in found} - {"outside-repository", "unread-file", "hiera-level-missing"}
    assert others == {"yaml-boolean", "misspelt-key"}


@pytest.mark.parametrize("attack", [absolute_path, hocon], ids=lambda attack: attack.__name__)
def test_lint_and_diff_read_nothing_outside_whatever_the_user_allows_elsewhere(
    place: Place, attack: Attack, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIERA_KAFKA_ALLOW_OUTSIDE", "/")
    monkeypatch.setenv("HIERA_KAFKA_HOCON_ENVIRONMENT", "1")
    attack(place)
    for line in (["lint", "."], ["diff", "HEAD", "-i", str(place.inventory)]):
        run(line)
        assert WORD not in "".join(capfd.readouterr())


@pytest.mark.parametrize("attack", [*REACHED_BY_LEVELS, key_of_eyaml], ids=lambda attack: attack.__name__)
def test_a_lookup_is_refused_unless_the_caller_names_the_tree(
    place: Place, attack: Attack, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    attack(place)
    lookup = ["lookup", "leak", "--node", HOST, "-i", str(place.inventory), "--show-secrets"]

    assert run(lookup) == 3
    assert "error[outside-repository]" in capfd.readouterr().err
    assert run([*lookup, "--allow-outside", str(place.runner)]) == 0
    assert WORD in capfd.readouterr().out
    monkeypatch.setenv("HIERA_KAFKA_ALLOW_OUTSIDE", f"/nowhere:{place.runner}")
    assert run(lookup) == 0


def test_the_users_own_configuration_names_trees_and_one_of_the_repository_does_not(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    absolute_path(place)
    lookup = ["lookup", "leak", "--node", HOST, "-i", str(place.inventory)]
    for home, code in ((place.branch, 3), (place.runner, 0)):
        (home / "hiera-kafka").mkdir()
        (home / "hiera-kafka" / "config.toml").write_text(f'allow_outside = ["{place.runner}"]\n')
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
        assert run(lookup) == code


def test_hocon_takes_the_environment_where_the_caller_says_so(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    hocon(place)
    lookup = ["lookup", "leak", "--node", HOST, "-i", str(place.inventory), "--show-secrets"]

    assert run(lookup) == 3
    assert "--hocon-environment" in capfd.readouterr().err
    assert run([*lookup, "--hocon-environment"]) == 0
    assert WORD in capfd.readouterr().out


def test_an_include_of_hocon_does_not_reveal_whether_there_is_a_file(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    place.level("path: a.conf\n    data_hash: hocon_data")
    told = []
    for name in ("secret.yaml", "nothing.yam"):
        (place.data / "a.conf").write_text(f'include file("{place.runner}/{name}")\nleak = 1\n')
        code = run(["lookup", "leak", "--node", HOST, "-i", str(place.inventory)])
        told.append((code, "".join(capfd.readouterr()).replace(name, "NAME")))

    assert told[0] == told[1]


def test_a_missing_file_outside_is_reported_like_one_that_is_there(
    place: Place, capfd: pytest.CaptureFixture[str]
) -> None:
    told = []
    for name in ("secret.yaml", "nothing.yam"):
        place.level(f"path: {place.runner}/{name}")
        for line in (["lint", "."], ["lookup", "leak", "--node", HOST, "-i", str(place.inventory)]):
            code = run(line)
            told.append((code, "".join(capfd.readouterr()).replace(name, "NAME")))
        git(place.branch, "checkout", "--quiet", ".")

    assert told[:2] == told[2:]


# --- settings and files of lint


QUIET = '[tool.hiera-kafka-lint]\nignore = ["*"]\n'


def test_a_configuration_above_the_repository_is_not_taken(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    (place.data / "common.yaml").write_text(f"{PAGE}a::country: no\n")
    (place.branch.parent / "pyproject.toml").write_text(QUIET)

    assert ("yaml-boolean", "warning") in linted(capfd, ".")[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="acts as a second user")
def test_a_configuration_of_another_user_is_not_taken(capfd: pytest.CaptureFixture[str]) -> None:
    with second_user.open_directory() as directory, second_user.owned_directory(directory) as planted:
        project_tree(directory / "branch", f"{PAGE}a::country: no\n")
        second_user.run(["sh", "-c", f"echo 'ignore: [\"*\"]' > {planted}/quiet.yaml"])
        (planted / "quiet.yaml").rename(directory / "branch" / ".hiera-kafka-lint.yaml")
        commit(directory / "branch")
        done = subprocess.run(
            [sys.executable, "-m", "hiera_kafka", "lint", ".", "--format", "json"],
            cwd=directory / "branch",
            capture_output=True,
            text=True,
            check=False,
        )

    assert "yaml-boolean" in done.stdout
    assert "warning[lint-config-not-taken]" in done.stderr


@pytest.mark.parametrize("target", [f"{WORD}: 1\n", f"ignore: [{WORD}]\n"])
def test_a_configuration_that_is_a_link_shows_nothing(
    place: Place, target: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in (".hiera-kafka-lint.yaml", "pyproject.toml"):
        place.link(place.branch / name, place.write_secret("a.yaml", target))
        run(["lint", "."])
        assert WORD not in "".join(capfd.readouterr())
        (place.branch / name).unlink()


def silenced_by_configuration(place: Place) -> None:
    (place.branch / ".hiera-kafka-lint.yaml").write_text('ignore: ["*"]\nexclude: ["*"]\n')


def silenced_by_pyproject(place: Place) -> None:
    (place.branch / "pyproject.toml").write_text(QUIET)


def silenced_by_level(place: Place) -> None:
    (place.branch / ".hiera-kafka-lint.yaml").write_text("levels: {yaml-boolean: info}\n")


def silenced_by_comment(place: Place) -> None:
    (place.data / "common.yaml").write_text(f"{PAGE}a::country: no  # lint: ignore[yaml-boolean] because\n")


def silenced_by_baseline(place: Place) -> None:
    assert run(["lint", ".", "--write-baseline"]) == 0
    (place.branch / ".hiera-kafka-lint.yaml").write_text("baseline: .hiera-kafka-baseline.json\n")


@pytest.mark.parametrize(
    "attack",
    [silenced_by_configuration, silenced_by_pyproject, silenced_by_level, silenced_by_comment, silenced_by_baseline],
    ids=lambda attack: attack.__name__,
)
def test_where_the_caller_gives_a_configuration_it_counts_alone(
    place: Place, attack: Attack, capfd: pytest.CaptureFixture[str]
) -> None:
    (place.data / "common.yaml").write_text(f"{PAGE}a::country: no\n")
    attack(place)
    capfd.readouterr()
    assert ("yaml-boolean", "warning") not in linted(capfd, ".")[1]

    config = place.runner / "lint.yaml"
    config.write_text("levels: {yaml-boolean: error}\n")
    assert ("yaml-boolean", "error") in linted(capfd, ".", "--config", str(config))[1]


# --- files that are written


def broken(place: Place) -> str:
    """Return a text with something that --fix changes."""
    return f"{PAGE}a::country: no\n"


def target_is_a_link(place: Place) -> Path:
    victim = place.write_secret("victim.yaml", broken(place))
    place.link(place.data / "common.yaml", victim)
    return victim


def parent_is_a_link(place: Place) -> Path:
    victim = place.write_secret("common.yaml", broken(place))
    place.link(place.data, place.runner)
    return victim


def level_is_elsewhere(place: Place) -> Path:
    victim = place.write_secret("victim.yaml", broken(place))
    place.level(f"datadir: {place.runner}\n    path: victim.yaml")
    return victim


def link_within_the_repository(place: Place) -> Path:
    victim = place.branch / "other.txt"
    victim.write_text(broken(place))
    place.link(place.data / "common.yaml", victim)
    return victim


@pytest.mark.parametrize(
    "attack",
    [target_is_a_link, parent_is_a_link, level_is_elsewhere, link_within_the_repository],
    ids=lambda attack: attack.__name__,
)
def test_fix_writes_through_no_link_and_nothing_outside(place: Place, attack: Callable[[Place], Path]) -> None:
    victim = attack(place)
    before = (victim.read_text(), victim.stat().st_mode, victim.stat().st_ino)

    for line in (["lint", ".", "--fix"], ["lint", "-i", str(place.inventory), "--fix"]):
        run(line)

    assert (victim.read_text(), victim.stat().st_mode, victim.stat().st_ino) == before


def baseline_is_a_link(place: Place) -> Path:
    place.link(place.branch / ".hiera-kafka-baseline.json", place.secret)
    return place.secret


def baseline_is_a_link_to_nothing(place: Place) -> Path:
    place.link(place.branch / ".hiera-kafka-baseline.json", place.runner / "new.json")
    return place.runner / "new.json"


def baseline_lies_outside(place: Place) -> Path:
    (place.branch / ".hiera-kafka-lint.yaml").write_text(f"baseline: {place.secret}\n")
    return place.secret


def baseline_goes_up(place: Place) -> Path:
    (place.branch / ".hiera-kafka-lint.yaml").write_text("baseline: ../runner/new.json\n")
    return place.runner / "new.json"


def baseline_lies_behind_a_link(place: Place) -> Path:
    (place.branch / "more").symlink_to(place.runner)
    (place.branch / ".hiera-kafka-lint.yaml").write_text("baseline: more/new.json\n")
    return place.runner / "new.json"


def baseline_is_another_file(place: Place) -> Path:
    (place.branch / ".hiera-kafka-lint.yaml").write_text("baseline: hieradata/data/common.yaml\n")
    return place.data / "common.yaml"


def baseline_is_something_of_git(place: Place) -> Path:
    (place.branch / ".hiera-kafka-lint.yaml").write_text("baseline: .git/config\n")
    return place.branch / ".git" / "config"


@pytest.mark.parametrize(
    "attack",
    [
        baseline_is_a_link, baseline_is_a_link_to_nothing, baseline_lies_outside, baseline_goes_up,
        baseline_lies_behind_a_link, baseline_is_another_file, baseline_is_something_of_git,
    ],
    ids=lambda attack: attack.__name__,
)  # fmt: skip
def test_a_baseline_replaces_a_baseline_only(place: Place, attack: Callable[[Place], Path]) -> None:
    victim = attack(place)
    before = victim.read_text() if victim.exists() else None

    assert run(["lint", ".", "--write-baseline"]) == 3
    assert (victim.read_text() if victim.exists() else None) == before


@pytest.mark.parametrize("name", ["common.yaml", "secret.yaml"])
def test_a_baseline_that_is_read_through_a_link_shows_nothing(
    place: Place, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    target = place.write_secret(name, f'{{"format": "{WORD}"}}\n')
    place.link(place.branch / "known.json", target)
    (place.branch / ".hiera-kafka-lint.yaml").write_text("baseline: known.json\n")

    for more in ([], ["--baseline", "known.json"]):
        assert run(["lint", ".", *more]) == 3
        assert WORD not in "".join(capfd.readouterr())


# --- git's own configuration


def monitor(place: Place, program: Path) -> None:
    git(place.branch, "config", "core.fsmonitor", str(program))


def hook(place: Place, program: Path) -> None:
    hooks = place.branch / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "post-checkout"):
        shutil.copy(program, hooks / name)
    git(place.branch, "config", "core.hooksPath", str(hooks))


def filters(place: Place, program: Path) -> None:
    git(place.branch, "config", "filter.stranger.smudge", str(program))
    git(place.branch, "config", "filter.stranger.clean", str(program))
    (place.branch / ".gitattributes").write_text("* filter=stranger\n")
    git(place.branch, "-c", "filter.stranger.clean=", "add", ".gitattributes")
    git(place.branch, "-c", "filter.stranger.clean=", "commit", "--quiet", "--message", "x")


def promisor(place: Place, program: Path) -> None:
    """A partial clone whose missing objects would be fetched by a program of the repository's configuration."""
    blob = git(place.branch, "rev-parse", "HEAD:hieradata/data/common.yaml").strip()
    settings = {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://host.invalid/x",
        "core.sshCommand": str(program),
    }
    for key, value in settings.items():
        git(place.branch, "config", key, value)
    (place.branch / ".git" / "objects" / blob[:2] / blob[2:]).unlink()


@pytest.mark.parametrize("attack", [monitor, hook, filters, promisor], ids=lambda found: found.__name__)
def test_git_runs_no_program_of_the_repositorys_own_configuration(
    place: Place, attack: Callable[[Place, Path], None]
) -> None:
    traces = place.runner / "traces"
    program = place.runner / "program"
    program.write_text(f"#!/bin/sh\necho ran >> {traces}\n")
    program.chmod(0o700)
    attack(place, program)
    traces.unlink(missing_ok=True)
    os.utime(place.data / "common.yaml", (1, 1))  # so that Git compares the content
    (place.data / "common.yaml").write_text(f"{PAGE}a::b: 1\n")

    for line in (
        ["diff", "HEAD", "-i", str(place.inventory)],
        ["lint", ".", "--changed-since", "HEAD"],
        ["lint", "-i", str(place.inventory)],
    ):
        run(line)

    assert not traces.exists()
