"""Tests below a scenario look at the scenario's hosts: molecule runs them, and nobody else."""

from __future__ import annotations

import os

INSIDE = "MOLECULE_SCENARIO_NAME" in os.environ

collect_ignore_glob = [] if INSIDE else ["*/tests/*"]
