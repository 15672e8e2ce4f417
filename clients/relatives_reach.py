"""How relatives may be told of what concerns them, asked by apps below the one that keeps it (the slot ``RELATIVES_REACHED``)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings

from iop.core.basis import Basis


@dataclass(frozen=True)
class PersonWays:
    """The channels that a relative agreed to, with the address on each, and their language."""

    person_id: uuid.UUID
    language: str
    to: Mapping[str, str]

    def by(self, channels: Sequence[str]) -> PersonReach | None:
        """Give the first of ``channels`` that they agreed to, or none."""
        found = next((channel for channel in channels if channel in self.to), None)
        return PersonReach(self.person_id, found, self.to[found], self.language) if found else None


@dataclass(frozen=True)
class PersonReach:
    """How a relative is told, and on which release it rests once that was asked."""

    person_id: uuid.UUID
    channel: str
    to: str
    language: str
    basis: Basis | None = None


def ways(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, PersonWays]:
    """Say by which channels each of many relatives may be told; those who agreed to none are left out."""
    found: dict[uuid.UUID, PersonWays] = import_module(settings.RELATIVES_REACHED).ways(person_ids)
    return found


def tellable(person_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, PersonReach]:
    """Say how each may be told of a group of families: they agreed to a channel, and somebody's live release names them."""
    found: dict[uuid.UUID, PersonReach] = import_module(settings.RELATIVES_REACHED).tellable(person_ids, at)
    return found
