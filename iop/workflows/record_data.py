"""A client's record for another program: every row with its own fields, in one JSON file whose shape is documented beside it.

The shape is version ``VERSION`` of ``docs/record-export.md``. Dates are ISO 8601, instants carry their offset, codes are ours.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from clients.models import Client
from iop.workflows.record_parts import Records, Section

FORMAT = "iop-record"
VERSION = 1
FIELDS: Mapping[str, tuple[str, ...]] = {
    "clients.client": (
        "record_number", "legal_first_name", "legal_last_name", "preferred_name", "pronouns", "date_of_birth", "sex", "language",
    ),
    "clients.placement": ("starts_on", "ends_on", "level__key", "level__name", "reason"),
    "clients.diagnosis": ("code__code", "code__title", "starts_on", "ends_on", "rank"),
    "sessions_app.attendance": (
        "session__on", "session__starts_at", "session__ends_at", "session__track__name", "status", "mode", "arrived_at", "left_at",
        "credited_minutes",
    ),
    "therapy.groupnoteline": ("note__session__on", "note__shared_text", "text", "digest"),
    "therapy.progressnote": (
        "kind", "format__key", "contents", "starts_at", "ends_at", "mode", "next_step", "signed_at", "digest",
    ),
    "therapy.treatmentplan": (
        "number", "status", "strengths", "needs", "abilities", "preferences", "discharge_criteria", "valid_from", "review_on",
        "signed_at", "digest",
    ),
    "therapy.levelreview": (
        "level__key", "chosen_level__key", "decision", "reason", "next_steps", "client_view", "signed_at", "digest",
    ),
    "therapy.measureresponse": (
        "key", "questionnaire_version", "language", "completed_at", "answers", "total", "subscores", "band",
    ),
    "therapy.drugtest": ("panel__name", "due_on", "status", "collected_at"),
    "therapy.medication": (
        "name", "ingredient", "treats", "dose", "route", "frequency", "as_needed", "prescriber", "starts_on", "ends_on",
    ),
    "therapy.allergy": ("kind", "substance", "reaction", "severity", "recorded_on"),
}  # fmt: skip
"""What of a row is handed out, by its kind. A kind that is not named is told in words alone (``told``)."""

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": FORMAT,
    "type": "object",
    "required": ["format", "version", "made_at", "language", "parts", "files"],
    "properties": {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "made_at": {"type": "string", "format": "date-time"},
        "language": {"type": "string"},
        "parts": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["told", "rows"],
                "properties": {
                    "told": {
                        "type": "object",
                        "description": "The part in words: title, facts, columns with rows, texts.",
                    },
                    "rows": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["kind", "id"],
                            "properties": {"kind": {"type": "string"}, "id": {"type": "string", "format": "uuid"}},
                        },
                    },
                },
            },
        },
        "files": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "kind", "id", "sha256"],
                "properties": {
                    "path": {"type": "string"},
                    "kind": {"type": "string"},
                    "id": {"type": "string", "format": "uuid"},
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                },
            },
        },
    },
}
"""The file's shape as JSON Schema (draft 2020-12); it lies in every export as ``schema.json``."""


def data_of(
    client: Client,
    read: Mapping[str, tuple[Section, Records]],
    files: list[dict[str, str]],
    at: dt.datetime,
    language: str,
) -> bytes:
    """Write the record as JSON: one statement for each kind of row, whatever their number."""
    found = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": at,
        "language": language,
        "parts": {key: {"told": section, "rows": _rows(client, records)} for key, (section, records) in read.items()},
        "files": files,
    }
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def schema() -> bytes:
    """Write the shape of the file."""
    return json.dumps(SCHEMA, ensure_ascii=False, indent=2).encode()


def _rows(client: Client, records: Records) -> list[dict[str, Any]]:
    by_kind: dict[str, list[uuid.UUID]] = {}
    for kind, row_id in records:
        by_kind.setdefault(kind, []).append(row_id)
    return [row for kind, ids in by_kind.items() for row in _of_kind(kind, ids)]


def _of_kind(kind: str, ids: list[uuid.UUID]) -> list[dict[str, Any]]:
    fields = FIELDS.get(kind, ())
    known: dict[uuid.UUID, dict[str, Any]] = {}
    if fields:
        rows = apps.get_model(kind)._base_manager.filter(pk__in=ids).values("pk", *fields)
        known = {row.pop("pk"): row for row in rows}
    return [{"kind": kind, "id": str(row_id), **_named(known.get(row_id, {}))} for row_id in ids]


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("__", "_"): value for name, value in row.items()}
