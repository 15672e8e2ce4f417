"""A site's days as billing sees them, and one client's day with every step of the decision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from billing.actions.changed import SUBJECT
from billing.choices.rules import DayState, HoldCode, Service
from billing.models import Charge, ClaimLine, ClientDay
from billing.policies.charges import may_work_days
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core.money import money
from iop.core.words import hours_minutes
from iop.pages.presenters.charges.held import colleagues
from iop.pages.presenters.charges.words import clock_of, hold_words, mending_place, owner_words, state_of
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to
from iop.work.models import WorkItem

ROWS_A_PAGE = 50
WEEK = dt.timedelta(days=6)


@dataclass(frozen=True)
class Asked:
    """Which site, from which day, for a day or a week, and which state."""

    site: Site
    on: dt.date
    span: str = "day"
    state: str = ""
    page: int = 1

    @property
    def last(self) -> dt.date:
        """The last day shown."""
        return self.on + WEEK if self.span == "week" else self.on

    def query(self, **changes: Any) -> str:
        """Write it as the end of an address."""
        known = {
            "site": self.site.pk, "on": self.on.isoformat(), "span": self.span if self.span == "week" else "",
            "state": self.state, **changes,
        }  # fmt: skip
        return f"?{urlencode({name: str(value) for name, value in known.items() if value})}"


def read_days(actor: Actor, asked: Asked, sites: Sequence[Site]) -> dict[str, Any]:
    """Give a site's day or week: each client with minutes, state, sentence and money. Three statements."""
    rows = ClientDay.objects.visible_to(actor).filter(site=asked.site, on__range=(asked.on, asked.last))
    counted = rows.order_by().values_list("state").annotate(Count("pk"), Sum("expected_cents"))
    sums = {state: (days, cents or 0) for state, days, cents in counted}
    rows = rows.filter(state=asked.state) if asked.state in DayState.values else rows
    shown = Paginator(
        rows.select_related("client", "level", "payer", "owner_staff").order_by(
            "on", "client__legal_last_name", "client__legal_first_name", "pk"
        ),
        ROWS_A_PAGE,
    ).get_page(asked.page)
    step = dt.timedelta(days=7 if asked.span == "week" else 1)
    return {
        "rows": [_row(day, is_week=asked.span == "week") for day in shown], "asked": asked, "sites": sites,
        "when": _("%(first)s to %(last)s") % {"first": date_words(asked.on), "last": date_words(asked.last)}
        if asked.span == "week" else date_words(asked.on),
        "states": [
            {
                "key": key, "label": label, "days": sums.get(key, (0, 0))[0], "money": money(sums.get(key, (0, 0))[1]),
                "url": asked.query(state=key),
            }
            for key, label in DayState.choices
        ],
        "before": asked.query(on=(asked.on - step).isoformat()), "after": asked.query(on=(asked.on + step).isoformat()),
        "says": _("Page %(now)d of %(all)d") % {"now": shown.number, "all": shown.paginator.num_pages},
        "earlier": asked.query(page=shown.previous_page_number()) if shown.has_previous() else "",
        "later": asked.query(page=shown.next_page_number()) if shown.has_next() else "",
    }  # fmt: skip


def _row(day: ClientDay, *, is_week: bool) -> dict[str, Any]:
    return {
        "url": to("billing_day")(day.pk), "client": day.client.name, "on": date_words(day.on) if is_week else "",
        "level": day.level.short_name if day.level else "–", "payer": day.payer.name if day.payer else _("Self-pay"),
        "minutes": hours_minutes(day.minutes), "state": state_of(day), "words": day.words, "money": money(day.expected_cents),
    }  # fmt: skip


def day_of(actor: Actor, day_id: uuid.UUID) -> ClientDay:
    """Give a client's day to somebody who works with money there. Not theirs looks like not there."""
    rows = ClientDay.objects.visible_to(actor).select_related(
        "client", "site", "level", "payer", "owner_staff", "episode"
    )
    found = rows.filter(pk=day_id).first()
    if found is None:
        raise Http404
    return found


def charge_of(actor: Actor, charge_id: uuid.UUID) -> Charge:
    """Give a charge to somebody who works with money there."""
    found = Charge.objects.visible_to(actor).select_related("client", "day").filter(pk=charge_id).first()
    if found is None:
        raise Http404
    return found


