"""The demo's story of what clients pay."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from random import Random

from billing.actions.client_money import estimates, payments, plans, sliding_fees, statements
from billing.actions.client_money.keeping import settle
from billing.choices.client_money import EstimateReason, IncomeProof, PlanRhythm
from billing.choices.ledger import Account
from billing.client_money import owed
from billing.coverage import first_to_pay
from billing.estimating import Item, suggested
from billing.models import ClientPayment, Estimate, Posting
from billing.rules.sliding import Band
from clients.choices import EpisodeStatus
from clients.models import Episode
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.demo.clinic import Clinic

DAY = dt.timedelta(days=1)
RICH = 14
BANDS = (Band(100, 0, 500), Band(133, 20), Band(166, 40), Band(200, 60), Band(None, 100))
EXAMPLE = "Example amounts of 2025. Check them against the notice of the Department of Health and Human Services."
WAYS = ("card", "cash", "check")
PAYS_EVERY = 30
PAYS_PERCENT, NEVER_PERCENT = 80, 12
"""How many of a hundred bills are paid when they come; how many people of a hundred never pay one."""
NOT_COLLECTED = 3
OLD = 60 * DAY
"""Of so many of them who left this long ago it was given up."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    _scale(now)
    stays = _under_way()
    _alone(house, stays, now)
    owing = [stay for stay in stays if owed(stay.client_id) > 0][:RICH]
    _month_by_month({stay.client_id for stay in owing}, dice, now)
    for number, stay in enumerate(owing):
        _pays(stay, number, dice, now)
    for code in house.sites:
        _one_of_each([stay for stay in owing if stay.site.code == code], [s for s in stays if s.site.code == code], now)


def _scale(now: dt.datetime) -> None:
    first = (now - 360 * DAY).date()
    with clock.frozen(now - 360 * DAY):
        sliding_fees.save_guideline(
            by=SYSTEM, area="states", valid_from=first, first_cents=1_565_000, more_cents=550_000, source=EXAMPLE
        )
        sliding_fees.save_scale(by=SYSTEM, valid_from=first, bands=BANDS, note="As the board decided")


def _under_way() -> list[Episode]:
    ids = list(Posting.objects.filter(account="clients_owe").order_by().values_list("client", flat=True).distinct())
    rows = Episode.objects.filter(status=EpisodeStatus.ADMITTED, client__is_restricted=False).select_related(
        "site", "client"
    )
    return sorted(rows, key=lambda stay: (stay.client_id not in ids, stay.admitted_on, str(stay.pk)))


def _alone(house: Clinic, stays: list[Episode], now: dt.datetime) -> None:
    """Who has no cover gets an estimate, and one of them a sliding fee."""
    covers = first_to_pay([stay.client_id for stay in stays], now.date())
    alone = [stay for stay in stays if not covers[stay.client_id]][:3]
    for number, stay in enumerate(alone):
        on = stay.admitted_on or now.date()
        at = clock.at_local(on, dt.time(9), stay.site.time_zone)
        with clock.frozen(at):
            _estimate(stay, on, at)
            if not number:
                sliding_fees.give_sliding_fee(
                    by=SYSTEM, client=stay.client, site=stay.site, household=2, income_cents=2_600_000,
                    proof=IncomeProof.PAY_STUBS, starts_on=on, today=now.date(), at=now - DAY,
                )  # fmt: skip


def _estimate(stay: Episode, on: dt.date, at: dt.datetime) -> None:
    last = on + dt.timedelta(weeks=12)
    items = suggested(stay, on, last) or [Item("H0015", "Treatment day", 24, 17_500)]
    estimates.give_estimate(
        by=SYSTEM, episode=stay, reason=EstimateReason.SCHEDULED, asked_on=on, starts_on=on, ends_on=last, items=items,
        language=stay.client.language, at=at,
    )  # fmt: skip


def _month_by_month(told: Collection[uuid.UUID], dice: Random, now: dt.datetime) -> None:
    """Most people pay what has fallen to them every month; of some who left it was given up. Others than those ``told`` apart."""
    fell: dict[uuid.UUID, list[tuple[dt.date, int]]] = defaultdict(list)
    rows = Posting.objects.filter(account=Account.CLIENTS_OWE, client__isnull=False).exclude(client__in=told)
    for client_id, on, cents in rows.order_by("entry__posted_on", "pk").values_list(
        "client", "entry__posted_on", "cents"
    ):
        fell[client_id].append((on, cents))
    newest = Episode.objects.filter(client__in=fell, client__is_restricted=False).select_related("site", "client")
    stays = {stay.client_id: stay for stay in newest.order_by("opened_on")}
    left_alone = 0
    for stay in sorted(stays.values(), key=lambda each: each.client.record_number):
        if dice.randrange(100) >= NEVER_PERCENT:
            _monthly(stay, fell[stay.client_id], dice, now)
        elif stay.discharged_on and stay.discharged_on < (now - OLD).date() and left_alone < NOT_COLLECTED:
            left_alone += _not_collected(stay, now)


