"""Whose files are trusted as code, and by which modes and links that trust is lost."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from hiera_kafka.errors import ProjectError
from hiera_kafka.trust import VARIABLE, accepted_users, objection, require, require_tree, safe_directories
from lib.machine.second_user import open_directory, user_id

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")


@pytest.fixture(autouse=True)
def nobody_named(monkeypatch, tmp_path):
    """Keep what the machine's own Git and environment name out of the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.delenv("SUDO_UID", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def repository(tmp_path):
    """A repository with a template, in which group and modes are those of a umask of 002."""
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    (root / "templates").mkdir()
    (root / "templates/a.j2").write_text("text\n")
    for place in (root, root / "templates"):
        place.chmod(0o775)
    (root / "templates/a.j2").chmod(0o664)
    return root


def give(*places: Path, user: int | None = None) -> None:
    for place in places:
        os.chown(place, user_id() if user is None else user, -1, follow_symlinks=False)


def name_to_git(tmp_path: Path, *values: str) -> None:
    (tmp_path / "gitconfig").write_text("[safe]\n" + "".join(f"\tdirectory = {value}\n" for value in values))


def test_own_files_are_trusted_with_the_write_bit_of_the_group(repository):
    assert objection(repository / "templates/a.j2") is None
    require_tree(repository)


def test_what_is_missing_is_not_refused(repository):
    assert objection(repository / "templates/b.j2") is None
    assert objection(repository / "roles/x/y.yml", repository) is None
    require_tree(repository / "roles", repository)


@needs_root
@pytest.mark.parametrize("whose", ["templates/a.j2", "templates", "."])
def test_a_file_or_a_directory_on_the_way_to_it_of_another_user_is_refused(repository, whose):
    give(repository / whose)

    assert objection(repository / "templates/a.j2") == f"{repository / whose} belongs to games (uid {user_id()})"


@needs_root
def test_a_directory_above_the_repository_may_be_anybodys(repository):
    give(repository.parent)

    assert objection(repository / "templates/a.j2") is None


@pytest.mark.parametrize("which", ["templates/a.j2", "templates", "."])
def test_what_everybody_may_write_is_refused(repository, which):
    (repository / which).chmod(0o777)

    assert objection(repository / "templates/a.j2") == f"{repository / which} can be written by everybody"


def test_a_sticky_directory_is_fine_above_the_repository_only(repository):
    repository.parent.chmod(0o1777)
    assert objection(repository / "templates/a.j2") is None

    repository.chmod(0o1777)
    assert objection(repository / "templates/a.j2") == f"{repository} can be written by everybody"


def test_a_link_inside_the_repository_is_followed_and_what_it_leads_to_counts(repository):
    shared = repository / "shared"
    shared.mkdir()
    (shared / "b.j2").write_text("text\n")
    relative, absolute = repository / "templates/b.j2", repository / "templates/c.j2"
    relative.symlink_to("../shared/b.j2")
    absolute.symlink_to(shared / "b.j2")
    assert [objection(relative), objection(absolute)] == [None, None]

    shared.chmod(0o777)
    assert [objection(relative), objection(absolute)] == [f"{shared} can be written by everybody"] * 2


@pytest.mark.parametrize("target", ["../../elsewhere.j2", "{tmp_path}/elsewhere.j2", "/etc/passwd"])
def test_a_link_out_of_the_repository_is_refused(repository, tmp_path, target):
    (tmp_path / "elsewhere.j2").write_text("text\n")
    (repository / "templates/b.j2").symlink_to(target.format(tmp_path=tmp_path))

    assert "is where a link leads out of" in objection(repository / "templates/b.j2")


def test_links_in_a_circle_end(repository):
    (repository / "templates/b.j2").symlink_to("c.j2")
    (repository / "templates/c.j2").symlink_to("b.j2")

    assert objection(repository / "templates/b.j2") is None


@needs_root
def test_what_cannot_be_looked_at_is_refused():
    with open_directory() as root:
        (root / "templates").mkdir(mode=0o700)
        (root / "templates/a.j2").touch()
        os.seteuid(user_id())
        try:
            found = objection(root / "templates/a.j2", root)
        finally:
            os.seteuid(0)

    assert found == f"{root}/templates/a.j2 cannot be looked at (Permission denied)"


def test_the_way_that_the_caller_names_may_have_links(repository, tmp_path):
    (tmp_path / "link").symlink_to(repository)

    assert objection(tmp_path / "link") is None
    assert objection(tmp_path / "link/templates/a.j2") is None
    assert objection(tmp_path / "link/templates/a.j2", tmp_path / "link") is None


@needs_root
def test_a_whole_directory_is_looked_at_to_its_end(repository):
    deep = repository / "roles/kafka/tasks"
    deep.mkdir(parents=True)
    (deep / "main.yml").write_text("[]\n")
    require(repository / "roles", repository)
    give(deep / "main.yml")

    require(repository / "roles", repository)
    with pytest.raises(ProjectError, match=f"{deep}/main.yml belongs to games"):
        require_tree(repository / "roles", repository)


@pytest.mark.parametrize("link", ["roles/linked", "roles"])
def test_a_whole_directory_has_what_its_links_lead_to(repository, link):
    shared = repository / "shared"
    (shared / "tasks").mkdir(parents=True)
    (shared / "tasks/again").symlink_to("..")
    (shared / "tasks/main.yml").write_text("[]\n")
    (repository / link).parent.mkdir(exist_ok=True)
    (repository / link).symlink_to(shared)
    require_tree(repository / "roles", repository)

    (shared / "tasks/main.yml").chmod(0o666)
    with pytest.raises(ProjectError, match=r"tasks/main\.yml can be written by everybody"):
        require_tree(repository / "roles", repository)


