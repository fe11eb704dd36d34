"""What happens to hosts that run: killed, rebooted, away, changed behind our back, or of another cluster.

Each is reported with the host and the cause, leaves nothing half-written, and is corrected by the next run.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hiera_kafka.dist.artifact import cached
from lab import services, site
from lab.conftest import Applied
from lab.hosts import Lab

NAMES = site.names(3)
META = "/srv/kafka/data/meta.properties"


def back_in_sync(lab: Lab) -> None:
    services.eventually("every replica in sync", lambda: services.in_sync(lab, "kafka3", 3))


def words(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def stopped(applied: Applied) -> Iterator[Lab]:
    """The broker of kafka3 stopped; afterwards a run has started it again."""
    lab = applied.site.lab
    lab.run("kafka3", "sudo systemctl stop kafka")
    try:
        yield lab
    finally:
        run = applied.site.play("--limit", NAMES[2])
        assert run.returncode == 0, run.output
        back_in_sync(lab)


def test_systemd_restarts_a_broker_that_was_killed(applied: Applied) -> None:
    lab = applied.site.lab
    killed = services.main_pid(lab, "kafka3", "kafka")
    lab.run("kafka3", f"sudo kill -9 {killed}")
    services.eventually("another process", lambda: services.main_pid(lab, "kafka3", "kafka") not in {0, killed})
    back_in_sync(lab)


def test_a_run_waits_for_a_broker_that_was_killed_until_its_old_session_is_over(applied: Applied) -> None:
    """It is started again within seconds, and ends with NodeExists until ZooKeeper has forgotten the one before."""
    here, lab = applied.site, applied.site.lab
    lab.run("kafka3", "sudo systemctl kill -s KILL kafka")
    held = "journalctl --quiet --since=-20s --unit=kafka.service | grep -q NodeExists"
    services.eventually("an end by the old session", lambda: lab.ssh("kafka3", f"sudo sh -c '{held}'").returncode == 0)
    run = here.play("--limit", NAMES[2])
    assert run.returncode == 0, run.output
    # A run that comes in the seconds between two of systemd's starts does not wait for the next, and starts it itself.
    assert run.changed in ({"kafka3": 0}, {"kafka3": 1})
    assert "restart pending" not in run.output
    back_in_sync(lab)


def test_services_come_back_after_a_reboot_in_order(applied: Applied) -> None:
    lab = applied.site.lab
    lab.reboot("kafka3")
    back_in_sync(lab)
    times = lab.run("kafka3", "systemctl show -p ActiveEnterTimestampMonotonic --value zookeeper kafka").split()
    assert int(times[0]) <= int(times[1])


def test_a_broker_that_left_the_data_is_reported_and_left_alone(applied: Applied, planted: str) -> None:
    here, lab = applied.site, applied.site.lab
    data = site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted})
    del data["kafka_clusters"]["ops"]["brokers"][NAMES[2]]
    before = services.main_pid(lab, "kafka3", "kafka")
    here.write(data)
    try:
        run = here.play()
    finally:
        here.write(site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted}))
        here.play()  # replication factors follow from the number of brokers
    assert run.returncode == 0, run.output
    assert f"broker 103 at {NAMES[2]}:9092 is registered in the cluster and not in the data" in words(run.output)
    assert f"warning[service-left-data]: {NAMES[2]} has kafka (running)" in words(run.output)
    assert re.search(r"left alone; on disk: /srv/kafka/data: \d+ partitions", words(run.output))
    assert f"warning[member-left-data]: {NAMES[2]} (kafka_broker, id 103" in words(run.output)
    assert services.main_pid(lab, "kafka3", "kafka") == before


def test_a_data_directory_with_partitions_is_not_left(applied: Applied, planted: str) -> None:
    here, lab = applied.site, applied.site.lab
    same = {"profile::kafka::broker::ssl_password": planted}
    before = services.main_pid(lab, "kafka3", "kafka")
    kafka = "/usr/local/bin/kafka topics --topic kept"
    lab.run("kafka1", f"{kafka} --create --partitions 3 --replication-factor 3")
    here.write(site.cluster(NAMES, **{"profile::kafka::broker::log_dirs": ["/srv/kafka/new"]}, **same))
    try:
        run = here.play()
    finally:
        here.write(site.cluster(NAMES, **same))
        lab.run("kafka1", f"{kafka} --delete")
    assert run.returncode == 2, run.output
    assert "error[data-directory-left]: /srv/kafka/data leaves the data and holds" in words(run.output)
    assert f'{{"hiera_kafka_data_left": {{"{NAMES[2]}": ["/srv/kafka/data"]}}}}' in words(run.output)
    assert run.changed == {"kafka1": 0, "kafka2": 0, "kafka3": 0}
    assert services.main_pid(lab, "kafka3", "kafka") == before


def test_a_host_that_is_down_fails_alone(applied: Applied) -> None:
    here, lab = applied.site, applied.site.lab
    lab.run("kafka1", "sudo chmod 0777 /var/log/kafka")
    lab.power_off("kafka3")
    try:
        run = here.play()
    finally:
        lab.power_on("kafka3")
    assert run.returncode == 4, run.output
    assert f"fatal: [{NAMES[2]}]: UNREACHABLE!" in run.output
    assert {name: counters["failures"] for name, counters in run.recap.items()} == dict.fromkeys(NAMES, 0)
    assert run.changed == {"kafka1": 1, "kafka2": 0, "kafka3": 0}, run.output
    back_in_sync(lab)


def test_a_host_with_another_key_is_not_spoken_to(applied: Applied) -> None:
    here, lab = applied.site, applied.site.lab
    known = lab.directory / "known_hosts"
    recorded = known.read_text()
    lines = recorded.splitlines()
    others = dict(zip(NAMES, lines, strict=False))
    # The entry of kafka3 holds kafka1's key now: to us that is a host that presents a key it did not have.
    lines[2] = f"{others[NAMES[2]].split()[0]} {others[NAMES[0]].partition(' ')[2]}"
    known.write_text("\n".join(lines) + "\n")
    try:
        # A connection that is open already would be used again.
        run = here.play("--limit", NAMES[2], environment={"ANSIBLE_SSH_ARGS": "-o ControlPath=none"})
    finally:
        known.write_text(recorded)
    assert run.returncode == 4, run.output
    assert "REMOTE HOST IDENTIFICATION HAS CHANGED" in run.output
    assert "Host key verification failed" in run.output


def test_sudo_with_a_password(applied: Applied, tmp_path: Path) -> None:
    """An account whose sudo wants a password: the right one works, a wrong one is reported, and neither is printed."""
    here, lab = applied.site, applied.site.lab
    lab.run(
        "kafka1",
        "sudo useradd --create-home --shell /bin/bash ops && sudo cp -r /home/debian/.ssh /home/ops/"
        " && sudo chown -R ops /home/ops/.ssh && echo 'ops:correct-horse' | sudo chpasswd"
        " && echo 'ops ALL=(ALL) ALL' | sudo tee /etc/sudoers.d/ops",
    )
    try:
        outcome = {}
        for password in ("correct-horse", "wrong-donkey"):
            given = tmp_path / f"{password}.yml"
            given.write_text(f"ansible_become_password: {password}\n")
            outcome[password] = here.play("--limit", NAMES[0], "-e", "ansible_user=ops", "-e", f"@{given}")
    finally:
        lab.run(
            "kafka1", "sudo rm /etc/sudoers.d/ops && sudo pkill -KILL -u ops; sudo userdel --remove ops 2>&1 || true"
        )
    assert outcome["correct-horse"].returncode == 0, outcome["correct-horse"].output
    assert outcome["correct-horse"].changed == {"kafka1": 0}
    wrong = outcome["wrong-donkey"]
    assert wrong.returncode == 2, wrong.output
    assert "Incorrect sudo password" in wrong.output or "sudo: a password is required" in wrong.output, wrong.output
    assert "correct-horse" not in outcome["correct-horse"].output
    assert "wrong-donkey" not in wrong.output


def test_a_target_without_python_is_reported(applied: Applied) -> None:
    here, lab = applied.site, applied.site.lab
    lab.run("kafka3", "sudo mv /usr/bin/python3 /usr/bin/python3.away")
    try:
        run = here.play("--limit", NAMES[2])
    finally:
        lab.run("kafka3", "sudo mv /usr/bin/python3.away /usr/bin/python3")
    assert run.returncode == 2, run.output
    assert "/usr/bin/python3" in run.output
    assert "not found" in run.output.lower()


def test_a_clock_that_is_wrong_is_reported(applied: Applied) -> None:
    here, lab = applied.site, applied.site.lab
    lab.run("kafka3", f"sudo install -m 0755 /dev/stdin {site.TOMORROW}", input=site.PYTHON_OF_TOMORROW)
    run = here.play("--limit", NAMES[2], "-e", f"ansible_python_interpreter={site.TOMORROW}")
    assert run.returncode == 0, run.output
    assert run.changed == {"kafka3": 0}
    told = re.search(
        rf"the clock of {NAMES[2]} is (\d+)(?: to (\d+))? s ahead of the control node's", words(run.output)
    )
    assert told is not None, run.output
    assert int(told[1]) <= 86_400 <= int(told[2] or told[1]), told[0]


def test_a_port_that_another_program_took_ends_the_run_before_anything_is_touched(applied: Applied) -> None:
    here = applied.site
    with stopped(applied) as lab:
        lab.run("kafka3", "sudo systemd-run --unit=squatter --collect python3 -m http.server 9092")
        services.eventually("the other program listens", lambda: 9092 in services.listening(lab, "kafka3"))
        lab.run("kafka1", "sudo chmod 0777 /var/log/kafka")
        try:
            run = here.play()
        finally:
            lab.run("kafka3", "sudo systemctl stop squatter; sudo chmod 0755 /var/log/kafka")
            untouched = lab.run("kafka1", "stat --format=%a /var/log/kafka").strip()
            lab.run("kafka1", "sudo chmod 0755 /var/log/kafka")
    assert run.returncode == 2, run.output
    said = words(run.output)
    assert "error[port-taken]" in said
    assert "9092" in said
    assert "python3" in said
    assert f"error[host-refused]: no host was changed, since checks failed on {NAMES[2]}" in said
    assert run.changed == {"kafka1": 0, "kafka2": 0, "kafka3": 0}
    assert untouched == "777"


def test_what_a_service_user_plants_neither_stops_a_run_nor_leads_it_elsewhere(applied: Applied) -> None:
    """Locks on what everybody may open, a pipe as record of the start, and a link in place of one of root's."""
    here, lab = applied.site, applied.site.lab
    lab.run("kafka3", "sudo systemd-run --unit=locker --uid=kafka --collect flock / flock /opt/kafka sleep infinity")
    lab.run("kafka3", "sudo -u kafka sh -c 'cd /run/kafka && mv started kept && mkfifo started'")
    lab.run("kafka3", "sudo -u zookeeper ln -sfn /etc/shadow /var/lib/zookeeper/myid")
    before = lab.run("kafka3", "stat --format='%u %g %a' /etc/shadow")
    services.eventually("the lock", lambda: lab.ssh("kafka3", "flock --nonblock / true").returncode == 1)
    try:
        run = here.play("--limit", NAMES[2], "--diff")
    finally:
        lab.run("kafka3", "sudo systemctl stop locker; sudo -u kafka mv /run/kafka/kept /run/kafka/started")
    assert run.returncode == 0, run.output
    assert run.changed == {"kafka3": 1}, run.output
    assert (
        f"restart pending on {NAMES[2]}: kafka runs with other files than those on disk: /run/kafka/started"
        in words(run.output)
    )
    assert "root:" not in run.output
    assert lab.run("kafka3", "stat --format='%u %g %a' /etc/shadow") == before
    assert lab.run("kafka3", "sudo readlink /var/lib/zookeeper/myid").strip() == "/etc/zookeeper/conf/myid"
    again = here.play("--limit", NAMES[2])
    assert (again.returncode, again.changed) == (0, {"kafka3": 0}), again.output


