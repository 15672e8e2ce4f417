"""The clinic's own formats of progress notes: made, changed by a new version, taken out of use."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from clients import rules as plain
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.ids import uuid7
from iop.core.words import say
from therapy.choices.progress_notes import FormatSource, NoteKind
from therapy.models import NoteFormat
from therapy.note_formats import SHIPPED, row_for
from therapy.policies.progress_notes import may_change_formats
from therapy.policies.signers import signer
from therapy.rules.progress_notes import why_not_sections

NAME_LENGTH, LABEL_LENGTH, HINT_LENGTH = 80, 80, 200


@transaction.atomic
def save_format(
    *,
    by: Actor,
    name: str,
    sections: Sequence[Mapping[str, Any]],
    at: dt.datetime,
    kinds: Sequence[str] = (),
    site_id: uuid.UUID | None = None,
    key: str = "",
    number: int = 0,
) -> NoteFormat:
    """Make a format, or (with ``key``) the next version of the clinic's own; notes written so far keep the old one.

    ``sections`` hold ``label``, ``hint``, ``required`` and, for one that stays, its ``key``. ``number`` is the version that
    was read. Raises ``NotAllowed``, ``Invalid`` beside ``name`` or ``sections``, ``Stale`` when a colleague changed it meanwhile.
    """
    require(may_change_formats(by, site_id))
    label = plain.plain_line(name)[:NAME_LENGTH]
    require_valid(None if label else say("Give the format a name."), "name")
    require_valid(why_not_sections(sections), "sections")
    old = _held(key, number) if key else None
    row = NoteFormat.objects.create(
        key=old.key if old else _new_key(label),
        number=old.number + 1 if old else 1,
        name=label,
        sections=_sections(sections),
        kinds=sorted(set(kinds) & set(NoteKind.values)),
        source=FormatSource.CLINIC,
        site_id=site_id,
        made_by_id=signer(by),
    )
    record(
        by=by, verb="therapy.note_format_saved", subject=row, site_id=site_id,
        detail={"key": row.key, "number": row.number, "sections": len(row.sections), "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def set_format_in_use(*, by: Actor, key: str, in_use: bool, at: dt.datetime) -> NoteFormat:
    """Take a format out of use, or bring its newest version back. Notes that are written in it stay as they are."""
    require(may_change_formats(by))
    if in_use is False and key in SHIPPED:
        row_for(key)
    row = NoteFormat.objects.select_for_update(of=("self",)).filter(key=key).order_by("-number").first()
    if row is None:
        raise Invalid(say("This format is not there."), field="format")
    require(may_change_formats(by, row.site_id))
    row.is_active = in_use
    row.save(update_fields=["is_active"])
    record(
        by=by, verb="therapy.note_format_in_use" if in_use else "therapy.note_format_out_of_use", subject=row,
        site_id=row.site_id, detail={"key": key, "at": at},
    )  # fmt: skip
    return row


def _held(key: str, number: int) -> NoteFormat:
    row = NoteFormat.objects.select_for_update(of=("self",)).filter(key=key).order_by("-number").first()
    if row is None or row.source != FormatSource.CLINIC:
        raise Conflict(say("A format that comes along is not changed: make one of your own."), code="shipped")
    if row.number != number:
        raise Stale(say("A colleague changed this format meanwhile. Nothing was overwritten."))
    row.is_active = False
    row.save(update_fields=["is_active"])
    return row


def _new_key(name: str) -> str:
    return f"{slugify(name)[:26] or 'format'}-{uuid7().hex[-8:]}"


def _sections(sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    taken: set[str] = set()
    for each in sections:
        label = plain.plain_line(str(each["label"]))[:LABEL_LENGTH]
        key = str(each.get("key") or "") or slugify(label)[:30] or "part"
        while key in taken:
            key = f"{key[:30]}-{len(taken) + 1}"
        taken.add(key)
        hint = plain.plain_line(str(each.get("hint", "")))[:HINT_LENGTH]
        made.append({"key": key, "label": label, "hint": hint, "required": bool(each.get("required", True))})
    return made
