"""One claim: its lines, what is wrong with it and where that is mended, its history, and its file in words."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing import claim_values
from billing.actions.claims.batches import WRITERS
from billing.choices.claims import ClaimStatus as S
from billing.choices.payers import ClaimForm
from billing.claim_papers import Paper, paper_of
from billing.models import Claim
from billing.policies import claims as policies
from billing.x12.explain import Said, explain
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.money import money
from iop.pages.presenters.claims.worklist import TONES, days
from iop.pages.presenters.schedule.when import instant_words

ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "BHT")


def claim_of(actor: Actor, claim_id: uuid.UUID) -> Claim:
    """Give one claim within the colleague's reach. Raises ``Http404`` for any other."""
    rows = Claim.objects.visible_to(actor).select_related(*claim_values.WITH_ALL, "batch", "original", "after")
    row: Claim | None = (
        rows.prefetch_related(claim_values.LINES, "changes", "corrections", "secondaries").filter(pk=claim_id).first()
    )
    if row is None:
        raise Http404
    return row


def read_claim(actor: Actor, row: Claim, at: dt.datetime) -> dict[str, Any]:
    """Put one claim into words. Its statements do not grow with its lines."""
    zone = ZoneInfo(row.site.time_zone)
    may_work = policies.may_work(actor, row.site_id) is None
    correct = policies.why_not_correct(row)
    leave = policies.why_not_leave(row)
    return {
        "claim": row, "status": row.get_status_display(), "tone": TONES[S(row.status)], "total": money(row.cents),
        "days": days(row.starts_on, row.ends_on), "client_url": reverse("client", args=[row.client_id]),
        "facts": _facts(row), "lines": [_line(line) for line in row.lines.all()],
        "faults": [each | {"url": place_url(actor, row, each.get("place", ""))} for each in row.faults],
        "history": _history(row, zone), "related": _related(row), "segments": segments_of(row) if row.diagnoses else [],
        "may_work": may_work, "may_check": may_work and row.status in (S.DRAFT, S.READY, S.REJECTED),
        "may_correct": may_work and correct is None,
        "may_pass_on": may_work and row.status in (S.PAID, S.PARTIAL, S.DENIED, S.CLOSED) and not row.secondaries.all(),
        "may_leave": may_work and leave is None, "in_open_batch": may_work and row.status == S.BATCHED,
    }  # fmt: skip


def _facts(row: Claim) -> list[tuple[str, str]]:
    return [
        (_("Payer"), row.payer.name), (_("Cover"), f"{row.coverage.plan.name} · {row.get_priority_display()}"),
        (_("Form"), row.get_form_display()), (_("Kind"), row.get_frequency_display()),
        (_("Diagnoses"), ", ".join(row.diagnoses)), (_("Authorization"), row.authorization_number or "–"),
        (_("Rendered by"), row.rendered_by.name if row.rendered_by else "–"),
        (_("Bills as"), row.identity.legal_name), (_("Payer’s number"), row.payer_number or "–"),
        (_("File by"), date_format(row.file_by, "DATE_FORMAT") if row.file_by else "–"),
    ]  # fmt: skip


def _line(line: Any) -> dict[str, Any]:
    charge = line.charge
    return {
        "number": line.position, "on": date_format(charge.on, "M j, Y"), "code": " ".join((charge.code, *charge.modifiers)),
        "revenue": charge.revenue_code, "place": charge.place_of_service, "units": charge.units, "cents": money(charge.cents),
        "who": charge.rendered_by.name if charge.rendered_by else "", "taken_back": charge.reversed_at is not None,
    }  # fmt: skip


def place_url(actor: Actor, row: Claim, place: str) -> str:
    """Say where a fault is mended, as far as the colleague may go there."""
    chart = {"client": "client", "diagnoses": "client", "consent": "client_consents"}
    if place in chart:
        return reverse(chart[place], args=[row.client_id])
    if place == "coverage":
        return reverse("client_coverage", args=[row.client_id])
    if place == "authorization":
        return reverse("client_authorizations", args=[row.client_id])
    if place == "days":
        return reverse("client_charges", args=[row.client_id])
    if place in ("identity", "payer", "clinician") and actor.can(Permission.BILLING_SETUP):
        return reverse("payers")
    return ""


def _history(row: Claim, zone: ZoneInfo) -> list[dict[str, Any]]:
    changes = list(row.changes.all())
    ids = {each.by_id for each in changes if each.by_id}
    staff = StaffMember.objects.filter(Q(user__in=ids) | Q(pk__in=ids))
    names: dict[uuid.UUID | None, str] = {key: each.name for each in staff for key in (each.user_id, each.pk)}
    begun = {
        "title": _("Made"),
        "when": instant_words(row.made_at, zone),
        "icon": "file-earmark-text",
        "body": "",
        "who": "",
    }
    return [
        begun,
        *(
            {
                "title": each.get_status_display(), "when": instant_words(each.at, zone), "icon": "arrow-right", "body": each.words,
                "who": names.get(each.by_id, ""),
            }
            for each in changes
        ),
    ]  # fmt: skip


def _related(row: Claim) -> list[dict[str, str]]:
    found = [(_("In place of"), row.original), (_("After the answer to"), row.after)]
    found += [(_("Stands in its place"), each) for each in row.corrections.all()]
    found += [(_("To the next payer"), each) for each in row.secondaries.all()]
    return [
        {"label": label, "number": each.control_number, "url": reverse("claim", args=[each.pk])}
        for label, each in found
        if each
    ]


def segments_of(row: Claim) -> list[Said]:
    """Give the claim's part of its file, segment by segment, in words; nothing while it cannot be written."""
    out = claim_values.value_of(row, claim_values.around_of([row]))
    header = claim_values.header_of(row, 1, row.made_at, str(row.site.time_zone), is_test=False)
    written = WRITERS[ClaimForm(row.form)](header, [out])
    kept = [each for each in written if each.rstrip("~").split("*")[0] not in ENVELOPE]
    return explain(kept)


def paper(row: Claim) -> Paper:
    """Give the claim as data by box number."""
    return paper_of(claim_values.value_of(row, claim_values.around_of([row])), row.form)
