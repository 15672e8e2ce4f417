"""One authorization: what was asked and given, what is left, which charges use it, and how it came to where it stands."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from billing.authorizations import gives, used
from billing.choices.authorizations import AUTH_MOVES, GIVES_UNITS, AuthStatus
from billing.models import Authorization, Charge
from billing.outlook import Outlook, of_stays
from billing.policies.authorizations import may_keep
from billing.rules import authorizations as rules
from clients.choices import EpisodeStatus
from iop.access.choices import Permission
from iop.clinic import settings
from iop.clinic.models import StaffMember
from iop.core.money import money
from iop.pages.presenters.authorizations import words
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, instant_words, period_words
from therapy.models import LevelReview

MOST_CHARGES = 60


def read_one(row: Authorization, chart: Chart) -> dict[str, Any]:
    """Give the page of an authorization; a fixed number of statements."""
    left = row.units - used([row.pk])[row.pk]
    limits = settings.values(words.LIMITS, on=chart.today, site_id=row.episode.site_id)
    ahead = (
        of_stays([row.episode], chart.today)[row.episode_id] if row.episode.status == EpisodeStatus.ADMITTED else None
    )
    tone, standing = words.chip(words.standing_of(row, left, chart.today, limits))
    charges = _charges(row)
    return {
        "row": row,
        "title": _("Authorization %(number)s") % {"number": row.number} if row.number else _("Authorization asked for"),
        "tone": tone, "standing": standing, "left": words.left_of(row, left), "facts": _facts(row),
        "given": rules.number(row.units), "remaining": rules.number(left), "consumed": rules.number(row.units - left),
        "has_units": gives(row), "ahead": _ahead(row, ahead) if ahead and gives(row) else None,
        "deadlines": deadline_words(row) if row.status in (AuthStatus.DENIED, AuthStatus.PARTIAL) else "",
        "charges": charges[:MOST_CHARGES], "more_charges": len(charges) > MOST_CHARGES,
        "history": _history(row), "packet": _packet(row, chart), **_doing(row, chart),
    }  # fmt: skip


def deadline_words(row: Authorization) -> str:
    """Say until when a denial can be answered; before one, how many days this payer leaves."""
    if row.appeal_by is None:
        payer = row.coverage.plan.payer
        return _("%(payer)s leaves %(call)d days for a call between clinicians and %(appeal)d for an appeal.") % {
            "payer": payer.name, "call": payer.peer_to_peer_days, "appeal": payer.appeal_days,
        }  # fmt: skip
    parts = [_("Appeal until %(day)s.") % {"day": date_words(row.appeal_by)}]
    if row.peer_to_peer_by:
        parts.insert(0, _("Call between clinicians until %(day)s.") % {"day": date_words(row.peer_to_peer_by)})
    return " ".join(parts)


def _facts(row: Authorization) -> list[tuple[str, str]]:
    plan = row.coverage.plan
    found = [
        (_("Payer"), f"{plan.payer.name} · {plan.name}"),
        (_("Level"), row.level.name),
        (_("Codes"), ", ".join(row.codes) or _("every code of the level")),
        (_("Days"), period_words(row.starts_on, row.ends_on)),
        (_("Asked for"), str(rules.units_words(row.units_asked, row.unit))),
        (_("Given"), str(rules.units_words(row.units, row.unit)) if gives(row) else ""),
        (_("Reason of the denial"), row.denial_reason),
        (_("Next review"), date_words(row.next_review_on) if row.next_review_on else ""),
        (_("Decides there"), row.reviewer),
        (_("Reference"), row.reference),
        (_("Payer's telephone"), plan.payer.authorization_phone),
        (_("Sees to it here"), row.owner.name if row.owner else _("Billing")),
    ]
    return [(label, value) for label, value in found if value]


def _ahead(row: Authorization, ahead: Outlook) -> dict[str, str]:
    return {
        "runway": words.runway_words(ahead), "risk": words.risk_words(ahead), "cut_off": words.cut_off_words(ahead),
        "level": words.level_words(ahead, row.level.short_name),
    }  # fmt: skip


def _charges(row: Authorization) -> list[dict[str, Any]]:
    found = Charge.objects.filter(authorization=row).order_by("-on", "code")[: MOST_CHARGES + 1]
    return [
        {
            "day": f"{day_words(each.on)} {each.on.year}", "code": each.code, "units": rules.number(each.authorized_units),
            "cents": money(each.cents), "is_over": each.reversed_at is not None,
        }
        for each in found
    ]  # fmt: skip


def _history(row: Authorization) -> list[dict[str, str]]:
    zone = ZoneInfo(row.episode.site.time_zone)
    changes = list(row.changes.order_by("-at", "-pk"))
    names = {staff.pk: staff.name for staff in StaffMember.objects.filter(pk__in={each.by_id for each in changes})}
    return [
        {
            "status": str(each.get_status_display()), "when": instant_words(each.at, zone), "words": each.words,
            "who": names.get(each.by_id, "") if each.by_id else "",
        }
        for each in changes
    ]  # fmt: skip


def _packet(row: Authorization, chart: Chart) -> dict[str, str] | None:
    """Name the newest signed review of the stay: its packet is what the payer asks for. Billing is told that it is there."""
    review = LevelReview.objects.signed().filter(episode=row.episode).order_by("-signed_at").first()
    if review is None or review.signed_at is None:
        return None
    opens = chart.can(Permission.NOTE_VIEW)
    when = instant_words(review.signed_at, ZoneInfo(chart.zone))
    return {"when": when, "url": to("level_review_packet")(review.pk) if opens else ""}


def _doing(row: Authorization, chart: Chart) -> dict[str, Any]:
    if may_keep(chart.actor, row.episode.site_id) is not None:
        return {}
    moves = AUTH_MOVES[row.status]
    offered = {
        "give_url": bool(moves & GIVES_UNITS) and "authorization_give",
        "deny_url": AuthStatus.DENIED in moves and not row.units and "authorization_deny",
        "appeal_url": AuthStatus.APPEALED in moves and "authorization_appeal",
        "cancel_url": AuthStatus.CANCELLED in moves and "authorization_cancel",
        "note_url": row.status != AuthStatus.CANCELLED and "authorization_note",
    }
    found: dict[str, Any] = {key: to(name)(row.pk) if name else "" for key, name in offered.items()}
    new = f"{to('client_authorization_new')(chart.client.pk)}?after={row.pk}"
    return {**found, "renew_url": new if row.episode.status == EpisodeStatus.ADMITTED else ""}