def test_a_data_directory_of_somebody_else_is_refused_until_it_is_taken_over(applied: Applied) -> None:
    """A broker that has been running as another user, with the data in its place, goes on as this one."""
    here, data = applied.site, "/srv/kafka/data"
    with stopped(applied) as lab:
        lab.run("kafka3", f"sudo chown -R games {data}")
        refused = here.play("--limit", NAMES[2])
        option = f'{{"hiera_kafka_take_over": {{"{data}": "games"}}}}'
        taken = here.play("--limit", NAMES[2], "-e", option)
        back_in_sync(lab)
        owners = lab.run("kafka3", f"sudo find {data} -printf '%u\\n' | sort -u").split()
    assert refused.returncode == 2, refused.output
    assert f"error[directory-of-another-user]: {data} belongs to games and is not empty" in words(refused.output)
    assert f"-e '{option}'" in words(refused.output)
    assert taken.returncode == 0, taken.output
    assert owners == ["kafka"]


def test_a_data_directory_of_another_broker_is_refused(applied: Applied) -> None:
    with stopped(applied) as lab:
        lab.run("kafka3", f"sudo cp -p {META} /root/meta && sudo sed -i s/^broker.id=.*/broker.id=999/ {META}")
        try:
            run = applied.site.play("--limit", NAMES[2])
        finally:
            lab.run("kafka3", f"sudo mv /root/meta {META}")
    assert run.returncode == 2, run.output
    assert f"{META} says that the broker's id is 999, the data says 103" in words(run.output)
    assert run.changed == {"kafka3": 0}


