"""Where Java comes from."""

from __future__ import annotations

from hiera_kafka.catalog.platform import hosts_platform
from hiera_kafka.dialects.native.java import java_section


def test_hosts_get_the_distribution_s_own_java() -> None:
    section = java_section(hosts_platform())
    assert section is not None
    assert (section.role, section.packages) == ("java", ("default-jre-headless",))


def test_a_java_that_is_there_already_needs_no_role() -> None:
    assert java_section(hosts_platform("/opt/jdk")) is None
