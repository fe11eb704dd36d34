"""Archives of strangers: what a walk gives out, and what ends it."""

from __future__ import annotations

import dataclasses
import io
import tarfile

import pytest

from hiera_kafka.dist import archives
from hiera_kafka.errors import DistError

KIND = archives.ArchiveKind(
    rule="it holds plain files", hint="ask again", unpacked=10_000, members=3, compressed=False, link=lambda name: name == "l"
)


def _archive(path, *members, compression=""):
    with tarfile.open(path, f"w:{compression}") as tar:
        for name, kind, data in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.linkname = kind, len(data), "/etc/passwd"
            tar.addfile(member, io.BytesIO(data))
    return path


def _walk(path, kind=KIND):
    seen = {}
    archives.walk(path, kind, path.parent, lambda member, source: seen.update({member.name: source.read()}))
    return seen


def test_plain_files_are_given_in_the_order_of_the_archive(tmp_path):
    path = _archive(tmp_path / "a.tar", ("d", tarfile.DIRTYPE, b""), ("d/b", tarfile.REGTYPE, b"1"), ("a", tarfile.REGTYPE, b"2"))
    assert list(_walk(path).items()) == [("d/b", b"1"), ("a", b"2")]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([("/a", tarfile.REGTYPE, b"")], "leads out of it"),
        ([("a/../../b", tarfile.REGTYPE, b"")], "leads out of it"),
        ([("a", tarfile.LNKTYPE, b"")], "link to another member or a device"),
        ([("a", tarfile.CHRTYPE, b"")], "link to another member or a device"),
        ([("a", tarfile.SYMTYPE, b"")], "a link where a file must be"),
        ([("a", tarfile.REGTYPE, b"x" * 10_001)], "more than 3 files"),
        ([(name, tarfile.REGTYPE, b"") for name in "abcd"], "more than 3 files"),
    ],
    ids=["absolute", "climbing", "hard link", "device", "link", "too large", "too many"],
)  # fmt: skip
def test_what_leads_elsewhere_or_is_too_much_ends_the_walk(tmp_path, members, words):
    with pytest.raises(DistError) as caught:
        _walk(_archive(tmp_path / "a.tar", *members))
    (found,) = caught.value.diagnostics
    assert (found.id, found.hint) == ("archive-unsafe", "ask again")
    assert words in found.message
    assert found.message.endswith("; it holds plain files")


def test_a_link_that_the_kind_knows_is_passed_over(tmp_path):
    assert _walk(_archive(tmp_path / "a.tar", ("l", tarfile.SYMTYPE, b""))) == {}


def test_what_the_visitor_refuses_is_reported_of_the_archive(tmp_path):
    def refuse(member, source):
        raise archives.UnsafeError(f"holds {member.name!r}, which nobody wants")

    path = _archive(tmp_path / "a.tar", ("a", tarfile.REGTYPE, b""))
    with pytest.raises(DistError, match=r"a\.tar holds 'a', which nobody wants; it holds plain files"):
        archives.walk(path, KIND, tmp_path, refuse)


def test_compression_is_for_kinds_that_have_it(tmp_path):
    path = _archive(tmp_path / "a.tgz", ("a", tarfile.REGTYPE, b"1"), compression="gz")
    assert _walk(path, dataclasses.replace(KIND, compressed=True, unpacked=1 << 20)) == {"a": b"1"}
    with pytest.raises(DistError, match="archive-unreadable"):
        _walk(path)