def read_day(actor: Actor, day: ClientDay, today: dt.date) -> dict[str, Any]:
    """Give one day: the sentence, every step, what holds it and who is next, its charges and their claims."""
    charges = list(
        day.charges.select_related("authorization", "payer", "rendered_by", "replaces").order_by("posted_at", "pk")
    )
    claims = claims_of([charge.pk for charge in charges])
    may_work = may_work_days(actor, day.site_id) is None
    standing = [charge for charge in charges if charge.reversed_at is None]
    is_live = any(line.is_live for charge in standing for line in claims.get(charge.pk, []))
    item = WorkItem.objects.open().filter(subject_kind=SUBJECT, subject_id=day.pk).select_related("assignee").first()
    return {
        "day": day, "on": date_words(day.on), "state": state_of(day), "minutes": hours_minutes(day.minutes),
        "money": money(day.expected_cents), "payer": day.payer.name if day.payer else _("Self-pay"),
        "clock": clock_of(day.on, day.file_by, today), "file_by": date_words(day.file_by) if day.file_by else "",
        "steps": [_step(step) for step in day.trace if "held" in step], "holds": _holds(actor, day),
        "owner": owner_words(day), "hand": item.assignee.name if item and item.assignee else "",
        "charges": [charge_row(charge, claims.get(charge.pk, []), may_work=may_work) for charge in charges],
        "may_work": may_work, "is_changed": HoldCode.CHANGED_AFTER in day.holds, "is_live": is_live,
        "may_post_anew": may_work and bool(standing) and not is_live,
        "colleagues": colleagues(day.site_id, today) if may_work and day.state in (DayState.HELD, DayState.REVIEW) else [],
        "chart": reverse("client_charges", args=[day.client_id]),
        "site_day": f"{reverse('billing_days')}?{urlencode({'site': day.site_id, 'on': day.on.isoformat()})}",
    }  # fmt: skip


def claims_of(charge_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ClaimLine]]:
    """Give the lines of claims that bear these charges, the newest claim first. One statement."""
    found: dict[uuid.UUID, list[ClaimLine]] = {}
    for line in ClaimLine.objects.filter(charge__in=charge_ids).select_related("claim").order_by("-claim__made_at"):
        found.setdefault(line.charge_id, []).append(line)
    return found


def charge_row(charge: Charge, lines: Sequence[ClaimLine], *, may_work: bool) -> dict[str, Any]:
    """Put a charge into words, with the claims that bear it."""
    is_live = any(line.is_live for line in lines)
    return {
        "id": charge.pk, "on": date_words(charge.on), "service": str(Service(charge.service).label),
        "code": "-".join([charge.code, *charge.modifiers]), "units": charge.units, "money": money(charge.cents),
        "payer": charge.payer.name if charge.payer else _("Self-pay"), "posted": date_words(charge.posted_at.date()),
        "is_back": charge.reversed_at is not None, "because": charge.reversed_because,
        "back_on": date_words(charge.reversed_at.date()) if charge.reversed_at else "",
        "replaces": charge.replaces_id is not None,
        "authorization": charge.authorization.number if charge.authorization else "",
        "authorized_units": charge.authorized_units.normalize() if charge.authorization else "",
        "by": charge.rendered_by.name if charge.rendered_by else "",
        "claims": [
            {"number": line.claim.control_number, "status": line.claim.get_status_display(), "url": _claim(line.claim_id), "is_live": line.is_live}
            for line in lines
        ],
        "back_url": to("charge_take_back")(charge.pk) if may_work and not is_live and charge.reversed_at is None else "",
        "day_url": to("billing_day")(charge.day_id),
    }  # fmt: skip


def _step(step: dict[str, Any]) -> dict[str, Any]:
    held = bool(step["held"])
    return {"words": step["words"], "held": held, "icon": "check-circle" if held else "x-octagon"}


def _holds(actor: Actor, day: ClientDay) -> list[dict[str, Any]]:
    mends = {step["code"]: step["mends"] for step in day.trace if step.get("mends")}
    return [
        {
            "label": hold_words(code), "mends": mends.get(code, ""),
            "url": mending_place(actor, code, day.client_id, day.site_id),
        }
        for code in day.holds
    ]  # fmt: skip


def _claim(claim_id: uuid.UUID) -> str:
    try:
        return to("claim")(claim_id)
    except NoReverseMatch:
        return ""
