"""What is written is what the real readers read: Java, sh and supervisor."""

from __future__ import annotations

import random
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from supervisor.options import UnhosedConfigParser, expand

from hiera_kafka.errors import RenderError
from hiera_kafka.render import formats

NASTY = " \t\n\r\f\\=:#!'\"$`%;,aAu0é\x00\x7f\x85\u2028\ue000\U0001f600"
CONTROL = {chr(code) for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
LINE = st.text(st.characters(exclude_categories=("Cs", "Co", "Cc"), exclude_characters="\u2028\u2029"))

PROPERTIES = """\
import java.io.*; import java.nio.file.*; import java.util.*;
public class Read {
  static String hex(String text) {
    StringBuilder found = new StringBuilder("-");
    for (char unit : text.toCharArray()) found.append(String.format("%04x", (int) unit));
    return found.toString();
  }
  public static void main(String[] arguments) throws IOException {
    for (int number = 0; Files.exists(Path.of(arguments[0], number + ".properties")); number++) {
      Properties properties = new Properties();
      properties.load(new ByteArrayInputStream(Files.readAllBytes(Path.of(arguments[0], number + ".properties"))));
      for (String name : new TreeSet<>(properties.stringPropertyNames()))
        System.out.println(number + " " + hex(name) + " " + hex(properties.getProperty(name)));
    }
  }
}
"""


def read_by_java(texts: list[str], directory: Path) -> list[dict[str, str]]:
    """Return what java.util.Properties reads of each text, all in one start of Java."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no java on this machine to read the properties with")
    for number, text in enumerate(texts):
        (directory / f"{number}.properties").write_bytes(text.encode("latin-1"))
    (directory / "Read.java").write_text(PROPERTIES)
    command = [java, str(directory / "Read.java"), str(directory)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: list[dict[str, str]] = [{} for _ in texts]
    for line in output.splitlines():
        number, *pair = line.split(" ")
        name, value = (bytes.fromhex(part[1:]).decode("utf-16-be") for part in pair)
        found[int(number)][name] = value
    return found


@given(st.dictionaries(st.text(), st.text(), max_size=5))
def test_properties_are_read_back_as_they_were_written(settings: dict[str, str]) -> None:
    lines = [f"{formats.properties_key(name)}={formats.properties_value(value)}\n" for name, value in settings.items()]
    assert formats.parse_properties("# made\n\n" + "".join(lines)) == settings
    assert "".join(lines).isascii()


def test_java_reads_what_was_written_and_our_reader_reads_as_java_does(tmp_path: Path) -> None:
    chance = random.Random(20240229)
    words = ["".join(chance.choices(NASTY, k=chance.randrange(8))) for _ in range(600)]
    settings = [dict(zip(words[i : i + 3], words[i + 3 : i + 6], strict=True)) for i in range(0, len(words), 6)]
    written = [
        "".join(f"{formats.properties_key(name)}={formats.properties_value(value)}\n" for name, value in each.items())
        for each in settings
    ]
    # Any text, also one that nobody here wrote; `\u` without four digits is an error in Java, and no case here.
    latin = [character for character in NASTY if character < "\u0100" and character != "u"]
    foreign = ["".join(chance.choices([*latin, *"\n\\ab=# "], k=chance.randrange(30))) for _ in range(400)]
    found = read_by_java([*written, *foreign], tmp_path)
    assert found[: len(written)] == settings
    assert [formats.parse_properties(text) for text in foreign] == found[len(written) :]


@given(st.lists(LINE, max_size=3))
def test_a_shell_takes_a_word_as_it_is(words: list[str]) -> None:
    assert shlex.split(" ".join(formats.shell_word(word) for word in words)) == words


@given(st.dictionaries(st.from_regex(r"[A-Z_][A-Z0-9_]{0,8}", fullmatch=True), LINE))
def test_environment_files_are_read_back_as_they_were_written(variables: dict[str, str]) -> None:
    text = "".join(f"{name}={formats.environment_value(value)}\n" for name, value in variables.items())
    assert formats.parse_environment(text) == variables


def test_sh_reads_environment_files_and_shell_words_as_they_were_written(tmp_path: Path) -> None:
    chance = random.Random(20240229)
    usable = [character for character in NASTY if character not in CONTROL | {"\ue000"}]
    values = ["".join(chance.choices(usable, k=chance.randrange(12))) for _ in range(300)]
    file = tmp_path / "values"
    file.write_text(
        "".join(f"V{i}={formats.environment_value(v)}\nW{i}={formats.shell_word(v)}\n" for i, v in enumerate(values)),
        encoding="utf-8",
    )
    show = "".join(f'printf "%s\\n%s\\n" "$V{i}" "$W{i}"\n' for i in range(len(values)))
    output = subprocess.run(["sh", "-c", f'. "$1"\n{show}', "sh", str(file)], capture_output=True, check=True).stdout
    assert output.decode().split("\n")[:-1] == [value for value in values for _ in range(2)]


@given(LINE)
def test_supervisor_reads_a_value_as_it_was_written(value: str) -> None:
    try:
        written = formats.supervisor_value(value)
    except RenderError:
        assert value != value.strip() or ";" in value or "#" in value
        return
    parser = UnhosedConfigParser()
    parser.read_string(f"[program:x]\ndirectory={written}\n")
    assert expand(parser.get("program:x", "directory"), {}, "directory") == value


@pytest.mark.parametrize("value", ["a ;b", "a #b", "a\t;b"])
def test_supervisor_would_cut_a_value_at_a_comment_so_it_is_refused(value: str) -> None:
    with pytest.raises(RenderError, match="value-not-representable"):
        formats.supervisor_value(value)


@pytest.mark.parametrize("character", sorted(CONTROL | {"\ud800", "\ue000"}), ids=lambda character: hex(ord(character)))
def test_what_a_line_cannot_hold_is_refused_without_showing_it(character: str) -> None:
    for write in (formats.shell_word, formats.environment_value, formats.supervisor_value, formats.systemd_word):
        with pytest.raises(RenderError, match="value-not-representable") as error:
            write(f"Planted{character}")
        assert "Planted" not in str(error.value)


@pytest.mark.parametrize("value", [" a", "a ", "a\t"])
def test_zookeeper_trims_values_so_blanks_at_the_ends_are_refused(value: str) -> None:
    with pytest.raises(RenderError, match="blanks at its ends"):
        formats.zoo_cfg_value(value)


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/etc/kafka/release", "/etc/kafka/release"),
        ("50%", "50%%"),
        ("$HOME", "$$HOME"),
        ("two words", '"two words"'),
        ("", '""'),
        ('say "x"\\', '"say \\"x\\"\\\\"'),
    ],
)
def test_systemd_reads_no_specifier_variable_or_second_word_in_a_word(word: str, written: str) -> None:
    assert formats.systemd_word(word) == written