def test_a_data_directory_of_another_cluster_is_reported(applied: Applied) -> None:
    with stopped(applied) as lab:
        lab.run("kafka3", f"sudo cp -p {META} /root/meta && sudo sed -i s/^cluster.id=.*/cluster.id=other/ {META}")
        try:
            whole = applied.site.play()
            alone = applied.site.play("--limit", NAMES[2])
        finally:
            lab.run("kafka3", f"sudo systemctl stop kafka; sudo mv /root/meta {META}")
    assert whole.returncode == alone.returncode == 2, whole.output
    for run in (whole, alone):
        assert "error[kafka-metadata-lost]: the broker has data of a cluster that ZooKeeper does not have" in words(
            run.output
        )
        assert f"{META} says cluster other; kafka" in words(run.output)
    assert whole.changed == {"kafka1": 0, "kafka2": 0, "kafka3": 0}
    assert alone.changed == {"kafka3": 0}


def test_a_disk_that_came_back_empty_does_not_replace_the_last_copy(applied: Applied) -> None:
    lab, data = applied.site.lab, "/srv/kafka/data"
    kafka = "/usr/local/bin/kafka topics --topic lone"
    lab.run("kafka1", f"{kafka} --create --replica-assignment 103")
    with stopped(applied):
        lab.run("kafka3", f"sudo mv {data} /srv/kafka/kept && sudo install -d -o kafka -g kafka {data}")
        since = lab.run("kafka3", "date +%s").strip()
        try:
            # As systemd does when the host boots.
            lab.run("kafka3", "sudo systemctl start kafka")
            said = f"start-service: {data} has no data of this broker any more"
            held = f"journalctl --quiet --since=@{since} --unit=kafka.service | grep -q '{said}'"
            services.eventually("systemd's start", lambda: lab.ssh("kafka3", f'sudo sh -c "{held}"').returncode == 0)
            assert lab.run("kafka3", f"sudo ls -A {data}") == ""
            refused = applied.site.play("--limit", NAMES[2])
        finally:
            lab.run("kafka3", f"sudo systemctl stop kafka; sudo rm -r {data} && sudo mv /srv/kafka/kept {data}")
    lab.run("kafka1", f"{kafka} --delete")
    assert refused.returncode == 2, refused.output
    lost = "error[kafka-replicas-lost]: broker 103 is the last in-sync replica of 1 partition (lone-0)"
    assert lost in words(refused.output), refused.output
    assert f'-e \'{{"hiera_kafka_accept_loss": ["{NAMES[2]}"]}}\'' in words(refused.output)
    assert refused.changed == {"kafka3": 0}


