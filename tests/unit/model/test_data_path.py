"""Which directories the data may give to a service."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from hiera_kafka.model.data_path import DataPath, lies_within, system_directory
from hiera_kafka.model.texts import normal_path

PATH = TypeAdapter(DataPath)

OPERATORS = [
    "/srv/kafka/data",
    "/srv/kafka",
    "/srv/sda/kafka",
    "/data",
    "/data/kafka",
    "/data1",
    "/kafka-logs",
    "/disk1/kafka",
    "/mnt/disk1/kafka-logs",
    "/mnt/kafka",
    "/media/ssd/kafka",
    "/opt/data",
    "/opt/kafka-data",
    "/var/lib/kafka",
    "/var/lib/kafka/data",
    "/var/spool/kafka",
    "/var/spool/kafka/a/data",
    "/var/local/kafka/data",
    "/var/opt/kafka",
    "/var/log/kafka-data",
    "/bitnami/kafka/data",
    "/etcetera",
    "/libs",
    "/home2/kafka",
    "/usr2",
]
SYSTEM = [
    "/",
    "/.",
    "//",
    "/etc",
    "/etc/",
    "//etc",
    "/etc/kafka",
    "/etc/kafka/data",
    "/usr",
    "/usr/local",
    "/usr/local/bin",
    "/usr/share/kafka",
    "/bin",
    "/sbin",
    "/lib",
    "/lib64",
    "/lib/systemd",
    "/boot",
    "/boot/grub",
    "/proc",
    "/proc/1",
    "/sys",
    "/sys/fs",
    "/dev",
    "/dev/shm",
    "/run",
    "/run/kafka",
    "/var/run",
    "/var/run/kafka",
    "/var/lock",
    "/root",
    "/root/kafka",
    "/root/.ssh",
    "/home",
    "/home/alice",
    "/home/alice/kafka",
    "/srv",
    "/var",
    "/var/",
    "/var/.",
    "/var/lib",
    "/var/log",
    "/var/spool",
    "/var/opt",
    "/var/spool/cron",
    "/var/spool/cron/crontabs",
    "/var/lib/dpkg",
    "/var/lib/dpkg/info",
    "/var/lib/systemd",
    "/var/lib/sudo",
    "/opt",
    "/mnt",
    "/media",
    "/tmp",
    "/tmp/kafka-logs",
    "/var/tmp",
    "/var/tmp/kafka",
    "/srv/.",
    "/srv//",
    "/./etc",
    "/etc/./cron.d",
    "/lost+found",
    "/var/cache/apt",
    "/var/log/journal",
]


@pytest.mark.parametrize("path", OPERATORS)
def test_directories_that_operators_use_are_taken(path: str) -> None:
    assert PATH.validate_python(path) == path


@pytest.mark.parametrize("path", SYSTEM)
def test_directories_of_the_system_are_refused(path: str) -> None:
    with pytest.raises(ValidationError) as raised:
        PATH.validate_python(path)
    assert [error["type"] for error in raised.value.errors()] in (["data-path-system"], ["path-invalid"])


@pytest.mark.parametrize("path", ["/srv/kafka/../../etc", "/srv/..", "/../etc", "srv/kafka", "", "/srv/a b"])
def test_paths_that_lead_elsewhere_are_no_paths(path: str) -> None:
    with pytest.raises(ValidationError, match="is no path"):
        PATH.validate_python(path)


@pytest.mark.parametrize("path", ["/srv/kafka/data/", "//srv//kafka///data", "/srv/./kafka/data/.", "/srv/kafka/data"])
def test_a_directory_has_one_name(path: str) -> None:
    assert PATH.validate_python(path) == normal_path(path) == "/srv/kafka/data"


def test_what_lies_within() -> None:
    assert lies_within("/srv/a", "/srv/a")
    assert lies_within("/srv/a/b", "/srv/a")
    assert lies_within("/srv", "/")
    assert not lies_within("/srv/ab", "/srv/a")
    assert not lies_within("/srv", "/srv/a")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/etc", "/etc is a directory of the system, must be one that a service may have for itself"),
        ("/etc/cron.d", "/etc/cron.d lies in /etc, which is a directory of the system"),
        ("/var", "/var lies above /var/lib, which is a directory of the system"),
    ],
)
def test_the_message_says_which_directory_it_is(path: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        PATH.validate_python(path)


def test_others_are_nobodys() -> None:
    assert system_directory("/srv/kafka") is None
