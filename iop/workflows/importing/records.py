"""One person as another system tells of them, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from iop.core.errors import Refusal


class Unusable(Refusal):
    """The whole file cannot be read; says why, and where."""

    code = "unusable_file"


@dataclass
class Record:
    """``values`` are texts by field (``fields.FIELDS``); the lists hold what a bundle tells besides, ``told`` codes of what is not taken."""

    position: int
    values: dict[str, str]
    diagnoses: list[dict[str, Any]] = field(default_factory=list)
    allergies: list[dict[str, Any]] = field(default_factory=list)
    medications: list[dict[str, Any]] = field(default_factory=list)
    coverages: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
