"""Writing the tar."""

from __future__ import annotations

import io
import tarfile

from hypothesis import given
from hypothesis import strategies as st

from hiera_kafka.dist import digest, pack

_names = st.from_regex(r"libs/[a-z0-9-]{1,20}\.jar", fullmatch=True)


def _tar(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    pack.write(stream, {name: pack.Content(data, digest.sha256_of(data)) for name, data in sorted(files.items())})
    return stream.getvalue()


@given(st.dictionaries(_names, st.binary(max_size=2000), min_size=1, max_size=5))
def test_what_is_written_is_read_back_and_is_the_same_bytes_each_time(files):
    tar_bytes = _tar(files)
    assert tar_bytes == _tar(dict(reversed(files.items())))
    with tarfile.open(fileobj=io.BytesIO(tar_bytes)) as tar:
        read = {member.name: tar.extractfile(member).read() for member in tar if member.isreg()}
    manifest = read.pop(pack.MANIFEST).decode()
    assert read == files
    assert manifest == "".join(f"{digest.sha256_of(data)}  {name}\n" for name, data in sorted(files.items()))


def test_only_jars_that_are_what_they_should_be_are_taken_from_a_tar(tmp_path):
    path = tmp_path / "a.tar"
    path.write_bytes(_tar({"libs/a.jar": b"a", "libs/b.jar": b"b", "bin/c": b"c"}))
    wanted = [digest.sha256_of(data) for data in (b"a", b"c", b"d")]
    assert list(pack.jars_in(path, wanted)) == [(digest.sha256_of(b"a"), b"a")]
