"""What callers allow, and who cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hiera_kafka.access import NOTHING, Access
from hiera_kafka.errors import ProjectError
from lib.machine import second_user


def configured(directory: Path, text: str) -> dict[str, str]:
    """Write a configuration, and return the environment that finds it."""
    file = directory / "hiera-kafka" / "config.toml"
    file.parent.mkdir()
    file.write_text(text)
    return {"XDG_CONFIG_HOME": str(directory)}


def test_who_says_nothing_allows_nothing(tmp_path: Path) -> None:
    assert Access.of_caller({"HOME": str(tmp_path)}) == NOTHING
    assert Access.of_caller({"HOME": str(tmp_path), "XDG_CONFIG_HOME": "relative"}) == NOTHING
    assert NOTHING.beside(tmp_path) == ()
    assert NOTHING.variables() == {}


def test_environment_configuration_and_options_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = configured(tmp_path, 'allow_outside = ["/srv/keys"]\n')
    environment |= {"HIERA_KAFKA_ALLOW_OUTSIDE": "/srv/a::b", "HIERA_KAFKA_HOCON_ENVIRONMENT": "0"}

    access = Access.of_caller(environment).widened([Path("c")])

    assert access.beside(Path("/srv/x")) == (Path("/srv/a"), tmp_path / "b", tmp_path / "c", Path("/srv/keys"))
    assert not access.hocon_environment
    assert access.widened([], hocon_environment=True).hocon_environment
    assert Access.of_caller({"HOME": "/", "HIERA_KAFKA_HOCON_ENVIRONMENT": "1"}).hocon_environment


def test_programs_that_are_started_get_the_same_arguments(tmp_path: Path) -> None:
    access = NOTHING.widened([tmp_path, Path("/srv/a")], hocon_environment=True)

    assert Access.of_caller({"HOME": str(tmp_path), **access.variables()}) == access


def test_home_has_the_configuration_where_nothing_else_is_set(tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    configured(tmp_path / ".config", 'allow_outside = ["/srv/a"]\n')

    assert Access.of_caller({"HOME": str(tmp_path)}).own == (Path("/srv/a"),)


def test_a_configuration_that_lies_in_the_repository_is_a_file_of_it_like_any_other(tmp_path: Path) -> None:
    access = Access.of_caller(configured(tmp_path, 'allow_outside = ["/srv/a"]\n'))

    assert access.beside(tmp_path) == ()
    assert access.beside(tmp_path / "other") == (Path("/srv/a"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("allow_outside = [", "Invalid value"),
        ('allow_outside = "/srv"', "must be a list"),
        ("allow_outside = [1]", "must be a list"),
        ('allow_outside = ["srv"]', "relative"),
        ("allow_outsid = []", "unknown key 'allow_outsid'"),
    ],
)
def test_a_wrong_configuration_is_reported(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ProjectError, match="user-config-invalid") as caught:
        Access.of_caller(configured(tmp_path, text))

    assert says in str(caught.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a file away")
def test_a_configuration_of_another_user_is_not_taken(tmp_path: Path) -> None:
    environment = configured(tmp_path, 'allow_outside = ["/"]\n')
    os.chown(tmp_path / "hiera-kafka" / "config.toml", second_user.user_id(), -1)

    with pytest.raises(ProjectError, match="untrusted-code"):
        Access.of_caller(environment)
