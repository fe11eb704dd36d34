"""What tests ask of services on lab hosts, and of clusters through clients on `client1`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lab.engine import LabError
from lab.hosts import CLIENT, Lab

SANDBOX = {
    "write /usr": "EROFS",
    "write /etc": "EROFS",
    "write /opt": "EROFS",
    "write /var/tmp": "allowed",  # its own: PrivateTmp covers both
    "write /tmp": "allowed",
    "set a setuid bit": "EPERM",
    "user namespace": "EPERM",
    "mount namespace": "EPERM",
    "mount": "EPERM",
    "real-time scheduling": "EPERM",
    "packet socket": "EAFNOSUPPORT",
    "inet socket": "allowed",
    "another personality": "EPERM",
    "set the host name": "EPERM",
    "kernel log": "EPERM",
    "kernel modules": "EPERM",
    "control groups": "ro",
    "others' processes": "invisible",
    "homes": "EACCES",
    "shared /tmp": "invisible",
    "NoNewPrivs": "1",
    "Seccomp": "2",
    "CapPrm": "0000000000000000",
    "CapEff": "0000000000000000",
    "CapBnd": "0000000000000000",
    "CapAmb": "0000000000000000",
}
"""What a service gets to see when it tries what it must not, and what it must be allowed."""


def sandboxed(lab: Lab, host: str, service: str, writable: tuple[str, ...]) -> dict[str, str]:
    """Return what the probe finds when it runs in the place of a service: same unit, same user, another program."""
    probe = (Path(__file__).parent / "probe.py").read_text()
    lab.run(host, "sudo tee /usr/local/lib/lab-probe.py > /dev/null && sudo touch /tmp/lab-marker", input=probe)
    unit = lab.run(host, f"cat /etc/systemd/system/{service}.service").splitlines()
    changed = {
        "Type=": "Type=oneshot",
        "ExecStart=": f"ExecStart=/usr/bin/python3 /usr/local/lib/lab-probe.py {' '.join(writable)}",
        "Restart=": "Restart=no",
        "RuntimeDirectory=": "RuntimeDirectory=lab-probe",
    }
    lines = [next((new for old, new in changed.items() if line.startswith(old)), line) for line in unit]
    lab.run(host, "sudo tee /run/systemd/system/lab-probe.service > /dev/null", input="\n".join(lines))
    cursor = lab.run(host, "sudo journalctl --quiet --lines=0 --show-cursor").removeprefix("-- cursor: ").strip()
    lab.run(host, "sudo systemctl daemon-reload && sudo systemctl start lab-probe && sudo journalctl --sync")
    lines = lab.run(
        host, f"sudo journalctl --quiet --output=cat --unit=lab-probe --after-cursor='{cursor}'"
    ).splitlines()
    lab.run(host, "sudo rm /run/systemd/system/lab-probe.service && sudo systemctl daemon-reload")
    found: dict[str, str] = next(json.loads(line) for line in lines if line.startswith("{"))
    return found


def main_pid(lab: Lab, host: str, service: str) -> int:
    """Return the main process of a service, 0 when there is none."""
    return int(lab.run(host, f"systemctl show --property=MainPID --value {service}"))


def metadata(lab: Lab, broker: str) -> dict[str, Any]:
    """Return what a broker answers a client about its cluster."""
    found: dict[str, Any] = json.loads(lab.run(CLIENT, f"kcat -L -J -m 10 -b {lab.host(broker).name}:9092"))
    return found


def in_sync(lab: Lab, broker: str, brokers: int) -> bool:
    """Return whether a broker answers, all are there, and every partition has all its replicas in sync.

    Ask the one that was away: others list it until its session has expired.
    """
    try:
        found = metadata(lab, broker)
    except LabError:
        return False
    partitions = [partition for topic in found["topics"] for partition in topic["partitions"]]
    return len(found["brokers"]) == brokers and all(
        len(partition["isrs"]) == len(partition["replicas"]) and partition["leader"] >= 0 for partition in partitions
    )


def eventually(what: str, seen: Callable[[], bool], within_s: float = 90) -> None:
    """Return as soon as something is seen.

    Raises:
        AssertionError: It is not seen in time.
    """
    deadline = time.monotonic() + within_s
    while not seen():
        assert time.monotonic() < deadline, f"not seen within {within_s:.0f} s: {what}"
        time.sleep(0.2)


_DIALER = """
import json, socket, sys
found = {}
for text in sys.argv[2:]:
    try:
        with socket.create_connection((sys.argv[1], int(text)), timeout=5) as connection:
            connection.sendall(b"JRMI\\0\\2K")
            found[text] = "answers" if connection.recv(16) else "closes"
    except ConnectionRefusedError:
        found[text] = "refused"
    except OSError as error:
        found[text] = type(error).__name__
print(json.dumps(found))
"""


def dial(lab: Lab, host: str, ports: list[int]) -> dict[int, str]:
    """Return what `client1` gets from each port of a host when it speaks RMI, the language of JMX, to it."""
    words = " ".join(str(port) for port in ports)
    found = json.loads(lab.run(CLIENT, f"python3 - {lab.host(host).name} {words}", input=_DIALER))
    return {int(port): outcome for port, outcome in found.items()}


def listening(lab: Lab, host: str) -> list[int]:
    """Return the TCP ports of a host that something listens on, on whatever address."""
    lines = lab.run(host, "ss --no-header --tcp --listening --numeric").splitlines()
    return sorted({int(line.split()[3].rpartition(":")[2]) for line in lines})
