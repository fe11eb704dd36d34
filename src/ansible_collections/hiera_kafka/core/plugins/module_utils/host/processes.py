"""What /proc says of processes and the ports they hold; what others hide from the caller is left out."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.hiera_kafka.core.plugins.module_utils.cleaned import WIDTH, one_line
from ansible_collections.hiera_kafka.core.plugins.module_utils.host.owners import user_name

_LISTEN = "0A"
_MAIN_CLASSES = (
    b"kafka.Kafka",
    b"org.apache.zookeeper.server.quorum.QuorumPeerMain",
    b"org.apache.zookeeper.server.ZooKeeperServerMain",
)
"""Arguments of Java that are shown and looked for: brokers and ZooKeeper."""
_PROC = Path("/proc")
_LINKS = 200_000
"""Descriptors that are looked at in search of sockets: a broker has two for each segment of its logs."""
_ENVIRONMENT_BYTES = 1024 * 1024
_LIMIT = re.compile(r"(?P<name>Max \S+(?: \S+)*?) {2,}(?P<soft>\S+) ")


@dataclass(frozen=True)
class Listener:
    """A TCP socket that listens."""

    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    port: int
    inode: int

    def blocks(self, address: str | None, port: int) -> bool:
        """Return whether nobody else can listen on `port` of `address` (None: of all addresses)."""
        if self.port != port:
            return False
        wanted = ipaddress.ip_address(address) if address else None
        return wanted is None or wanted.is_unspecified or self.address.is_unspecified or self.address == wanted


def listeners(proc: Path = _PROC) -> list[Listener]:
    """Return every TCP socket of this network namespace that listens."""
    found = []
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(FileNotFoundError):
            found += parse_table((proc / "net" / table).read_text(encoding="ascii"))
    return found


def parse_table(text: str) -> list[Listener]:
    """Return the listening sockets of a table such as /proc/net/tcp."""
    found = []
    for line in text.splitlines()[1:]:
        columns = line.split()
        if len(columns) > 9 and columns[3] == _LISTEN:
            address, _, port = columns[1].partition(":")
            found.append(Listener(_address(address), int(port, 16), int(columns[9])))
    return found


def holders(inode: int, proc: Path = _PROC) -> list[int]:
    """Return the processes that hold a socket, as far as the caller may see them."""
    wanted = f"socket:[{inode}]"
    found = []
    for process in _pids(proc):
        # Processes end while they are looked at, and those of other users may not be looked at.
        with contextlib.suppress(OSError):
            if any(os.readlink(entry) == wanted for entry in (proc / str(process) / "fd").iterdir()):  # noqa: PTH115  # a Path would read "socket:[1]" as a name
                found.append(process)
    return found


def socket_holders(inodes: Collection[int], last: Iterable[int] = (), proc: Path = _PROC) -> dict[int, int]:
    """Return a process that holds each socket, as far as the caller may see one.

    Args:
        inodes: The sockets.
        last: Processes that are looked at after all others, since they have many descriptors.
        proc: Where processes are found.
    """
    wanted = {f"socket:[{inode}]": inode for inode in inodes}
    found: dict[int, int] = {}
    left = _LINKS
    late = set(last)
    for process in sorted(_pids(proc), key=lambda pid: (pid in late, pid)):
        # Processes end while they are looked at, and those of other users may not be looked at.
        with contextlib.suppress(OSError):
            directory = f"{proc}/{process}/fd"
            for descriptor in os.listdir(directory):  # noqa: PTH208  # plain names: a Path for each takes ten times as long
                if len(found) == len(wanted) or not left:
                    return found
                left -= 1
                with contextlib.suppress(OSError):
                    target = os.readlink(f"{directory}/{descriptor}")  # noqa: PTH115  # as above
                    if target in wanted:
                        found.setdefault(wanted[target], process)
    return found


def limits(process: int, proc: Path = _PROC) -> dict[str, int | None]:
    """Return the soft limits that are in force of a process, by their names in /proc; None is unlimited.

    Raises:
        OSError: The process is gone, or another user's whose limits are hidden.
    """
    lines = (proc / str(process) / "limits").read_text(encoding="ascii").splitlines()
    found = [match for line in lines if (match := _LIMIT.match(line))]
    return {one["name"]: int(one["soft"]) if one["soft"].isdecimal() else None for one in found}


def variables(process: int, names: Collection[str], proc: Path = _PROC) -> Mapping[str, str]:
    """Return variables of the environment that a process was started with: those named alone, since others are secret.

    Raises:
        OSError: The process is gone, or another user's.
    """
    with (proc / str(process) / "environ").open("rb") as stream:
        entries = stream.read(_ENVIRONMENT_BYTES).split(b"\0")
    pairs = (entry.decode(errors="replace").partition("=") for entry in entries)
    return {name: value for name, equals, value in pairs if equals and name in names}


def program(process: int, proc: Path = _PROC) -> str:
    """Return the file that a process runs; it ends in ` (deleted)` where that was replaced or removed since.

    Raises:
        OSError: The process is gone, or another user's.
    """
    return os.readlink(f"{proc}/{process}/exe")  # noqa: PTH115  # a Path would not keep the blank


def command(process: int, proc: Path = _PROC) -> str:
    """Return program and first argument of a process; the rest may hold secrets."""
    with contextlib.suppress(OSError):
        with (proc / str(process) / "cmdline").open("rb") as stream:
            words = stream.read(2 * WIDTH).rstrip(b"\0").split(b"\0")
        return one_line(b" ".join(words[:2]).decode(errors="replace"))[:WIDTH]
    return ""


def threads(process: int, proc: Path = _PROC) -> list[str]:
    """Return the names of a process' threads, which the kernel cuts off after 15 bytes."""
    found = []
    # Threads end while they are looked at, and so may the process.
    with contextlib.suppress(OSError):
        for thread in (proc / str(process) / "task").iterdir():
            with contextlib.suppress(OSError):
                found.append((thread / "comm").read_text(encoding="utf-8", errors="replace").removesuffix("\n"))
    return found


