"""Rewards as the chart and the setup page show them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import NotAllowed, require
from iop.core.money import dollars, money
from iop.core.words import say
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, instant_words
from therapy import rewards
from therapy.choices.rewards import ENABLED, MONTH_CENTS, STAY_CENTS, LedgerKind, RewardKind
from therapy.models.rewards import RewardDraw, RewardLedger, RewardPrize, RewardRule
from therapy.policies.rewards import may_give_rewards
from therapy.rules.rewards import Slips

MOST_SHOWN = 60


def read_rewards(chart: Chart) -> dict[str, Any]:
    """Give what was earned, the ledger and the caps of the chart's stay. A fixed number of statements."""
    episode, zone = chart.episode, ZoneInfo(chart.zone)
    caps = rewards.read_caps(episode, chart.today)
    reads_tests = chart.can(Permission.TESTS_VIEW)
    lines = RewardLedger.objects.filter(episode=episode).select_related("by", "draw", "voided_by", "voids__draw")
    draws = RewardDraw.objects.filter(episode=episode).select_related("drawn_by")
    return {
        "is_on": rewards.on_since(episode.site_id, chart.today) is not None,
        "is_open": episode.status == "admitted",
        "owed": [_owed(one) for one in rewards.owed(episode, chart.at) if reads_tests or one.kind != RewardKind.TEST],
        "draws": [_draw(row, reads_tests, zone) for row in draws[:MOST_SHOWN]],
        "lines": [_line(row, zone) for row in lines[:MOST_SHOWN]],
        "caps": caps_said(caps),
    }


def caps_said(caps: rewards.Caps) -> dict[str, Any]:
    """Word the balance and how much of the caps is used."""
    used = _("$%(used)s of $%(cap)s")
    return {
        "balance": money(caps.balance),
        "has_balance": caps.balance > 0,
        "month": used % {"used": dollars(caps.month_used), "cap": dollars(caps.month_cap)},
        "stay": used % {"used": dollars(caps.stay_used), "cap": dollars(caps.stay_cap)},
        "is_reached": caps.left == 0,
    }


def drawn_said(row: RewardDraw) -> str:
    """Say what a draw gave: "Well done, 2 × Small prize: $2.00"."""
    said = ", ".join(prizes_of(row))
    value = f"{said}: ${dollars(row.credited_cents)}" if row.credited_cents else said
    if row.credited_cents < row.value_cents:
        return _("%(drawn)s (as far as the cap goes)") % {"drawn": value}
    return value


def prizes_of(row: RewardDraw) -> list[str]:
    """Name the slips drawn, equal ones together, in the order in which they came."""
    names = {one.id: one.label for one in map(Slips.from_data, row.bowl)}
    counted = Counter(names[each] for each in row.picks)
    return [name if number == 1 else f"{number} × {name}" for name, number in counted.items()]


def line_of(actor: Actor, reward_id: uuid.UUID) -> RewardLedger:
    """Give a line of the ledger of somebody within the colleague's reach. Raises ``Http404`` and ``NotAllowed``."""
    row = (
        RewardLedger.objects.visible_to(actor, Permission.CLIENT_VIEW)
        .select_related("episode")
        .filter(pk=reward_id)
        .first()
    )
    if row is None:
        raise Http404
    require(may_give_rewards(actor, row.episode.site_id))
    return row


def line_said(row: RewardLedger) -> str:
    """Say a line: "Earned $2.00"."""
    return f"{row.get_kind_display()} ${dollars(abs(row.cents))}"


def _owed(one: rewards.Owed) -> dict[str, Any]:
    draws = one.earned.draws
    return {
        "day": day_words(one.earned.event.on), "label": RewardKind(one.kind).label, "kind": one.kind,
        "event": one.earned.event.key,
        "row": ngettext("the first in a row", "%(number)d in a row", one.earned.streak) % {"number": one.earned.streak},
        "draws": ngettext("Draw %(number)d slip", "Draw %(number)d slips", draws) % {"number": draws},
    }  # fmt: skip


