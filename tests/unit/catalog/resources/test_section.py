"""Sections by role, and what they hold together."""

from __future__ import annotations

from hiera_kafka.catalog.machine import Machine
from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.catalog.resources import Catalog, File, Section


def file() -> File:
    return File("/etc/x", "x.j2", {}, "root", "root")


def test_a_catalog_finds_sections_by_role_and_files_of_all() -> None:
    sections = (Section("one", "c", files=(file(),)), Section("two", "c", files=(file(),)))
    catalog = Catalog(Machine(hosts_platform(), "k1"), sections)
    assert catalog.section("two") is sections[1]
    assert catalog.section("three") is None
    assert len(list(catalog.files())) == 2