def test_what_a_dead_broker_left_behind_does_not_keep_the_next_from_starting(applied: Applied) -> None:
    """Its lock files, and the record of a start that is long over."""
    with stopped(applied) as lab:
        lab.run(
            "kafka3",
            "sudo touch /srv/kafka/data/.lock && sudo chown kafka:kafka /srv/kafka/data/.lock"
            " && sudo install -d -o kafka /run/kafka && echo '{\"pid\": 1}' | sudo tee /run/kafka/started",
        )
    again = applied.site.play("--limit", NAMES[2])
    assert again.changed == {"kafka3": 0}
    assert "restart pending" not in again.output


@pytest.mark.network
def test_a_release_that_was_damaged_is_repaired_before_it_reaches_a_host(applied: Applied, tmp_path: Path) -> None:
    """A byte of the artifact changed in the control node's cache: the jar that holds it is fetched again."""
    ours = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "hiera-kafka"
    cache = tmp_path / "hiera-kafka"
    shutil.copytree(ours, cache)
    current = cached("3.9.2", cache)
    assert current is not None
    artifact = current.path
    for other in set(cache.glob("kafka-*.tar")) - {artifact}:  # of other checkouts; it has the jar, too
        other.unlink()
        other.with_suffix(".json").unlink()
    sound = artifact.read_bytes()
    artifact.chmod(0o644)
    middle = len(sound) // 2  # within a jar
    artifact.write_bytes(sound[:middle] + bytes([sound[middle] ^ 1]) + sound[middle + 1 :])
    with stopped(applied) as lab:
        lab.run("kafka3", "sudo rm -r /opt/kafka")
        run = applied.site.play("--limit", NAMES[2], environment={"XDG_CACHE_HOME": str(tmp_path)})
    assert run.returncode == 0, run.output
    assert "Kafka 3.9.2: 1 of 110 jars" in run.output, run.output
    assert artifact.read_bytes() == sound


