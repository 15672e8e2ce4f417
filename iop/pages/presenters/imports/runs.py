"""Files of clients from another system: the list, and one with what became or would become of its people."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import Sex
from clients.import_choices import FAULTS, ImportKind, ImportStatus, RowDecision, RowOutcome
from clients.models import Client, ContactPoint, ImportedRow, ImportRun
from clients.rules import phone_for_people
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.pages.client_forms.details import LANGUAGES
from iop.pages.presenters.imports.decisions import decided, deciders, decision_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from iop.workflows.importing import progress
from iop.workflows.importing.checking import DAY_FIRST, day_of
from iop.workflows.importing.comparing import POINTS, Points, differences, points_of
from iop.workflows.importing.fields import BY_KEY, why_not_mapped
from iop.workflows.importing.problems import PROBLEMS

PAGE = 50
TONES = {
    ImportStatus.WAITING: "info", ImportStatus.READY: "warn", ImportStatus.ASKED: "info", ImportStatus.DONE: "good",
    ImportStatus.REFUSED: "bad", ImportStatus.WITHDRAWN: "quiet",
}  # fmt: skip
ROW_TONES = {
    RowOutcome.NEW: "info", RowOutcome.ALIKE: "warn", RowOutcome.KNOWN: "quiet", RowOutcome.DOUBLE: "bad",
    RowOutcome.FAULTY: "bad", RowOutcome.MADE: "good", RowOutcome.LINKED: "good", RowOutcome.LEFT_OUT: "warn",
}  # fmt: skip
ORDER = (
    RowOutcome.MADE, RowOutcome.LINKED, RowOutcome.NEW, RowOutcome.ALIKE, RowOutcome.KNOWN, RowOutcome.FAULTY, RowOutcome.DOUBLE,
    RowOutcome.LEFT_OUT,
)  # fmt: skip
DIFFER = "differs"
"""The part of a file whose people are known, and of whom the chart says something else."""
UNDER_WAY = (ImportStatus.WAITING, ImportStatus.ASKED)
OUT = (RowOutcome.FAULTY, RowOutcome.DOUBLE, RowOutcome.ALIKE, RowOutcome.LEFT_OUT)


def read_list(actor: Actor, page: int) -> dict[str, Any]:
    """List the files within the colleague's reach, the newest first. Statements do not grow with their number."""
    rows = ImportRun.objects.visible_to(actor).select_related("site").order_by("-received_at")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    names = names_of(found)
    url = to("import_run")
    return {
        "rows": [listed(row, names) | {"url": url(row.pk)} for row in found[:PAGE]],
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
    differing = run.rows.filter(outcome=RowOutcome.KNOWN, problems__contains=[["differs"]])
    differ = differing.count() if counts[RowOutcome.KNOWN] else 0
    shown = show if (show in counts and counts[RowOutcome(show)]) or (show == DIFFER and differ) else ""
    found = differing if shown == DIFFER else run.rows.filter(outcome=shown) if shown else run.rows.all()
    rows = list(found.order_by("position")[(page - 1) * PAGE : page * PAGE + 1])
    total = sum(counts.values())
    by_decision = decided(run)
    return {
        **_state(run),
        "head": listed(run, names_of([run])),
        "counts": [
            {"label": outcome.label, "number": counts[outcome], "tone": ROW_TONES[outcome]}
            for outcome in ORDER
            if counts[outcome]
        ],
        "total": total,
        "shelves": _shelves(counts, shown, total, differ),
        "differ": differ,
        "twin": _twin(actor, run),
        "brings": counts[RowOutcome.NEW] + sum(by_decision.values()) - by_decision.get(RowDecision.LEAVE_OUT, 0),
        "alike": {"total": sum(by_decision.values()), "undecided": by_decision.get("", 0)},
        "show": shown,
        "rows": _rows(actor, run, rows[:PAGE]),
        "has_more": len(rows) > PAGE,
        "columns": _columns(run),
        "unread_columns": [each["heading"] for each in _columns(run) if not each["field"]],
        "is_mapped": why_not_mapped(run.mapping.get("columns", {})) is None,
        "dates": _("day first") if run.mapping.get("dates") == DAY_FIRST else _("month first"),
        "unread": [{"kind": kind, "number": number} for kind, number in run.report.get("unread", {}).items()],
        "read": [{"kind": kind, "number": number} for kind, number in run.report.get("read", {}).items()],
        "has_faults": any(counts[outcome] for outcome in FAULTS),
        "will": _will(counts, by_decision),
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


def listed(row: ImportRun, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    """Put the head of a file into words."""
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


def names_of(rows: list[ImportRun]) -> dict[uuid.UUID, str]:
    """Name those who handed files in."""
    staff = StaffMember.objects.filter(pk__in={row.received_by for row in rows if row.received_by})
    return {each.pk: each.name for each in staff}


def _shelves(counts: dict[RowOutcome, int], shown: str, total: int, differ: int) -> list[dict[str, Any]]:
    named = [("", str(_("All")), total), *((str(each), str(each.label), counts[each]) for each in ORDER)]
    named.append((DIFFER, _("Chart says something else"), differ))
    return [
        {"url": f"?show={key}#people" if key else "?#people", "label": f"{label} ({number})", "current": shown == key}
        for key, label, number in named
        if number or not key
    ]


def _twin(actor: Actor, run: ImportRun) -> dict[str, str]:
    """Name the file handed in before that is this very one, sign for sign."""
    rows = ImportRun.objects.visible_to(actor).filter(digest=run.digest, received_at__lt=run.received_at)
    row = rows.exclude(status__in=(ImportStatus.REFUSED, ImportStatus.WITHDRAWN)).select_related("site").first()
    if row is None:
        return {}
    received = instant_words(row.received_at, ZoneInfo(row.site.time_zone))
    return {
        "url": to("import_run")(row.pk),
        "received": received,
        "source": row.source,
        "status": row.get_status_display(),
    }


def _columns(run: ImportRun) -> list[dict[str, Any]]:
    chosen = run.mapping.get("columns", {})
    return [
        {"heading": heading or str(place + 1), "field": BY_KEY[key].label if (key := chosen.get(str(place))) else ""}
        for place, heading in enumerate(run.report.get("headings", []))
    ]


def _will(counts: dict[RowOutcome, int], by_decision: dict[str, int]) -> str:
    new = counts[RowOutcome.NEW] + by_decision.get(RowDecision.NEW, 0)
    linked = by_decision.get(RowDecision.LINK, 0)
    said = [ngettext("%(n)d new chart with an inquiry", "%(n)d new charts, each with an inquiry", new) % {"n": new}]
    if linked:
        said.append(ngettext("%(n)d row linked to a chart", "%(n)d rows linked to charts", linked) % {"n": linked})
    return ", ".join(said)


def _rows(actor: Actor, run: ImportRun, rows: list[ImportedRow]) -> list[dict[str, Any]]:
    theirs = [row.client_id for row in rows if row.client_id]
    known = Client.objects.visible_to(actor).filter(pk__in=theirs).in_bulk() if theirs else {}
    points = points_of(known.values()) if any(row.outcome == RowOutcome.KNOWN for row in rows) else {}
    url, names, zone = to("client"), deciders(rows), ZoneInfo(run.site.time_zone)
    return [
        _row(row, known.get(row.client_id) if row.client_id else None, points, url)
        | {"decision": decision_words(row, names, zone)}
        for row in rows
    ]


def _row(row: ImportedRow, client: Client | None, points: Points, url: Any) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(row.values) if row.values else {}
    compared = row.outcome == RowOutcome.KNOWN and client is not None and bool(values)
    born = day_of(values.get("date_of_birth", ""))
    outcome = RowOutcome(row.outcome)
    return {
        "id": row.pk,
        "version": row.version,
        "may_unlink": row.outcome == RowOutcome.LINKED and client is not None,
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
            if not (compared and code == "differs")
        ],
        "differences": _differences(values, client, points.get(client.pk, ())) if client and compared else [],
    }


def _differences(values: dict[str, Any], client: Client, points: Sequence[ContactPoint]) -> list[dict[str, Any]]:
    """Put what the file and the chart say beside each other, as both stand now: what was mended meanwhile is no longer there."""
    edit, contacts = to("client_edit"), to("client_contacts")
    return [
        {
            "field": BY_KEY[each.field].label, "there": told(each.field, each.there),
            "url": contacts(client.pk) if each.field in POINTS.values() else edit(client.pk),
            "here": ", ".join(told(each.field, value) for value in each.here) or _("nothing"),
        }
        for each in differences(values, client, points)
    ]  # fmt: skip


def told(field: str, value: str) -> str:
    """Write a value of a field as people read it."""
    if field == "date_of_birth":
        return date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if field == "sex":
        return str(Sex(value).label)
    if field == "language":
        return str(dict(LANGUAGES).get(value, value))
    return phone_for_people(value) if field == "phone" else value
