"""Denials: the worklist by cause, deadline and money, and one with its history."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.actions.denials.working import still_owed
from billing.adjustment_codes import codes
from billing.choices.remittances import DENIAL_MOVES, LETTER_FOR, UNDER_WAY, Cause, DenialStatus, LetterKind
from billing.models import Denial
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.money import money
from iop.pages.presenters.remittances.payments import days_words, reason_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words

PAGE = 50
SOON_DAYS = 14
TONES = {
    DenialStatus.OPEN: "late", DenialStatus.CORRECTED: "wait", DenialStatus.APPEALED: "wait", DenialStatus.WON: "good",
    DenialStatus.LOST: "bad", DenialStatus.GIVEN_UP: "quiet",
}  # fmt: skip
SHOWN = ("open", "mine", "ended")


def read_list(
    actor: Actor, site_id: uuid.UUID | None, *, show: str, cause: str, page: int, at: dt.datetime
) -> dict[str, Any]:
    """List denials by deadline, with the causes' sums. Statements do not grow with the rows."""
    everything = _asked(actor, site_id, show)
    rows = everything.filter(cause=cause) if cause in Cause.values else everything
    rows = rows.select_related("claim__client", "claim__payer", "claim__site", "owner").order_by("due_on", "pk")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    url = to("denial")
    return {
        "rows": [_row(row, at) | {"url": url(row.pk)} for row in found[:PAGE]],
        "has_more": len(found) > PAGE,
        "causes": _causes(everything, show, cause),
    }


def _asked(actor: Actor, site_id: uuid.UUID | None, show: str) -> QuerySet[Denial]:
    rows = Denial.objects.visible_to(actor, Permission.BILLING_VIEW)
    rows = rows.filter(claim__site=site_id) if site_id else rows
    if show == "ended":
        return rows.exclude(status__in=UNDER_WAY)
    rows = rows.under_way()
    return rows.filter(owner=actor.staff_id) if show == "mine" else rows


def _causes(rows: QuerySet[Denial], show: str, chosen: str) -> list[dict[str, Any]]:
    sums = rows.order_by().values_list("cause").annotate(n=Count("pk"), cents=Sum("cents"))
    return [
        {
            "label": Cause(cause).label, "n": count, "cents": money(cents), "current": cause == chosen,
            "url": f"{reverse('denials')}?show={show}" + ("" if cause == chosen else f"&cause={cause}"),
        }
        for cause, count, cents in sorted(sums, key=lambda row: -row[2])
    ]  # fmt: skip


def denial_of(actor: Actor, denial_id: uuid.UUID) -> Denial:
    """Give one denial within the colleague's reach. Raises ``Http404`` for any other."""
    rows = Denial.objects.visible_to(actor, Permission.BILLING_VIEW).select_related(
        "claim__client", "claim__payer__party", "claim__site", "owner", "answer__remittance"
    )
    row = rows.filter(pk=denial_id).first()
    if row is None:
        raise Http404
    return row


def read_denial(row: Denial, at: dt.datetime) -> dict[str, Any]:
    """Put one denial into words: the claim, the reasons, the deadlines, the steps that are open, and what was done."""
    sums: dict[str, int] = {}
    for each in row.answer.adjustments.all():
        reason = f"{each.group}-{each.code}"
        sums[reason] = sums.get(reason, 0) + each.cents
    remarks = list(row.answer.remarks)
    for line in row.answer.lines.all():
        remarks += line.remarks
    return _row(row, at) | {
        "id": row.pk,
        "version": row.version,
        "client_url": to("client")(row.claim.client_id),
        "claim_url": reverse("claim", args=[row.claim_id]),
        "remittance_url": to("remittance")(row.answer.remittance_id),
        "trace": row.answer.remittance.trace_number,
        "days": days_words(row.claim.starts_on, row.claim.ends_on),
        "denied_on": date_format(row.denied_on, "DATE_FORMAT"),
        "correct_by": date_format(row.correct_by, "DATE_FORMAT"),
        "appeal_by": date_format(row.appeal_by, "DATE_FORMAT"),
        "reasons": [_reason(reason, sums.get(reason, 0)) for reason in row.reasons],
        "remarks": _remarks(remarks),
        "still": money(sum(still_owed(row.claim).values())),
        "history": _history(row),
        "letters": _letters(row),
        "kinds": _kinds(row),
        "moves": DENIAL_MOVES[row.status],
        "is_under_way": row.status in UNDER_WAY,
    }


def _reason(reason: str, cents: int) -> dict[str, Any]:
    group, _dash, code = reason.partition("-")
    return reason_words(group, code, cents)


def _remarks(remarks: list[str]) -> list[dict[str, Any]]:
    return [{"code": code, "words": codes().remark(code)} for code in dict.fromkeys(remarks)]


def _kinds(row: Denial) -> list[dict[str, Any]]:
    fits = LETTER_FOR.get(row.cause)
    base = reverse("denial_letter", args=[row.pk])
    ordered = sorted(LetterKind, key=lambda kind: kind != fits)
    return [{"url": f"{base}?kind={kind.value}", "label": kind.label, "fits": kind == fits} for kind in ordered]


def _history(row: Denial) -> list[dict[str, Any]]:
    zone = ZoneInfo(row.claim.site.time_zone)
    changes = list(row.changes.all())
    names = {staff.pk: staff.name for staff in StaffMember.objects.filter(pk__in={each.by_id for each in changes})}
    begun = {
        "when": date_format(row.denied_on, "DATE_FORMAT"), "status": _("Denied"), "tone": "bad", "words": "", "by": row.claim.payer.name
    }  # fmt: skip
    return [
        begun,
        *(
            {
                "when": instant_words(each.at, zone), "status": each.get_status_display(),
                "tone": TONES[DenialStatus(each.status)], "words": each.words, "by": names.get(each.by_id, "") if each.by_id else "",
            }
            for each in changes
        ),
    ]  # fmt: skip


def _letters(row: Denial) -> list[dict[str, Any]]:
    zone = ZoneInfo(row.claim.site.time_zone)
    rows = row.letters.select_related("by_staff")
    return [
        {
            "label": each.get_kind_display(), "when": instant_words(each.at, zone), "by": each.by_staff.name,
            "url": reverse("denial_letter_paper", args=[row.pk, each.pk]),
        }
        for each in rows
    ]  # fmt: skip


def _row(row: Denial, at: dt.datetime) -> dict[str, Any]:
    left = (row.due_on - clock.local_date(at, row.claim.site.time_zone)).days
    return {
        "client": row.claim.client.name,
        "payer": row.claim.payer.name,
        "number": row.claim.control_number,
        "cause": row.get_cause_display(),
        "codes": ", ".join(row.reasons),
        "cents": money(row.cents),
        "due": date_format(row.due_on, "DATE_FORMAT"),
        "left": _left(left) if row.status in UNDER_WAY else "",
        "due_tone": "late" if left < 0 else "warn" if left <= SOON_DAYS else "quiet",
        "owner": row.owner.name if row.owner else "",
        "status": row.get_status_display(),
        "tone": TONES[DenialStatus(row.status)],
    }


def _left(days: int) -> str:
    if days < 0:
        return _("past")
    return _("today") if days == 0 else ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