def test_a_disk_that_fills_up_leaves_whole_files(applied: Applied, planted: str) -> None:
    here, lab = applied.site, applied.site.lab
    changed = site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted})
    changed["kafka_clusters"]["ops"]["config"] = {"num.io.threads": 5}
    before = lab.run("kafka3", "sudo sha256sum /etc/kafka/server.properties").split()[0]
    lab.run(
        "kafka3",
        "sudo cp -a /etc/kafka /root/etc-kafka && sudo mount -t tmpfs -o size=64k tmpfs /etc/kafka"
        " && sudo cp -a /root/etc-kafka/. /etc/kafka && (sudo dd if=/dev/zero of=/etc/kafka/filler bs=4k || true)",
    )
    here.write(changed)
    try:
        run = here.play("--limit", NAMES[2])
        kept = lab.run("kafka3", "sudo sha256sum /etc/kafka/server.properties").split()[0]
        halves = lab.run("kafka3", "sudo ls -A /etc/kafka").split()
        lab.run("kafka3", "sudo rm /etc/kafka/filler")
        again = here.play("--limit", NAMES[2])
        written = lab.run("kafka3", "sudo cat /etc/kafka/server.properties")
    finally:
        here.write(site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted}))
        lab.run("kafka3", "sudo umount --lazy /etc/kafka && sudo rm -r /root/etc-kafka")
    assert run.returncode == 2, run.output
    assert "error[disk-full]" in words(run.output), run.output
    assert kept == before
    assert sorted(halves) == sorted([*lab.run("kafka3", "sudo ls -A /etc/kafka").split(), "filler"])
    assert again.returncode == 0, again.output
    assert "num.io.threads=5" in written


def test_a_controller_that_is_killed_leaves_whole_files_and_the_next_run_converges(
    applied: Applied, planted: str
) -> None:
    here, lab = applied.site, applied.site.lab
    changed = site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted})
    changed["kafka_clusters"]["ops"]["config"] = {"num.io.threads": 6}
    here.write(changed)
    try:
        here.play_killed_at("TASK [kafka_broker : Apply users")
        done = here.play()
        again = here.play()
    finally:
        here.write(site.cluster(NAMES, **{"profile::kafka::broker::ssl_password": planted}))
        repaired = here.play()
    assert done.returncode == again.returncode == repaired.returncode == 0, done.output
    assert set(again.changed.values()) == {0}
    for name in ("kafka1", "kafka2", "kafka3"):
        left = lab.run(name, "sudo find /etc/kafka /etc/zookeeper /opt/kafka -maxdepth 1 -name '.*' -o -name '*.tmp'")
        assert left == ""
        assert f"restart pending on {lab.host(name).name}: kafka" in done.output


@pytest.mark.parametrize("unit", ["kafka", "zookeeper"])
def test_units_do_not_wait_forever(applied: Applied, unit: str) -> None:
    lab = applied.site.lab
    limits = lab.run("kafka1", f"systemctl show --property=TimeoutStartUSec,TimeoutStopUSec --value {unit}").split("\n")
    assert "infinity" not in limits
