"""Every service of every host of a scenario, as its catalog says, after one of them was rebooted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hiera_kafka.catalog.resources import Port, Service
from hiera_kafka.compiler import Compiler
from hiera_kafka.dialects.native.jvm import JMX
from lab import hosts, services

LAB = hosts.load(Path(os.environ["MOLECULE_EPHEMERAL_DIRECTORY"]) / "lab")
COMPILER = Compiler.load(Path(os.environ["MOLECULE_SCENARIO_DIRECTORY"]) / "inventory")
SSH_CONFIG = LAB.directory / "ssh_config"

testinfra_hosts = [f"ssh://{name}?ssh_config={SSH_CONFIG}&sudo=true" for name in COMPILER.hosts]


def _name(host: Any) -> str:
    return str(host.backend.host.name)


def _services(host: Any) -> list[Service]:
    return [service for section in COMPILER.catalog(_name(host)).sections for service in section.services]


def _ports(host: Any) -> list[Port]:
    return [port for section in COMPILER.catalog(_name(host)).sections for port in section.ports]


def test_services_run_and_start_with_the_host(host: Any) -> None:
    for service in _services(host):
        assert host.service(service.name).is_running
        assert host.service(service.name).is_enabled


def test_the_system_has_no_failed_unit(host: Any) -> None:
    assert host.check_output("systemctl is-system-running --wait") == "running"


def test_services_run_as_their_users_with_the_limits_asked_for(host: Any) -> None:
    for service in _services(host):
        pid = services.main_pid(LAB, _name(host), service.name)
        process = host.process.get(pid=pid)
        assert (process.user, process.group) == (service.user, service.group)
        limit = host.check_output(f"awk '/^Max open files/ {{print $4}}' /proc/{pid}/limits")
        # A machine may allow less than a unit asks for; systemd then takes what it gets.
        most = host.check_output("awk '/^Max open files/ {print $5}' /proc/1/limits")
        assert int(limit) == min(service.nofile, int(most))


def test_the_main_process_has_no_privileges_and_cannot_get_any(host: Any) -> None:
    names = ("NoNewPrivs", "Seccomp", "CapPrm", "CapEff", "CapBnd", "CapAmb")
    for service in _services(host):
        pid = services.main_pid(LAB, _name(host), service.name)
        lines = host.file(f"/proc/{pid}/status").content_string.splitlines()
        status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        assert {name: status[name] for name in names} == {name: services.SANDBOX[name] for name in names}
        assert status["Umask"] == "0027"


def test_the_main_process_can_write_its_own_directories_only(host: Any) -> None:
    for service in _services(host):
        inside = f"nsenter --target {services.main_pid(LAB, _name(host), service.name)} --mount"
        for path in ("/usr", "/etc", "/opt", "/var/lib"):
            # By root, inside the service's view of the file system.
            assert "Read-only file system" in host.run(f"{inside} touch {path}/lab-probe").stderr, path
        for path in service.writable:
            host.check_output(f"{inside} sh -c 'touch {path}/lab-probe && rm {path}/lab-probe'")


def test_each_option_of_the_sandbox_is_in_force(host: Any) -> None:
    for service in _services(host):
        found = services.sandboxed(LAB, _name(host), service.name, service.writable)
        assert found == {**services.SANDBOX, **{f"write {path}": "allowed" for path in service.writable}}


def test_only_the_ports_of_the_catalog_are_open_to_the_network(host: Any) -> None:
    inner = {port.port for port in _ports(host) if port.address == "127.0.0.1"}
    outer = {port.port for port in _ports(host)} - inner
    open_ = set(services.listening(LAB, _name(host)))
    assert inner <= open_
    outcomes = services.dial(LAB, _name(host), sorted(open_ - outer - {22}))
    assert {outcomes[port] for port in inner} <= {"refused"}
    # A JVM with JMX, where the data asks for it, opens one more port for tools of its own host, on all addresses, and
    # closes it on all others.
    assert {outcome for port, outcome in outcomes.items() if port not in inner} <= {"closes", "ConnectionResetError"}


def test_jmx_asks_for_a_password_that_only_its_service_reads(host: Any) -> None:
    users = {service.name: service.user for service in _services(host)}
    for port in _ports(host):
        if port.purpose == JMX:
            file = host.file(f"/run/{port.service}/jmx.password")
            assert (file.user, file.mode) == (users[port.service], 0o600)
            assert file.content_string.startswith("monitor ")


def test_what_services_log_is_rotated_and_in_the_journal(host: Any) -> None:
    for service in _services(host):
        assert f"Started {service.name}.service" in host.check_output(f"journalctl -q -o cat -u {service.name}")
        config = next(record for record in service.records if record.endswith("log4j.properties"))
        assert "RollingFileAppender" in host.file(config).content_string
        assert "MaxBackupIndex" in host.file(config).content_string


def test_kernel_settings_lie_there_for_a_host_that_lets_them_be_set(host: Any) -> None:
    for section in COMPILER.catalog(_name(host)).sections:
        for sysctl in section.sysctls:
            assert f"{sysctl.name} = {sysctl.value}\n" in host.file("/etc/sysctl.d/75-kafka.conf").content_string


def test_services_start_after_what_they_need(host: Any) -> None:
    for service in _services(host):
        after = host.check_output(f"systemctl show --property=After --value {service.name}").split()
        assert {"network-online.target", *(f"{name}.service" for name in service.after)} <= set(after)