def _monthly(stay: Episode, fell: list[tuple[dt.date, int]], dice: Random, now: dt.datetime) -> None:
    on, paid, number = fell[0][0] + (10 + dice.randrange(16)) * DAY, 0, 0
    while on < (now - DAY).date():
        due = sum(cents for day, cents in fell if day <= on) - paid
        if due > 0 and dice.randrange(100) < PAYS_PERCENT:
            at = clock.at_local(on, dt.time(11, 15), stay.site.time_zone)
            _pay(stay, due, f"demo:{stay.pk}:monthly:{number}", WAYS[(number + due) % len(WAYS)], at)
            paid += due
        on, number = on + PAYS_EVERY * DAY, number + 1


def _not_collected(stay: Episode, now: dt.datetime) -> int:
    due, at = owed(stay.client_id), now - 9 * DAY
    if due <= 0:
        return 0
    with clock.frozen(at):
        payments.forgive(
            by=SYSTEM, client=stay.client, site_id=stay.site_id, cents=due, key=f"demo:{stay.pk}", at=at, hardship=False,
            because="Three letters came back; moved without an address.",
        )  # fmt: skip
    return 1


def _pays(stay: Episode, number: int, dice: Random, now: dt.datetime) -> None:
    """Some pay all, some a part, some nothing yet."""
    due = owed(stay.client_id)
    cents = (due, due // 2, 0, min(due, 3_500))[number % 4]
    if cents > 0:
        _pay(stay, cents, f"demo:{stay.pk}:{number}", WAYS[number % 3], now - (1 + dice.randrange(12)) * DAY)


def _pay(stay: Episode, cents: int, key: str, way: str, at: dt.datetime) -> None:
    on = clock.local_date(at, stay.site.time_zone)
    reference = {"check": "1042", "card": "T-00731"}.get(way, "")
    with clock.frozen(at):
        payments.take_payment(
            by=SYSTEM, client=stay.client, site_id=stay.site_id, way=way, cents=cents, received_on=on, key=key, at=at,
            reference=reference,
        )  # fmt: skip


def _one_of_each(owing: list[Episode], stays: list[Episode], now: dt.datetime) -> None:
    """At each site: two plans (one behind), statements, an estimate, a payment and a refund, as far as somebody owes."""
    still = [stay for stay in owing if owed(stay.client_id) > 2_000]
    if stays:
        one = stays[-1]
        _pay(one, 4_000, f"demo:twice:{one.pk}", "card", now - 3 * DAY)
        row = ClientPayment.objects.filter(client=one.client_id).order_by("at")[0]
        payments.refund(
            by=SYSTEM,
            payment=row,
            cents=2_000,
            because="Paid twice by mistake",
            key=f"demo:back:{one.pk}",
            at=now - 2 * DAY,
        )
        if not Estimate.objects.filter(client=one.client_id).exists():
            _estimate(one, clock.local_date(now, one.site.time_zone), now - DAY / 24)
    for number, stay in enumerate(still[:2]):
        _plan(stay, 40 if number else 5, now)
    plans.watch_plans(by=SYSTEM, at=now)
    for stay in still[:4]:
        statements.make_statement(by=SYSTEM, client=stay.client, site=stay.site, key=f"demo:{stay.pk}", at=now - DAY)
    for stay in stays[:1]:
        on = clock.local_date(now, stay.site.time_zone)
        settle(by=SYSTEM, client_id=stay.client_id, site_id=stay.site_id, on=on, at=now)


def _plan(stay: Episode, days_ago: int, now: dt.datetime) -> None:
    at, due = now - days_ago * DAY, owed(stay.client_id)
    with clock.frozen(at):
        plans.agree_plan(
            by=SYSTEM, client=stay.client, site=stay.site, total_cents=due, each_cents=max(500, due // 6),
            first_on=clock.local_date(at, stay.site.time_zone) + 2 * DAY, rhythm=PlanRhythm.TWO_WEEKS, at=at,
        )  # fmt: skip
