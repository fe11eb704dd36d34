"""What the firewall of brokers is refused for."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiera_kafka.dialects.wikimedia.errors import WikimediaError
from hiera_kafka.dialects.wikimedia.firewall import check_source
from hiera_kafka.dialects.wikimedia.parameters import UNDEF, Argument
from lib.wikimedia.hosts import compilation


def test_a_realm_without_known_networks_is_refused_unless_the_data_names_them(tmp_path: Path) -> None:
    made = compilation(tmp_path, {}, scope={"realm": "moon"})
    with pytest.raises(WikimediaError, match="'moon'") as refused:
        check_source(made, UNDEF)
    assert refused.value.category == "explicit_fail"
    check_source(made, Argument.constant(["$A"], "custom"))
    check_source(compilation(tmp_path, {}), UNDEF)