def test_names_can_be_left_out_of_a_whole_directory(repository):
    for name in ("hieradata/common.yaml", "templates/hieradata"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).touch()
        (repository / name).chmod(0o666)

    with pytest.raises(ProjectError, match="templates/hieradata can be written"):
        require_tree(repository, but=["hieradata"])
    (repository / "templates/hieradata").unlink()
    require_tree(repository, but=["hieradata"])


@needs_root
def test_root_trusts_the_user_who_ran_sudo(repository, monkeypatch):
    give(repository)
    monkeypatch.setenv("SUDO_UID", str(user_id()))

    assert objection(repository) is None
    assert accepted_users() == [0, user_id()]


@needs_root
def test_others_do_not_trust_whom_a_variable_names(repository, monkeypatch):
    """Only root is given the variable by sudo; a user who became another one may still have it."""
    monkeypatch.setenv("SUDO_UID", "12345")
    monkeypatch.setattr(os, "geteuid", user_id)

    assert accepted_users() == [user_id(), 0]


@pytest.mark.parametrize("text", ["", "games", "-1", "1 2", "²"])
def test_a_variable_that_holds_no_user_names_nobody(monkeypatch, text):
    monkeypatch.setenv("SUDO_UID", text)

    assert accepted_users() == list(dict.fromkeys([os.geteuid(), 0]))


@needs_root
@pytest.mark.parametrize(
    ("values", "trusted"),
    [
        (["{repository}"], True),
        (["*"], True),
        (["{repository}/*"], False),
        (["{parent}/*"], True),
        (["{parent}"], False),
        (["/elsewhere", "{repository}"], True),
        (["{repository}", ""], False),
        (["~/repository"], True),
        (["repository"], False),
        (["/*"], True),
    ],
)
def test_what_git_calls_safe_is_trusted(repository, tmp_path, monkeypatch, values, trusted):
    give(repository, repository / "templates", repository / "templates/a.j2")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    name_to_git(tmp_path, *(value.format(repository=repository, parent=tmp_path) for value in values))

    assert (objection(repository / "templates/a.j2") is None) is trusted


@needs_root
def test_without_a_repository_git_may_name_any_directory_above(tmp_path):
    """There is nothing that Git itself would ask for."""
    place = tmp_path / "checkout/inventories"
    place.mkdir(parents=True)
    give(place)
    name_to_git(tmp_path, str(tmp_path / "checkout"))

    assert objection(place) is None


@needs_root
def test_a_repository_does_not_call_itself_safe(repository, monkeypatch):
    (repository / ".git").rmdir()
    subprocess.run(["git", "init", "--quiet", repository], check=True)
    subprocess.run(["git", "-C", repository, "config", "--add", "safe.directory", "*"], check=True)
    give(repository)
    monkeypatch.chdir(repository)

    assert objection(repository) == f"{repository} belongs to games (uid {user_id()})"


@needs_root
def test_git_speaks_of_owners_only(repository, tmp_path):
    give(repository)
    name_to_git(tmp_path, "*")
    (repository / "templates").chmod(0o777)

    assert objection(repository / "templates/a.j2") == f"{repository / 'templates'} can be written by everybody"


@needs_root
def test_without_git_it_names_nobody(repository, monkeypatch, tmp_path):
    give(repository)
    name_to_git(tmp_path, "*")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert objection(repository) is not None


@needs_root
@pytest.mark.parametrize(
    ("named", "trusted"),
    [
        ("{repository}", True),
        ("{repository}/templates", True),
        ("/elsewhere:{repository}", True),
        ("{parent}", True),
        ("{parent}/*", True),
        ("*", True),
        ("/elsewhere", False),
        ("", False),
        (".", False),
    ],
)
def test_the_environment_names_directories_whatever_their_owner_and_modes(repository, monkeypatch, named, trusted):
    give(repository)
    (repository / "templates").chmod(0o777)
    monkeypatch.chdir(repository)
    monkeypatch.setenv(VARIABLE, named.format(repository=repository, parent=repository.parent))

    assert (objection(repository / "templates/a.j2") is None) is trusted


@needs_root
def test_directories_are_safe_for_a_while(repository, monkeypatch):
    give(repository)
    monkeypatch.chdir(repository.parent)

    with safe_directories([Path("repository")]):
        assert objection(repository) is None
        with safe_directories([Path("/elsewhere")]):
            assert os.environ[VARIABLE] == f"/elsewhere:{repository}"
    with safe_directories([Path("*")]):
        assert objection(repository) is None
    assert VARIABLE not in os.environ
    assert objection(repository) is not None


@needs_root
def test_the_message_says_whose_it_is_and_how_it_is_trusted(repository):
    give(repository)

    with pytest.raises(ProjectError) as caught:
        require(repository)
    assert caught.value.render() == (
        f"{repository}: error[untrusted-code]: {repository} belongs to games (uid {user_id()}); code and configuration "
        "are taken from files of root (uid 0) only, which not everybody may write\n"
        f"    hint: when you trust all of it: `git config --global --add safe.directory {repository}`, or for once "
        f"--safe-directory {repository} (HIERA_KAFKA_SAFE_DIRECTORY in the environment)\n"
        "    docs: docs/rules/untrusted-code.md"
    )


def test_a_directory_that_is_meant_for_everybody_stays_so(repository):
    repository.chmod(0o1777)

    with pytest.raises(ProjectError, match="hint: work in another directory"):
        require(repository)


def test_the_message_says_how_everybody_is_kept_out(repository):
    repository.chmod(0o777)

    with pytest.raises(ProjectError, match=f"hint: chmod -R o-w {repository}"):
        require(repository)
