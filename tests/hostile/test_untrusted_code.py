"""Another user's templates, playbooks and modules are no programs of the caller's, wherever the caller stands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hiera_kafka.compiler import Compiler
from hiera_kafka.errors import RenderError
from hiera_kafka.render.engine import Renderer
from lib.data.project_trees import HIERA, HOST, project_tree
from lib.machine.second_user import open_directory, owned_directory, run, user_id
from lib.repository import ROOT

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as a second user")

PROGRAM = Path(sys.executable).with_name("hiera-kafka")
BROKER = "etc/kafka/server.properties.j2"
BROKER_DIRECTORY = "templates/etc/kafka"
EXPLAIN = ("explain", HOST, "server.properties", "-i", "test")
PLAYBOOK = """\
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg: "{{{{ lookup('pipe', 'touch {proof}') }}}}"
"""
RENDER = ("render", "-i", "test", "--force", "--out", "{out}")


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that every user may enter, in no repository."""
    with open_directory() as directory:
        yield directory


@pytest.fixture
def proof(place: Path) -> Path:
    """A file that is there when code of the other user has run; everybody could write it."""
    shared = place / "proof"
    shared.mkdir()
    shared.chmod(0o1777)
    return shared / "ran"


def checkout(root: Path, template: str = "", playbook: str = "[]\n") -> Path:
    """Make a checkout with data for one host that runs here, and a template of one's own."""
    root.mkdir(exist_ok=True)
    root.chmod(0o755)
    shutil.copytree(ROOT / "templates", root / "templates")
    for name in ("roles", "playbooks"):
        (root / name).mkdir()
    for name in ("site.yml", "playbooks/stop.yml"):
        (root / name).write_text(playbook)
    shutil.copy(ROOT / "ansible.cfg", root)
    project_tree(root, local=True)
    if template:
        (root / "templates" / BROKER).write_text(template)
    return root


def give(root: Path, user: int | None = None) -> None:
    """Give a tree to the other user."""
    for path in (root, *root.rglob("*")):
        os.chown(path, user_id() if user is None else user, -1, follow_symlinks=False)


def shell(proof: Path) -> str:
    """Return a template that starts a program, where it can."""
    return f"{{{{ cycler.__init__.__globals__.os.system('touch {proof}') }}}}\n"