def descends(process: int, ancestor: int, proc: Path = _PROC) -> bool:
    """Return whether `process` is `ancestor` or was started below it."""
    while process > 1:
        if process == ancestor:
            return True
        try:
            text = (proc / str(process) / "stat").read_text()
        except OSError:
            return False
        # The second field is the command in brackets, which may itself hold blanks and brackets.
        process = int(text.rpartition(")")[2].split()[1])
    return False


def started(process: int, proc: Path = _PROC) -> float | None:
    """Return when a process was started, in seconds since 1970; None when it is gone."""
    try:
        text = (proc / str(process) / "stat").read_text()
        boot = (proc / "stat").read_text()
    except OSError:
        return None
    # The command in brackets may itself hold blanks and brackets; the start is field 22, in ticks since boot.
    ticks = int(text.rpartition(")")[2].split()[19])
    (at,) = (int(line.split()[1]) for line in boot.splitlines() if line.startswith("btime "))
    return at + ticks / os.sysconf("SC_CLK_TCK")


def using(directory: str, proc: Path = _PROC) -> list[int]:
    """Return the processes that run from, or have mapped or opened, something below `directory`."""
    return [process for process in _pids(proc) if uses(process, directory, proc)]


def uses(process: int, directory: str, proc: Path = _PROC) -> bool:
    """Return whether a process runs from, or has mapped or opened, something below `directory`.

    It does not, as far as the caller knows, where it belongs to another user.
    """
    prefix = f"{Path(directory).resolve()}/"
    home = proc / str(process)
    with contextlib.suppress(OSError):
        links = [home / "exe", home / "cwd", *(home / "fd").iterdir()]
        targets = [os.readlink(link) for link in links if link.is_symlink()]  # noqa: PTH115  # as above
        if any(f"{target}/".startswith(prefix) for target in targets):
            return True
        return re.search(re.escape(prefix).encode(), (home / "maps").read_bytes()) is not None
    return False


def running_class(classes: Collection[str], proc: Path = _PROC) -> list[int]:
    """Return the Java processes that were started by one of the main classes."""
    return [process for process in _pids(proc) if main_class(process, proc) in classes]


def main_class(process: int, proc: Path = _PROC) -> str | None:
    """Return the known main class that a process was started by, None for any other process."""
    with contextlib.suppress(OSError):
        words = (proc / str(process) / "cmdline").read_bytes().split(b"\0")
        found = [word.decode() for word in words if word in _MAIN_CLASSES]
        return found[0] if found else None
    return None


def described(process: int, proc: Path = _PROC) -> str:
    """Return how people know a process: its number, program or main class, user and unit, and no other argument."""
    main = main_class(process, proc)
    words = [f"{command(process, proc)} ... {main}" if main else command(process, proc)]
    with contextlib.suppress(OSError):
        words.append(f"user {user_name((proc / str(process)).stat().st_uid)}")
    found = unit(process, proc)
    words += [f"unit {found}"] if found else []
    return f"process {process} ({', '.join(words)})"


def unit(process: int, proc: Path = _PROC) -> str | None:
    """Return the unit of systemd that a process belongs to, None where it belongs to none."""
    with contextlib.suppress(OSError):
        text = (proc / str(process) / "cgroup").read_text(encoding="utf-8", errors="replace")
        names = re.findall(r"/([^/\n]+\.service)(?:/|$)", text, re.MULTILINE)
        return one_line(names[-1]) if names else None
    return None


def lock_holders(path: str, proc: Path = _PROC) -> list[int]:
    """Return the processes that have a lock on a file; whose they are does not matter."""
    try:
        status = os.stat(path)  # noqa: PTH116  # no Path is at hand
    except FileNotFoundError:
        return []
    wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    found = []
    with contextlib.suppress(FileNotFoundError):
        for line in (proc / "locks").read_text(encoding="ascii").splitlines():
            # 1: POSIX  ADVISORY  WRITE 4711 08:01:1234 0 EOF; those that wait for it have an arrow.
            columns = line.split()
            if len(columns) > 5 and columns[5] == wanted and columns[4].isdecimal():
                found.append(int(columns[4]))
    return sorted(set(found))


def _pids(proc: Path) -> list[int]:
    return sorted(int(entry.name) for entry in proc.iterdir() if entry.name.isdecimal())


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    # The kernel prints each group of four bytes as a number of this machine's byte order.
    words = bytes.fromhex(text)
    packed = b"".join(words[index : index + 4][::-1] for index in range(0, len(words), 4))
    address = ipaddress.ip_address(packed)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
