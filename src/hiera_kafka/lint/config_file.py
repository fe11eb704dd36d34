"""The keys of lint's configuration; loaded where there is one, since the models take long to load."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationError

from hiera_kafka.errors import ProjectError
from hiera_kafka.model.base import StrictModel, diagnostics_of
from hiera_kafka.source import Trace


class LintFile(StrictModel):
    """The keys of the configuration."""

    paths: list[str] = Field(default_factory=list)
    """What is linted when the command line names nothing; relative to the configuration."""
    select: list[str] = Field(default_factory=list)
    """Ids, or patterns such as `yaml-*`; nothing else is reported."""
    ignore: list[str] = Field(default_factory=list)
    """Ids or patterns that are not reported."""
    exclude: list[str] = Field(default_factory=list)
    """Files and directories that are left out: patterns of paths relative to the configuration."""
    levels: dict[str, str] = Field(default_factory=dict)
    """Id to another level: error, warning or info."""
    baseline: str | None = None
    """File of findings that are known already; relative to the configuration."""
    inline_ignores: bool | None = None
    """Whether comments in the data silence findings; by default where no configuration is given with `--config`."""


def read(value: dict[str, Any], trace: Trace, name: str) -> LintFile:
    """Return the keys of a configuration.

    Args:
        value: What stands in it.
        trace: Where each part of it stands.
        name: What messages call it.

    Raises:
        ProjectError: A key or value is wrong.
    """
    try:
        return LintFile.model_validate(value)
    except ValidationError as error:
        raise ProjectError(diagnostics_of(error, LintFile, trace, name)) from error