def _draw(row: RewardDraw, reads_tests: bool, zone: ZoneInfo) -> dict[str, Any]:
    is_said = reads_tests or row.kind != RewardKind.TEST
    return {
        "when": instant_words(row.drawn_at, zone), "label": row.get_kind_display() if is_said else _("A step of the plan"),
        "drawn": drawn_said(row), "seed": row.seed, "version": row.version,
    }  # fmt: skip


def _line(row: RewardLedger, zone: ZoneInfo) -> dict[str, Any]:
    is_gone = hasattr(row, "voided_by")
    sign = "−" if row.cents < 0 else "+"
    return {
        "when": instant_words(row.at, zone), "kind": row.get_kind_display(), "amount": f"{sign}${dollars(abs(row.cents))}",
        "tone": TONES[LedgerKind(row.kind)], "words": row.words, "by": row.by.name, "is_gone": is_gone,
        "void_url": "" if is_gone or row.kind == LedgerKind.VOIDED else to("reward_void")(row.pk),
    }  # fmt: skip


TONES = {LedgerKind.EARNED: "good", LedgerKind.HANDED_OUT: "accent", LedgerKind.VOIDED: "quiet"}


def sites_to_set_up(actor: Actor) -> list[Site]:
    """Give the sites whose rewards the colleague sets up. Raises ``NotAllowed`` when there is none."""
    theirs = actor.sites_where(Permission.REWARDS_SETUP)
    found = list(Site.objects.filter(pk__in=theirs, is_active=True).order_by("name"))
    if not found:
        raise NotAllowed(say("Rewards are switched on and set up by the clinical director."))
    return found


def read_setup(site: Site, at: dt.datetime) -> dict[str, Any]:
    """Give a site's switch, caps, rules and bowl. Three statements."""
    on = clock.local_date(at, site.time_zone)
    held = settings.values((ENABLED, MONTH_CENTS, STAY_CENTS), on=on, site_id=site.pk)
    return {
        "site": site,
        "today": on,
        "is_on": held[ENABLED],
        "caps": {"is_on": held[ENABLED], "month": held[MONTH_CENTS], "stay": held[STAY_CENTS]},
        "rules": _rules(list(RewardRule.objects.filter(site=site)), on),
        "bowl": _bowl(list(RewardPrize.objects.filter(site=site).in_bowl())),
    }


def prize_of(actor: Actor, prize_id: uuid.UUID) -> RewardPrize:
    """Give a prize of a bowl that the colleague sets up. Raises ``Http404`` and ``NotAllowed``."""
    sites = sites_to_set_up(actor)
    found = RewardPrize.objects.filter(site__in=sites, pk=prize_id).first()
    if found is None:
        raise Http404
    return found


def _rules(rows: Sequence[RewardRule], on: dt.date) -> list[dict[str, Any]]:
    holding = {row.kind: row.pk for row in rows if row.valid_from <= on}
    return [
        {
            "label": row.get_kind_display(), "from": day_words(row.valid_from), "words": _terms(row),
            "state": _state(row, holding.get(row.kind), on),
        }
        for row in rows
    ]  # fmt: skip


def _terms(row: RewardRule) -> str:
    if not row.draws:
        return _("Off")
    return _("%(draws)d the first time, %(step)d more each time in a row, at most %(most)d") % {
        "draws": row.draws, "step": row.step, "most": row.most,
    }  # fmt: skip


def _state(row: RewardRule, holding: uuid.UUID | None, on: dt.date) -> str:
    if row.valid_from > on:
        return _("from then on")
    return _("holds") if row.pk == holding else _("held before")


def _bowl(rows: Sequence[RewardPrize]) -> dict[str, Any]:
    total = sum(row.slips for row in rows)
    return {
        "rows": [
            {
                "out_url": to("reward_prize_retire")(row.pk), "label": row.label, "worth": money(row.cents) if row.cents else _("kind words"),
                "slips": row.slips, "share": f"{100 * row.slips / total:.1f} %",
            }
            for row in rows
        ],
        "total": total,
        "mean": money(round(sum(row.cents * row.slips for row in rows) / total)) if total else "",
    }  # fmt: skip
