"""Covers by date and order, what payers said of each, and answers to compare."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from billing.actions.eligibility import as_check
from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.choices.eligibility import AnswerState, FileKind
from billing.choices.payers import AuthorizationNeed
from billing.coverage import verifications
from billing.models import Coverage, EligibilityFile, PayerPlan, SelfPay, Verification
from billing.payer_needs import needs
from billing.policies.coverage import may_keep_coverage, may_see_coverage
from billing.rules.coverage import days_left, is_stale
from clients.models import RelatedPerson
from iop.access.actors import Actor
from iop.clinic import settings as clinic_settings
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.crypto import masked
from iop.core.errors import require
from iop.core.money import money
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words, period_words

Row = dict[str, Any]
CHECKS_SHOWN = 5


def read_coverage(chart: Chart, shown: Coverage | None = None) -> dict[str, Any]:
    """Give covers, checks, files and what the payer still needs. A fixed number of statements, however many covers."""
    rows = Coverage.objects.filter(client__in=chart.ids).select_related("plan__payer", "subscriber_person")
    covers = list(rows.order_by("priority", "-starts_on"))
    checks = verifications([row.pk for row in covers])
    files = _files(covers)
    names = _names(checks)
    recheck = clinic_settings.value("billing.recheck_days", on=chart.today, site_id=chart.episode.site_id)
    drawn = [
        _cover(row, chart, checks.get(row.pk, []), files.get(row.pk, []), names, recheck, row == shown)
        for row in covers
    ]
    return {
        "standing": [row for row in drawn if row["when"] in ("now", "coming")],
        "past": [row for row in drawn if row["when"] in ("over", "error")],
        "self_pay": _self_pay(chart), "may_keep": may_keep_coverage(chart.actor, chart.client) is None,
        "may_order": sum(row["when"] == "now" for row in drawn) > 1,
        "needs": [
            {"label": str(need.label), "missing": need.missing, "told": need.told}
            for need in needs(chart.client, chart.episode, chart.today)
        ],
    }  # fmt: skip


def coverage_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who sees who covers its client."""
    chart = read_chart(actor, client_id, at)
    require(may_see_coverage(actor, chart.client))
    return chart


def coverage_of(actor: Actor, coverage_id: uuid.UUID, at: dt.datetime) -> tuple[Coverage, Chart]:
    """Give a cover with its client's chart; not theirs looks like not there."""
    rows = Coverage.objects.select_related("plan__payer", "client", "subscriber_person")
    row = rows.filter(pk=coverage_id).first()
    if row is None:
        raise Http404
    return row, coverage_chart(actor, row.client_id, at)


def answer_of(actor: Actor, answer_id: uuid.UUID, at: dt.datetime) -> tuple[EligibilityFile, Chart]:
    """Give an answer with its client's chart."""
    rows = EligibilityFile.objects.filter(kind=FileKind.ANSWERED).select_related("coverage__plan__payer")
    row = rows.filter(pk=answer_id).first()
    if row is None:
        raise Http404
    return row, coverage_chart(actor, row.coverage.client_id, at)


def self_pay_of(actor: Actor, row_id: uuid.UUID, at: dt.datetime) -> tuple[SelfPay, Chart]:
    """Give days settled as self-pay with the client's chart."""
    row = SelfPay.objects.filter(pk=row_id).select_related("client").first()
    if row is None:
        raise Http404
    return row, coverage_chart(actor, row.client_id, at)


def plans() -> list[PayerPlan]:
    """Give the plans that may be chosen."""
    rows = PayerPlan.objects.filter(is_active=True, payer__is_active=True).select_related("payer")
    return list(rows.order_by("payer__name", "name"))


def people(chart: Chart) -> list[RelatedPerson]:
    """Give the client's contacts, one of whom may hold the policy."""
    return list(RelatedPerson.objects.filter(relationships__client=chart.client.pk).distinct().order_by("pk"))


def holding(chart: Chart, on: dt.date) -> list[Coverage]:
    """Give the covers that hold on a day."""
    return list(Coverage.objects.holding(on).filter(client=chart.client).select_related("plan__payer"))


def label(row: Coverage) -> str:
    """Say payer and plan."""
    return f"{row.plan.payer.name} · {row.plan.name}"


def compared(answer: EligibilityFile, before: Verification | None) -> list[Row]:
    """Set an answer beside what was said before, line by line. No statement."""
    said = as_check(answer.facts)
    new = dict(_facts_of(Verification(about_on=answer.about_on, source=VerifiedBy.FILE, **said)))
    old = dict(_facts_of(before)) if before else {}
    return [
        {"label": name, "old": old.get(name, "–"), "new": new.get(name, "–"), "differs": new.get(name) != old.get(name)}
        for name in dict.fromkeys([*new, *old])
    ]


