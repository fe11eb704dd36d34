"""The lab itself: what it makes goes away again, also when its maker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from lab import hosts, services, site
from lab.engine import podman


def _there(id_: str) -> bool:
    mark = f"label={hosts.LABEL}={id_}"
    return bool(
        podman("ps", "-aq", "--filter", mark).split() or podman("network", "ls", "-q", "--filter", mark).split()
    )


def test_a_lab_goes_with_the_process_that_made_it_even_when_that_is_killed(bare: site.Site, tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from lab import hosts\n"
        "lab = hosts.up(Path(sys.argv[1]), ['a.example.org'], variant='plain', owner=os.getpid())\n"
        "print(lab.id, flush=True); signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "lab")],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
    ) as maker:
        assert maker.stdout is not None
        id_ = maker.stdout.readline().strip()
        assert _there(id_)
        # Two labs at once do not meet: each has a subnet of its own.
        assert hosts.load(tmp_path / "lab").hosts[0].address != bare.lab.hosts[0].address
        maker.send_signal(signal.SIGKILL)
    services.eventually("no trace of the lab", lambda: not _there(id_))


def test_hosts_are_reached_by_key_alone_and_known_beforehand(bare: site.Site, tmp_path: Path) -> None:
    config = bare.lab.directory / "ssh_config"
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    # The key of the configuration would be tried as well.
    without = tmp_path / "config"
    without.write_text("\n".join(line for line in config.read_text().splitlines() if "IdentityFile" not in line))
    refused = subprocess.run(
        ["ssh", "-F", str(without), "-i", str(other), "-o", "ControlPath=none", "kafka1", "true"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Permission denied (publickey)" in refused.stderr
    stranger = subprocess.run(
        ["ssh", "-F", str(config), "-o", "UserKnownHostsFile=/dev/null", "-o", "ControlPath=none", "kafka1", "true"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Host key verification failed" in stranger.stderr


def test_names_and_addresses_hold_after_a_reboot(bare: site.Site) -> None:
    bare.lab.reboot("kafka1")
    name = bare.lab.host("kafka1").name
    assert bare.lab.run("kafka1", "hostname --fqdn").strip() == name
    assert bare.lab.host("kafka1").address in bare.lab.run(hosts.CLIENT, f"getent hosts {name}")
