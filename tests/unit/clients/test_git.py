"""Reading revisions of a Git repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.clients.git import Repository
from hiera_kafka.errors import ClientError, ProjectError
from lib.machine.git import commit, git


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yaml").write_text("a: 1\n")
    commit(tmp_path)
    (tmp_path / "data" / "a.yaml").write_text("a: 2\n")
    return Repository.around(tmp_path / "data" / "a.yaml")


def test_a_revision_is_written_whole_and_the_working_tree_stays_as_it_is(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (repository.root / ".gitattributes").write_text("data/b.yaml export-ignore\n")
    (repository.root / "data" / "b.yaml").write_text("b: 1\n")
    git(repository.root, "add", "data/b.yaml", ".gitattributes")
    git(repository.root, "commit", "--quiet", "--message", "more")
    before = git(repository.root, "status", "--porcelain")
    written = tmp_path_factory.mktemp("written")

    repository.check_out(repository.commit("HEAD"), written)

    assert (written / "data" / "a.yaml").read_text() == "a: 1\n"
    assert (written / "data" / "b.yaml").is_file(), "export-ignore is for release tarballs"
    assert sorted(path.name for path in written.iterdir()) == [".gitattributes", "data"]
    assert git(repository.root, "status", "--porcelain") == before
    assert (repository.root / "data" / "a.yaml").read_text() == "a: 2\n"


def test_the_repository_of_a_hook_is_not_taken_for_another(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")

    assert repository.commit("HEAD") == git(repository.root, "rev-parse", "HEAD").strip()


def test_an_unknown_revision_comes_with_the_nearest(repository: Repository) -> None:
    git(repository.root, "branch", "release-1")

    with pytest.raises(ProjectError) as caught:
        repository.commit("relaese-1")

    (found,) = caught.value.diagnostics
    assert found.id == "unknown-revision"
    assert found.hint == "did you mean 'release-1'?"


def test_a_revision_that_looks_like_an_option_is_a_revision(repository: Repository) -> None:
    with pytest.raises(ProjectError) as caught:
        repository.commit("--output=/tmp/x")

    assert caught.value.diagnostics[0].id == "unknown-revision"


def test_a_directory_outside_any_repository_has_no_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(ProjectError) as caught:
        Repository.around(tmp_path)

    assert caught.value.diagnostics[0].id == "not-in-git"


def test_without_git_the_message_says_how_to_get_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.root))

    with pytest.raises(ClientError) as caught:
        repository.commit("HEAD")

    assert caught.value.diagnostics[0].id == "git-missing"


def test_what_git_refuses_is_reported_in_its_words(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(ClientError) as caught:
        repository.check_out("0" * 40, tmp_path)

    (found,) = caught.value.diagnostics
    assert found.id == "git-failed"
    assert "0" * 40 in found.message


def test_versions_are_those_of_one_file_newest_first(repository: Repository) -> None:
    first = repository.commit("HEAD")
    (repository.root / "data" / "a.yaml").write_text("a: 2 # größer\n")
    second = commit(repository.root)
    (repository.root / "other").write_text("")
    commit(repository.root)

    assert repository.versions("data/a.yaml", 10) == [(second, "a: 2 # größer\n"), (first, "a: 1\n")]
    assert repository.versions("data/a.yaml", 1) == [(second, "a: 2 # größer\n")]


def test_a_commit_that_removed_the_file_is_left_out(repository: Repository) -> None:
    first = repository.commit("HEAD")
    (repository.root / "data" / "a.yaml").unlink()
    commit(repository.root)

    assert repository.versions("data/a.yaml", 10) == [(first, "a: 1\n")]


def test_versions_older_than_the_recent_commits_are_left_out(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        (repository.root / "data" / "a.yaml").write_text(f"a: {number}\n")
        commit(repository.root)
    monkeypatch.setattr("hiera_kafka.clients.git.RECENT", 3)

    assert [text for _, text in repository.versions("data/a.yaml", 10)] == ["a: 3\n", "a: 2\n"]


def test_a_repository_without_commits_has_no_versions(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")

    assert Repository.around(tmp_path).versions("a", 5) == []


def test_programs_of_the_repositorys_own_configuration_are_not_run(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Those of the user's configuration are; see tests/hostile/test_outside_repository.py for more of them."""
    (repository.root / ".gitattributes").write_text("* filter=theirs\n")
    git(repository.root, "config", "filter.theirs.smudge", "sed s/1/changed/")
    git(repository.root, "config", "filter.theirs.required", "true")
    git(repository.root, "-c", "filter.theirs.clean=cat", "add", ".gitattributes")
    git(repository.root, "-c", "filter.theirs.clean=cat", "commit", "--quiet", "--message", "more")
    written = tmp_path_factory.mktemp("written")

    repository.check_out(repository.commit("HEAD"), written)

    assert (written / "data" / "a.yaml").read_text() == "a: 1\n"
    assert repository.changed(repository.commit("HEAD")) == ["data/a.yaml"]


def test_settings_that_the_environment_has_already_stay(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = repository.commit("HEAD")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "nonsense")

    with pytest.raises(ClientError, match=r"core\.bare"):
        repository.changed(head)


def test_a_file_of_any_name_is_written(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository.root / ".git-index").write_text("theirs\n")
    git(repository.root, "add", ".git-index")
    git(repository.root, "commit", "--quiet", "--message", "more")
    written = tmp_path_factory.mktemp("written")

    repository.check_out(repository.commit("HEAD"), written)

    assert (written / ".git-index").read_text() == "theirs\n"
