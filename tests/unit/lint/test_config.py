"""Settings of lint."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.errors import ProjectError, Severity
from hiera_kafka.lint.config import Settings, check_ids, given_settings, known_ids, load_settings


def test_without_configuration_everything_is_reported(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    settings = load_settings(tmp_path)

    assert settings.wants("yaml-boolean")
    assert not settings.excludes(str(tmp_path / "a.yaml"))


def test_settings_are_read_from_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.hiera-kafka-lint]\nignore = ["yaml-*"]\nexclude = ["old"]\nlevels = {duplicate-key = "error"}\n'
        'paths = ["data"]\nbaseline = "known.json"\n'
    )
    (tmp_path / ".git").mkdir()
    below = tmp_path / "deep" / "er"
    below.mkdir(parents=True)
    settings = load_settings(below)

    assert not settings.wants("yaml-boolean")
    assert settings.excludes(str(tmp_path / "old/deep/a.yaml"))
    assert settings.levels == {"duplicate-key": Severity.ERROR}
    assert settings.paths == (tmp_path / "data",)
    assert settings.baseline == tmp_path / "known.json"


def test_a_file_of_its_own_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.hiera-kafka-lint]\nignore = ["yaml-*"]\n')
    (tmp_path / ".hiera-kafka-lint.yaml").write_text("select: [yaml-boolean]\n")
    settings = load_settings(tmp_path)

    assert settings.wants("yaml-boolean")
    assert not settings.wants("duplicate-key")


def test_what_is_ignored_stays_ignored_when_it_is_selected() -> None:
    assert not Settings(Path("/"), select=("yaml-*",), ignore=("yaml-boolean",)).wants("yaml-boolean")


@pytest.mark.parametrize(
    ("text", "id_", "place"),
    [
        ("ignore: [yaml-bolean]\n", "unknown-rule", ":1:10: "),
        ("ignroe: []\n", "unknown-key", ":1:1: "),
        ("levels: {yaml-boolean: bad}\n", "wrong-type", ":1:24: "),
        ("- list\n", "wrong-type", ":1:1: "),
        ("a: [\n", "yaml-syntax", ""),
    ],
)
def test_what_is_wrong_in_the_configuration_is_reported_at_its_place(
    tmp_path: Path, text: str, id_: str, place: str
) -> None:
    (tmp_path / ".hiera-kafka-lint.yaml").write_text(text)

    with pytest.raises(Exception, match=rf"{place}error\[{id_}\]"):
        load_settings(tmp_path)


def test_a_pyproject_that_is_no_toml_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool\n")

    with pytest.raises(ProjectError, match=r"error\[lint-config-unreadable\]"):
        load_settings(tmp_path)


def test_an_unknown_id_comes_with_the_nearest() -> None:
    (problem,) = check_ids(["yaml-bolean"], None, "--select")

    assert problem.hint == "did you mean 'yaml-boolean'?"
    assert check_ids(["yaml-*", "duplicate-key"], None, "--select") == []
    assert "unused-ignore" in known_ids()


def test_the_search_ends_at_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".hiera-kafka-lint.yaml").write_text("ignore: ['*']\n")
    for directory in ("repository/.git", "repository/data", "none"):
        (tmp_path / directory).mkdir(parents=True)

    for start in ("repository", "repository/data", "none"):
        assert load_settings(tmp_path / start).wants("yaml-boolean")


def test_a_configuration_that_others_can_write_or_that_leads_away_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "quiet.yaml").write_text("ignore: ['*']\n")
    branch = tmp_path / "branch"
    (branch / ".git").mkdir(parents=True)
    file = branch / ".hiera-kafka-lint.yaml"

    file.symlink_to(tmp_path / "quiet.yaml")
    leading_away = load_settings(branch)
    file.unlink()
    file.write_text("ignore: ['*']\n")
    file.chmod(0o666)
    writable = load_settings(branch)

    for settings in (leading_away, writable):
        assert [problem.id for problem in settings.diagnostics] == ["lint-config-not-taken"]
        assert settings.wants("yaml-boolean")


@pytest.mark.parametrize("name", ["ci.yaml", "ci.toml"])
def test_a_given_configuration_counts_alone(tmp_path: Path, name: str) -> None:
    checkout, own = tmp_path / "checkout", tmp_path / "own"
    for directory in (checkout / ".git", checkout / "below", own):
        directory.mkdir(parents=True)
    (checkout / ".hiera-kafka-lint.yaml").write_text("ignore: ['*']\nbaseline: branch.json\n")
    text = {"ci.yaml": "exclude: [old]\npaths: [data]\nbaseline: known.json\n"}
    toml = "[tool.hiera-kafka-lint]\nexclude = ['old']\npaths = ['data']\nbaseline = 'known.json'\n"
    (own / name).write_text(text.get(name, toml))

    settings = given_settings(own / name, checkout / "below")

    assert settings.wants("yaml-boolean")
    assert settings.excludes(str(checkout / "old/a.yaml"))
    assert (settings.paths, settings.baseline) == ((checkout / "data",), own / "known.json")
    assert not settings.inline_ignores


def test_comments_count_beside_a_given_configuration_only_where_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / ".hiera-kafka-lint.yaml"
    for text, given, found in (("{}", False, True), ("inline_ignores: true", True, True),
                               ("inline_ignores: false", False, False)):  # fmt: skip
        file.write_text(text)
        assert given_settings(file, tmp_path).inline_ignores is given
        assert load_settings(tmp_path).inline_ignores is found


def test_a_given_configuration_must_be_one(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")

    with pytest.raises(ProjectError, match="lint-config-unreadable"):
        given_settings(tmp_path / "pyproject.toml", tmp_path)
