"""What happens to hosts that run: processes killed, hosts rebooted, hosts gone from the data."""

from __future__ import annotations

from lab import services, site
from lab.conftest import Applied


def test_systemd_restarts_a_broker_that_was_killed(applied: Applied) -> None:
    lab = applied.site.lab
    killed = services.main_pid(lab, "kafka3", "kafka")
    lab.run("kafka3", f"sudo kill -9 {killed}")
    services.eventually("another process", lambda: services.main_pid(lab, "kafka3", "kafka") not in {0, killed})
    services.eventually("every replica in sync", lambda: services.in_sync(lab, "kafka3", 3))


def test_services_come_back_after_a_reboot_in_order(applied: Applied) -> None:
    lab = applied.site.lab
    lab.reboot("kafka3")
    services.eventually("every replica in sync", lambda: services.in_sync(lab, "kafka3", 3))
    times = lab.run("kafka3", "systemctl show -p ActiveEnterTimestampMonotonic --value zookeeper kafka").split()
    assert int(times[0]) <= int(times[1])


def test_a_broker_that_left_the_data_is_reported_and_left_alone(applied: Applied, planted: str) -> None:
    here, lab = applied.site, applied.site.lab
    names = site.names(3)
    data = site.cluster(names, **{"profile::kafka::broker::ssl_password": planted})
    del data["kafka_clusters"]["ops"]["brokers"][names[2]]
    before = services.main_pid(lab, "kafka3", "kafka")
    here.write(data)
    try:
        run = here.play()
    finally:
        here.write(site.cluster(names, **{"profile::kafka::broker::ssl_password": planted}))
    assert run.returncode == 0, run.output
    assert f"broker 103 at {names[2]}:9092 is registered in the cluster and not in the data" in " ".join(
        run.output.split()
    )
    assert services.main_pid(lab, "kafka3", "kafka") == before