def program(
    directory: Path, *words: str | Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run hiera-kafka in a directory; what the machine's own Git trusts does not count."""
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HIERA_KAFKA_", "SUDO_"))}
    return subprocess.run(
        [PROGRAM, *words],
        cwd=directory,
        env={**environment, **nothing, **(more or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def words_of(command: tuple[str, ...], place: Path) -> list[str]:
    return [word.format(out=place / "out") for word in command]


@pytest.mark.parametrize("command", [EXPLAIN, RENDER], ids=["explain", "render"])
@pytest.mark.parametrize("way", ["in it", "below it", "below it, in a directory of one's own"])
def test_templates_of_another_users_directory_do_not_run(place, proof, command, way):
    with owned_directory(place) as evil:
        give(checkout(evil, shell(proof)))
        below = evil / "work"
        below.mkdir()
        if way == "below it":
            give(below)
        done = program(evil if way == "in it" else below, *words_of(command, place))

    assert not proof.exists()
    assert done.returncode != 0
    assert "error[untrusted-code]" in done.stderr
    assert f"belongs to games (uid {user_id()})" in done.stderr
    assert f"git config --global --add safe.directory {evil}" in done.stderr


def test_a_directory_that_everybody_may_write_is_no_checkout(place, proof):
    """Everybody can make site.yml, roles and templates in /tmp, which belongs to root."""
    shared, made = place / "shared", place / "made"
    checkout(made, shell(proof))
    give(made)
    shared.mkdir()
    shared.chmod(0o1777)
    run(["cp", "-r", *made.iterdir(), shared])
    (shared / "mine").mkdir()

    done = program(shared / "mine", *words_of(RENDER, place))

    assert not proof.exists()
    assert f"error[untrusted-code]: {shared} can be written by everybody" in done.stderr


@pytest.mark.parametrize("what", ["file", "directory"])
def test_a_template_of_another_user_in_ones_own_checkout_does_not_run(place, proof, what):
    mine = checkout(place / "mine", shell(proof))
    give(mine / "templates" / (BROKER if what == "file" else Path(BROKER).parent))

    done = program(mine, *words_of(RENDER, place))

    assert not proof.exists()
    assert f"belongs to games (uid {user_id()})" in done.stderr


@pytest.mark.parametrize(
    ("which", "attack"),
    [
        (f"templates/{BROKER}", 'cat "$1" > {which}'),
        (BROKER_DIRECTORY, 'rm -f {broker} && cp "$1" {broker}'),
        ("templates", "mv {which}/etc {which}/old && cp -r {which}/old {which}/etc && cp $1 {broker}"),
        (".", "mv templates old && cp -r old templates && cp $1 {broker}"),
    ],
)
def test_what_everybody_may_write_in_ones_own_checkout_does_not_run(place, proof, which, attack):
    mine = checkout(place / "mine")
    (mine / which).chmod(0o777)
    (place / "attack").write_text(shell(proof))
    script = attack.format(which=which, broker=f"templates/{BROKER}")
    run(["sh", "-c", script, "sh", place / "attack"], cwd=mine)

    done = program(mine, *words_of(RENDER, place))

    assert not proof.exists()
    assert f"error[untrusted-code]: {mine / which} can be written by everybody" in done.stderr


ESCAPES = {
    "a global": "{{{{ cycler.__init__.__globals__.os.system('touch {proof}') }}}}",
    "a function of Jinja": "{{{{ lipsum.__globals__.os.system('touch {proof}') }}}}",
    "a class": "{{{{ ''.__class__.__mro__[1].__subclasses__() | length }}}}",
    "an item": "{{{{ ''['__class__'].__name__ | text }}}}",
    "the filter attr": "{{{{ ('' | attr('__class__')).__name__ | text }}}}",
    "map with an attribute": "{{{{ [''] | map(attribute='__class__.__name__') | join }}}}",
    "sort by an attribute": "{{{{ groups | list | sort(attribute='__class__.__name__') | length }}}}",
    "a format": "{{{{ '{{0.__class__.__name__}}'.format('') }}}}",
    "the marks": "{{{{ __marks__.mark.__func__.__globals__ | length }}}}",
    "a method": "{{{{ groups[0].settings[0].value.shown() }}}}",
    "a change": "{{{{ __marks__.origins.clear() }}}}",
    "the template itself": "{{{{ self._TemplateReference__context.name | text }}}}",
    "much of a number": "{{{{ range(99) | join }}}}",
    "a file by a way up": "{{% include '../../../secret' %}}",
    "a file by its path": "{{% include '{secret}' %}}",
    "a file by a link": "{{% include 'etc/link' %}}",
    "a file by a linked directory": "{{% include 'linked/secret' %}}",
    "macros of a file by a link": "{{% import 'etc/link' as other %}}",
}


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_template_that_slipped_in_reads_its_values_only(place, proof, escape, monkeypatch):
    """A merge can bring one into a checkout that is trusted, links included."""
    secret = place / "secret"
    secret.write_text("planted-hunter2\n")
    rest = (ROOT / "templates" / BROKER).read_text()
    mine = checkout(place / "mine", f"{rest}# {ESCAPES[escape].format(proof=proof, secret=secret)}\n")
    (mine / "templates/etc/link").symlink_to(secret)
    (mine / "templates/linked").symlink_to(place)

    # Even where all of it is trusted.
    monkeypatch.setenv("HIERA_KAFKA_SAFE_DIRECTORY", str(mine))
    catalog = Compiler.load(mine / "inventories/test").catalog(HOST)
    file = next(file for file in catalog.files() if file.template == BROKER)

    with pytest.raises(RenderError) as caught:
        Renderer(mine / "templates").file(file)
    assert not proof.exists()
    assert "planted" not in str(caught.value)
    assert "reading the text back" not in str(caught.value)  # the rest of the template is as it was


@pytest.mark.parametrize(
    "words", [("up", "--", "--check"), ("down",), ("destroy", "--yes")], ids=["up", "down", "destroy"]
)
def test_playbooks_of_another_users_directory_do_not_run(place, proof, words):
    with owned_directory(place) as evil:
        give(checkout(evil, playbook=PLAYBOOK.format(proof=proof)))
        (evil / "work").mkdir()
        verb, *more = words
        done = program(evil / "work", "local", verb, "-i", "test", *more)

        assert not proof.exists()
        assert not (evil / "var").exists()
    assert done.returncode != 0
    assert f"error[untrusted-code]: {evil} belongs to games" in done.stderr


@pytest.mark.parametrize(
    "which", ["ansible.cfg", "site.yml", "playbooks/stop.yml", "roles/mine/tasks/main.yml", "library/ping.py"]
)
def test_what_another_user_put_into_ones_own_checkout_is_no_playbook(place, proof, which):
    mine = checkout(place / "mine", playbook=PLAYBOOK.format(proof=proof))
    (mine / which).parent.mkdir(parents=True, exist_ok=True)
    (mine / which).touch()
    give(mine / which)

    done = program(mine, "local", "down", "-i", "test")

    assert not proof.exists()
    assert f"error[untrusted-code]: {mine / which} belongs to games" in done.stderr


@pytest.mark.parametrize("which", ["hiera_kafka.yml", "group_vars/all.yml"])
def test_an_inventory_of_another_user_is_not_run_by_ones_own_playbooks(place, proof, which):
    mine, other = checkout(place / "mine", playbook=PLAYBOOK.format(proof=proof)), place / "other"
    inventory = project_tree(other, local=True)
    (inventory.parent / "group_vars").mkdir()
    (inventory.parent / "group_vars/all.yml").write_text("variable: text\n")
    give(inventory.parent / which)

    done = program(mine, "local", "down", "-i", inventory)

    assert not proof.exists()
    assert f"error[untrusted-code]: {inventory.parent / which} belongs to games" in done.stderr


def test_the_plugins_do_not_run_templates_of_another_user(place, proof):
    """ansible-playbook with one's own site.yml and the data of a stranger, above which a checkout waits."""
    code = """
import sys
from hiera_kafka.bridge.bundle import pack
from hiera_kafka.bridge.host_section import HostSection
pack(HostSection.of(sys.argv[1], sys.argv[2], "kafka_broker"))
"""
    with owned_directory(place) as evil:
        give(checkout(evil, shell(proof)))
        inventory = evil / "inventories/test/hiera_kafka.yml"
        done = subprocess.run(
            [sys.executable, "-c", code, inventory, HOST], cwd="/", capture_output=True, text=True, check=False
        )

    assert not proof.exists()
    assert f"untrusted-code]: {evil} belongs to games" in done.stderr


@pytest.mark.parametrize(
    ("command", "module"),
    [
        (("doctor", "-i", "test"), "ansible.py"),
        (("local", "down", "-i", "test", "--project", "{mine}"), "ansible.py"),
        (("local", "down", "-i", "test", "--project", "{mine}"), "ansible/__init__.py"),
    ],
    ids=["doctor", "local, a module", "local, a package"],
)
def test_modules_of_the_current_directory_are_not_run_in_place_of_ansible(place, proof, command, module):
    mine = checkout(place / "mine")
    with owned_directory(place) as evil:
        (evil / module).parent.mkdir(exist_ok=True)
        (evil / module).write_text(f"open({str(proof)!r}, 'w').close()\n")
        give(evil)
        program(evil, *(word.format(mine=mine) for word in command))

    assert not proof.exists()


LEVEL = """\
  - name: of a stranger
    lookup_key: {name}
    path: common.yaml
"""


@pytest.mark.parametrize("name", ["evil:run", "os:system", "stranger::run"])
@pytest.mark.parametrize("command", ["lint", "lookup"])
@pytest.mark.parametrize("way", [["hiera-kafka"], ["-m", "hiera_kafka"]], ids=["program", "module"])
def test_functions_that_a_stranger_brings_along_are_not_run(place, proof, name, command, way):
    """Modules and metadata of a package lie in the current directory, under the name that hiera.yaml has."""
    with owned_directory(place) as evil:
        checkout(evil)
        (evil / "hieradata/hiera.yaml").write_text(f"{HIERA}{LEVEL.format(name=name)}")
        (evil / "evil.py").write_text(
            f"open({str(proof)!r}, 'w').close()\ndef run(*arguments):\n    return 'planted'\n"
        )
        metadata = evil / "evil-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text("[hiera_kafka.backends]\nstranger::run = evil:run\n")
        give(evil)
        words = ["lint", "hieradata"] if command == "lint" else ["lookup", "some_key", "-i", "test", "--node", HOST]
        start = [PROGRAM] if way == ["hiera-kafka"] else [sys.executable, *way]
        done = subprocess.run([*start, *words], cwd=evil, capture_output=True, text=True, check=False)

    assert not proof.exists()
    assert "hiera-unknown-function" in done.stdout + done.stderr


# What stays allowed.


def test_the_search_for_a_checkout_ends_at_the_repository(place, proof):
    """Above it another user's directory may be; templates are those that the package runs from."""
    with owned_directory(place) as evil:
        give(checkout(evil, shell(proof)))
        mine = evil / "mine"
        project_tree(mine, local=True)
        (mine / ".git").mkdir()
        done = program(mine, "render", "-i", "inventories/test", "--out", place / "out")

    assert not proof.exists()
    assert done.returncode == 0, done.stderr


def test_data_of_another_user_is_read(place):
    with owned_directory(place) as other:
        give(checkout(other))
        linted = program(other, "lint", "hieradata")
        found = program(other, "lookup", "kafka_clusters", "-i", "test", "--node", HOST)
        shown = program(other, "catalog", HOST, "-i", "test")

    assert [done.returncode for done in (linted, found, shown)] == [0, 0, 0], linted.stdout + found.stderr
    assert "my-kafka-cluster" in found.stdout


@pytest.mark.parametrize("how", ["sudo", "git", "option", "variable"])
@pytest.mark.parametrize("command", ["render", "local"])
def test_a_checkout_of_another_user_that_the_caller_names_is_run(place, proof, how, command):
    with owned_directory(place) as other:
        give(checkout(other, playbook=PLAYBOOK.format(proof=proof)))
        config = place / "gitconfig"
        config.write_text(f"[safe]\n\tdirectory = {other}\n")
        more = {
            "sudo": {"SUDO_UID": str(user_id())},
            "git": {"GIT_CONFIG_GLOBAL": str(config)},
            "option": {},
            "variable": {"HIERA_KAFKA_SAFE_DIRECTORY": f"/elsewhere:{other}"},
        }[how]
        words = words_of(RENDER, place) if command == "render" else ["local", "down", "-i", "test"]
        words += ["--safe-directory", "."] if how == "option" else []
        done = program(other, *words, more=more)

    assert done.returncode == 0, done.stderr
    assert (place / "out" / HOST).is_dir() if command == "render" else proof.exists()


def test_what_the_caller_names_counts_in_ansible_as_well(place, proof):
    """The plugins run in another process, and take the same templates."""
    playbook = (
        PLAYBOOK.format(proof=proof)
        + """\
    - hiera_kafka.core.validate:
      delegate_to: localhost
      vars:
        hiera_kafka_inventory_file: {inventory}
"""
    )
    with owned_directory(place) as other:
        inventory = other / "inventories/test/hiera_kafka.yml"
        give(checkout(other, playbook=playbook.format(inventory=inventory)))
        done = program(other, "local", "down", "-i", "test", "--safe-directory", other)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("command", ["render", "local"])
def test_a_checkout_that_a_umask_of_002_made_is_run(place, proof, command):
    mine = checkout(place / "mine", playbook=PLAYBOOK.format(proof=proof))
    for path in (mine, *mine.rglob("*")):
        path.chmod(0o775 if path.is_dir() else 0o664)
        os.chown(path, -1, 100)  # a group of several users

    done = program(mine, *(words_of(RENDER, place) if command == "render" else ["local", "down", "-i", "test"]))

    assert done.returncode == 0, done.stderr