def _cover(
    row: Coverage, chart: Chart, checks: list[Verification], files: list[EligibilityFile], names: dict[uuid.UUID, str],
    recheck: int, is_shown: bool,
) -> Row:  # fmt: skip
    when = _when(row, chart.today)
    zone = ZoneInfo(chart.zone)
    newest = checks[0] if checks else None
    checked_on = clock.local_date(newest.checked_at, zone) if newest else None
    return {
        "id": row.pk, "label": label(row), "order": str(Priority(row.priority).label), "when": when, "version": row.version,
        "period": period_words(row.starts_on, row.ends_on), "number": row.member_number if is_shown else masked(row.member_number),
        "is_shown": is_shown, "group": row.group_number, "holder": _holder(row), "note": row.note, "error": row.error_reason,
        "cards": [(words, file) for words, file in ((_("Front"), row.card_front_id), (_("Back"), row.card_back_id)) if file],
        "checks": [_check(check, names, zone) for check in checks[:CHECKS_SHOWN]], "more_checks": max(0, len(checks) - CHECKS_SHOWN),
        "is_due": when == "now" and is_stale(checked_on, chart.today, recheck), "is_unchecked": newest is None,
        "is_inactive": bool(newest and not newest.is_active), "newest": _facts_of(newest) if newest else [],
        "answers": [_file(each, zone) for each in files], "in_network": row.plan.is_in_network,
    }  # fmt: skip


def _when(row: Coverage, today: dt.date) -> str:
    if row.error_at:
        return "error"
    if row.ends_on and row.ends_on < today:
        return "over"
    return "coming" if row.starts_on > today else "now"


def _holder(row: Coverage) -> str:
    if row.subscriber == Subscriber.SELF:
        return ""
    name = f"{row.subscriber_first_name} {row.subscriber_last_name}".strip()
    return f"{row.get_subscriber_display()}: {name}"


def _check(row: Verification, names: dict[uuid.UUID, str], zone: ZoneInfo) -> Row:
    return {
        "when": instant_words(row.checked_at, zone), "active": row.is_active, "source": str(row.get_source_display()),
        "by": names.get(row.checked_by_id, "") if row.checked_by_id else "", "reference": row.call_reference, "note": row.note,
    }  # fmt: skip


def _facts_of(row: Verification) -> list[tuple[str, str]]:
    left = days_left(row.benefit_days, row.benefit_days_used)
    days = "" if left is None else ngettext("%(left)d of %(all)d left", "%(left)d of %(all)d left", left) % {
        "left": left, "all": row.benefit_days or 0,
    }  # fmt: skip
    need = "" if row.authorization == AuthorizationNeed.UNKNOWN else str(AuthorizationNeed(row.authorization).label)
    after = f" ({row.authorization_after})" if row.authorization_after and need else ""
    found = [
        (_("Active"), _yes_no(row.is_active)), (_("Pays for this program"), _yes_no(row.covers_iop)), (_("Treatment days"), days),
        (_("Copay for each day"), _money(row.copay_cents)),
        (_("Coinsurance"), "" if row.coinsurance_percent is None else f"{row.coinsurance_percent.normalize():f} %"),
        (_("Deductible"), _of(row.deductible_met_cents, row.deductible_cents)),
        (_("Client's yearly limit"), _of(row.out_of_pocket_met_cents, row.out_of_pocket_cents)),
        (_("In network"), _yes_no(row.is_in_network)), (_("Authorization"), need + after),
        (_("Behavioral health goes to"), row.carve_out), (_("About"), day_words_long(row.about_on)),
    ]  # fmt: skip
    return [one for one in found if one[1]]


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def _money(cents: int | None) -> str:
    return "" if cents is None else money(cents)


def _of(met: int | None, whole: int | None) -> str:
    if whole is None:
        return ""
    if met is None:
        return _money(whole)
    return _("%(met)s of %(whole)s met") % {"met": _money(met), "whole": _money(whole)}


def _self_pay(chart: Chart) -> list[Row]:
    rows = SelfPay.objects.filter(client__in=chart.ids).order_by("-starts_on")
    return [
        {
            "period": period_words(row.starts_on, row.ends_on), "note": row.note, "end_url": to("self_pay_end")(row.pk),
            "holds": row.starts_on <= chart.today and (row.ends_on is None or row.ends_on >= chart.today),
        }
        for row in rows
    ]  # fmt: skip


def _files(covers: list[Coverage]) -> dict[uuid.UUID, list[EligibilityFile]]:
    found: dict[uuid.UUID, list[EligibilityFile]] = {}
    for row in EligibilityFile.objects.filter(coverage__in=[cover.pk for cover in covers]).order_by("-at"):
        found.setdefault(row.coverage_id, []).append(row)
    return found


def _file(row: EligibilityFile, zone: ZoneInfo) -> Row:
    waits = row.kind == FileKind.ANSWERED and row.state == AnswerState.WAITS
    return {
        "kind": str(row.get_kind_display()), "when": instant_words(row.at, zone), "waits": waits,
        "state": str(row.get_state_display()) if row.kind == FileKind.ANSWERED else "",
        "url": to("eligibility_answer")(row.pk) if row.kind == FileKind.ANSWERED else "",
    }  # fmt: skip


def _names(checks: dict[uuid.UUID, list[Verification]]) -> dict[uuid.UUID, str]:
    ids = {check.checked_by_id for rows in checks.values() for check in rows if check.checked_by_id}
    return {one.pk: one.name for one in StaffMember.objects.filter(pk__in=ids)} if ids else {}
