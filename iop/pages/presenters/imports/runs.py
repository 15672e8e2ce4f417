"""Files of clients from another system: the list, and one with what became or would become of its people."""

from __future__ import annotations

import json
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.import_choices import FAULTS, ImportKind, ImportStatus, RowOutcome
from clients.models import Client, ImportedRow, ImportRun
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from iop.workflows.importing import progress
from iop.workflows.importing.checking import day_of
from iop.workflows.importing.fields import BY_KEY
from iop.workflows.importing.problems import PROBLEMS

PAGE = 50
TONES = {
    ImportStatus.WAITING: "info", ImportStatus.READY: "warn", ImportStatus.ASKED: "info", ImportStatus.DONE: "good",
    ImportStatus.REFUSED: "bad", ImportStatus.WITHDRAWN: "quiet",
}  # fmt: skip
ROW_TONES = {
    RowOutcome.NEW: "info", RowOutcome.ALIKE: "warn", RowOutcome.KNOWN: "quiet", RowOutcome.DOUBLE: "bad",
    RowOutcome.FAULTY: "bad", RowOutcome.MADE: "good", RowOutcome.LEFT_OUT: "warn",
}  # fmt: skip
ORDER = (
    RowOutcome.MADE, RowOutcome.NEW, RowOutcome.ALIKE, RowOutcome.KNOWN, RowOutcome.FAULTY, RowOutcome.DOUBLE, RowOutcome.LEFT_OUT,
)  # fmt: skip
UNDER_WAY = (ImportStatus.WAITING, ImportStatus.ASKED)
OUT = (RowOutcome.FAULTY, RowOutcome.DOUBLE, RowOutcome.ALIKE, RowOutcome.LEFT_OUT)


def read_list(actor: Actor, page: int) -> dict[str, Any]:
    """List the files within the colleague's reach, the newest first. Statements do not grow with their number."""
    rows = ImportRun.objects.visible_to(actor).select_related("site").order_by("-received_at")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    names = _names(found)
    url = to("import_run")
    return {
        "rows": [_listed(row, names) | {"url": url(row.pk)} for row in found[:PAGE]],
        "has_more": len(found) > PAGE,
    }


def run_of(actor: Actor, run_id: uuid.UUID) -> ImportRun:
    """Give one file within the colleague's reach. Raises ``Http404`` for any other."""
    row = ImportRun.objects.visible_to(actor).select_related("site", "file").filter(pk=run_id).first()
    if row is None:
        raise Http404
    return row


def read_run(actor: Actor, run: ImportRun, *, show: str, page: int) -> dict[str, Any]:
    """Put a file into words: what it holds, what becomes of its people, and one page of them."""
    counts = {outcome: run.counts.get(outcome, 0) for outcome in ORDER}
    shown = show if show in counts and counts[RowOutcome(show)] else ""
    found = run.rows.filter(outcome=shown) if shown else run.rows.all()
    rows = list(found.order_by("position")[(page - 1) * PAGE : page * PAGE + 1])
    total = sum(counts.values())
    return {
        **_state(run),
        "head": _listed(run, _names([run])),
        "counts": [
            {"label": outcome.label, "number": counts[outcome], "tone": ROW_TONES[outcome]}
            for outcome in ORDER
            if counts[outcome]
        ],
        "total": total,
        "shelves": _shelves(counts, shown, total),
        "show": shown,
        "rows": _rows(actor, run, rows[:PAGE]),
        "has_more": len(rows) > PAGE,
        "columns": _columns(run),
        "unread": [{"kind": kind, "number": number} for kind, number in run.report.get("unread", {}).items()],
        "read": [{"kind": kind, "number": number} for kind, number in run.report.get("read", {}).items()],
        "has_faults": any(counts[outcome] for outcome in FAULTS),
        "has_alike": bool(counts[RowOutcome.ALIKE]),
        "will": _will(counts),
        "is_table": run.kind == ImportKind.CSV,
        "has_out": any(counts[outcome] for outcome in OUT) and run.file_removed_at is None,
        "is_removed": run.file_removed_at is not None,
    }


def state(run: ImportRun) -> dict[str, Any]:
    """Say how far a file has come that is being read or brought in."""
    return _state(run)


def _state(run: ImportRun) -> dict[str, Any]:
    is_under_way = run.status in UNDER_WAY
    done = progress.of(run.pk) if is_under_way else 0
    return {
        "id": run.pk,
        "version": run.version,
        "is_under_way": is_under_way,
        "is_ready": run.status == ImportStatus.READY,
        "is_done": run.status == ImportStatus.DONE,
        "status": run.get_status_display(),
        "done": ngettext("%(n)d person so far", "%(n)d people so far", done) % {"n": done} if done else "",
        "refusal": run.refusal,
    }


def _listed(row: ImportRun, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    zone = ZoneInfo(row.site.time_zone)
    return {
        "source": row.source,
        "kind": row.get_kind_display(),
        "site": row.site.name,
        "received": instant_words(row.received_at, zone),
        "by": names.get(row.received_by, "") if row.received_by else "",
        "people": sum(row.counts.values()),
        "made": row.counts.get(RowOutcome.MADE, 0),
        "status": row.get_status_display(),
        "tone": TONES[ImportStatus(row.status)],
    }


def _names(rows: list[ImportRun]) -> dict[uuid.UUID, str]:
    staff = StaffMember.objects.filter(pk__in={row.received_by for row in rows if row.received_by})
    return {each.pk: each.name for each in staff}


def _shelves(counts: dict[RowOutcome, int], shown: str, total: int) -> list[dict[str, Any]]:
    all_of_them = {"url": "?#people", "label": f"{_('All')} ({total})", "current": not shown}
    return [all_of_them] + [
        {"url": f"?show={outcome}#people", "label": f"{outcome.label} ({counts[outcome]})", "current": shown == outcome}
        for outcome in ORDER
        if counts[outcome]
    ]


def _columns(run: ImportRun) -> list[dict[str, Any]]:
    chosen = run.mapping.get("columns", {})
    return [
        {"heading": heading or str(place + 1), "field": BY_KEY[key].label if (key := chosen.get(str(place))) else ""}
        for place, heading in enumerate(run.report.get("headings", []))
    ]


def _will(counts: dict[RowOutcome, int]) -> str:
    new = counts[RowOutcome.NEW]
    return ngettext("%(n)d new chart with an inquiry", "%(n)d new charts, each with an inquiry", new) % {"n": new}


def _rows(actor: Actor, run: ImportRun, rows: list[ImportedRow]) -> list[dict[str, Any]]:
    theirs = [row.client_id for row in rows if row.client_id]
    known = Client.objects.visible_to(actor).filter(pk__in=theirs).in_bulk() if theirs else {}
    url = to("client")
    return [_row(row, known.get(row.client_id) if row.client_id else None, url) for row in rows]


def _row(row: ImportedRow, client: Client | None, url: Any) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(row.values) if row.values else {}
    born = day_of(values.get("date_of_birth", ""))
    outcome = RowOutcome(row.outcome)
    return {
        "position": row.position,
        "name": f"{values.get('legal_first_name', '')} {values.get('legal_last_name', '')}".strip(),
        "born": date_format(born, "SHORT_DATE_FORMAT") if born else "",
        "number": row.external_id,
        "outcome": outcome.label,
        "tone": ROW_TONES[outcome],
        "client": client.record_number if client else "",
        "client_url": url(client.pk) if client else "",
        "problems": [
            {"field": BY_KEY[about].label if about in BY_KEY else "", "words": PROBLEMS[code].words}
            for code, about in row.problems
        ],
    }
