"""Which machine a host is."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.host import identity


def test_two_paths_of_one_root_are_one_machine_and_two_roots_are_two(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (tmp_path / "link").symlink_to(one)

    assert identity.of(str(one)) == identity.of(str(tmp_path / "link"))
    assert len({identity.of(str(path)) for path in (one, other, "/")}) == 3
    assert identity.of("") == identity.of("/")


def test_a_local_host_is_known_before_its_first_run(tmp_path: Path) -> None:
    assert identity.of(str(tmp_path / "one")) != identity.of(str(tmp_path / "other"))
