"""Rewards: drawn from the bowl for what the record says, under caps, handed out, taken back with a reason; and their setup."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import cast

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import SettingValue, Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say
from therapy import rewards
from therapy.choices.rewards import (
    ENABLED,
    MONTH_CENTS,
    MOST_CENTS,
    STARTING_BOWL,
    STARTING_REWARDS,
    STAY_CENTS,
    LedgerKind,
    RewardKind,
)
from therapy.models.rewards import RewardDraw, RewardLedger, RewardPrize, RewardRule
from therapy.policies.rewards import may_draw, may_give_rewards, may_set_up_rewards
from therapy.rules.rewards import VERSION, Slips, pick, why_not_caps, why_not_hand_out, why_not_terms

SEED_BYTES = 16


@transaction.atomic
def draw_reward(*, by: Actor, episode: Episode, kind: str, event: str, at: dt.datetime, seed: str = "") -> RewardDraw:
    """Draw from the site's bowl for something earned, and credit what the caps leave of it.

    ``event`` is the key of what was earned (``therapy.rewards.owed``). One draw at a time for a stay: its row is locked, so that
    two at once can neither draw twice nor pass a cap. A ``seed`` is given by the demo alone. Raises ``NotAllowed``, and
    ``Conflict`` when there is nothing to draw for, the bowl is empty or a cap is reached.
    """
    stay = _locked(episode.pk)
    on = clock.local_date(at, stay.site.time_zone)
    require(may_draw(by, stay, kind, is_on=rewards.on_since(stay.site_id, on) is not None))
    one = next((one for one in rewards.owed(stay, at) if (one.kind, one.earned.event.key) == (kind, event)), None)
    if one is None:
        raise Conflict(
            say("There is nothing to draw for here: it was drawn already, or the record has changed."), code="not_owed"
        )
    left = rewards.read_caps(stay, on).left
    if left == 0:
        raise Conflict(
            say("The cap of rewards is reached. What was earned is still in the balance."), code="cap_reached"
        )
    row = _drawn(by, stay, one, left, at, seed or secrets.token_hex(SEED_BYTES))
    if row.credited_cents:
        _line(by, stay, LedgerKind.EARNED, row.credited_cents, at, draw=row)
    _told(by, "therapy.reward_drawn", row, stay, kind=kind, draws=row.draws, cents=row.credited_cents)
    return row


def _drawn(by: Actor, stay: Episode, one: rewards.Owed, left: int, at: dt.datetime, seed: str) -> RewardDraw:
    prizes = RewardPrize.objects.filter(site=stay.site_id).in_bowl()
    bowl = [Slips(str(each.pk), each.label, each.cents, each.slips) for each in prizes]
    if not bowl:
        raise Conflict(say("The prize bowl is empty. The clinical director fills it."), code="bowl_empty")
    picks = pick(seed=seed, bowl=bowl, draws=one.earned.draws)
    value = sum(each.cents for each in picks)
    return RewardDraw.objects.create(
        episode=stay, rule=one.rule, kind=one.kind, event=one.earned.event.key, earned_on=one.earned.event.on,
        streak=one.earned.streak, draws=one.earned.draws, seed=seed, version=VERSION, bowl=[each.as_data() for each in bowl],
        picks=[each.id for each in picks], value_cents=value, credited_cents=min(value, left), drawn_at=at,
        drawn_by_id=_giver(by),
    )  # fmt: skip


@transaction.atomic
def hand_out(*, by: Actor, episode: Episode, cents: int, what: str, at: dt.datetime) -> RewardLedger:
    """Write down what a client was handed from their balance. It may be done after treatment, and after rewards were switched off."""
    stay = _locked(episode.pk)
    require(may_give_rewards(by, stay.site_id))
    balance = RewardLedger.objects.filter(episode=stay).cents()
    require_valid(why_not_hand_out(cents, balance, what), "what" if not what.strip() else "amount")
    row = _line(by, stay, LedgerKind.HANDED_OUT, -cents, at, words=what.strip()[:200])
    _told(by, "therapy.reward_handed_out", row, stay, cents=cents)
    return row


@transaction.atomic
def void_line(*, by: Actor, line: RewardLedger, reason: str, at: dt.datetime) -> RewardLedger:
    """Take a line back in full, with a reason. What was earned and handed out already cannot be taken back."""
    stay = _locked(line.episode_id)
    require(may_give_rewards(by, stay.site_id))
    old = RewardLedger.objects.get(pk=line.pk)
    if not reason.strip():
        raise Invalid(say("Say why it is taken back."), field="reason")
    if old.kind == LedgerKind.VOIDED or RewardLedger.objects.filter(voids=old).exists():
        raise Conflict(say("This line was taken back already."), code="voided")
    if RewardLedger.objects.filter(episode=stay).cents() < old.cents:
        raise Conflict(
            say("It was handed out already: what somebody holds in their hands stays theirs."), code="handed_out"
        )
    row = _line(by, stay, LedgerKind.VOIDED, -old.cents, at, voids=old, words=reason.strip()[:200])
    _told(by, "therapy.reward_voided", row, stay, cents=row.cents)
    return row


def _locked(episode_id: uuid.UUID) -> Episode:
    return Episode.objects.select_for_update(of=("self",), no_key=True).select_related("site").get(pk=episode_id)


def _line(
    by: Actor, stay: Episode, kind: str, cents: int, at: dt.datetime, *, words: str = "", draw: RewardDraw | None = None,
    voids: RewardLedger | None = None,
) -> RewardLedger:  # fmt: skip
    return RewardLedger.objects.create(
        episode=stay, kind=kind, cents=cents, on=clock.local_date(at, stay.site.time_zone), draw=draw, voids=voids, words=words,
        at=at, by_id=_giver(by),
    )  # fmt: skip


def _giver(by: Actor) -> uuid.UUID:
    # The policy has let nobody through but colleagues.
    return cast(uuid.UUID, by.staff_id)


def _told(by: Actor, verb: str, row: RewardDraw | RewardLedger, stay: Episode, **detail: object) -> None:
    record(by=by, verb=verb, subject=row, clients=[stay.client_id], site_id=stay.site_id, detail=detail)


@transaction.atomic
def switch_rewards(*, by: Actor, site: Site, is_on: bool, month_cents: int, stay_cents: int, at: dt.datetime) -> None:
    """Switch rewards on or off at a site from today, and set their caps in whole cents.

    Only what changes is written. The first time, the starting bowl and rules are put in place.
    """
    require(may_set_up_rewards(by, site.pk))
    require_valid(why_not_caps(month_cents, stay_cents, MOST_CENTS), "month_cents")
    on = clock.local_date(at, site.time_zone)
    wanted = {ENABLED: is_on, MONTH_CENTS: month_cents, STAY_CENTS: stay_cents}
    held = settings.values(wanted, on=on, site_id=site.pk)
    for key, value in wanted.items():
        if held[key] != value:
            SettingValue.objects.create(key=key, site=site, valid_from=on, value=value, created_at=at)
    if is_on:
        _begin(site, on, by)
    record(
        by=by, verb="therapy.rewards_switched", subject=site, site_id=site.pk,
        detail={"on": is_on, "month_cents": month_cents, "stay_cents": stay_cents},
    )  # fmt: skip


def _begin(site: Site, on: dt.date, by: Actor) -> None:
    if not RewardPrize.objects.filter(site=site).exists():
        RewardPrize.objects.bulk_create(
            RewardPrize(site=site, label=str(label), cents=cents, slips=slips) for label, cents, slips in STARTING_BOWL
        )
    if not RewardRule.objects.filter(site=site).exists():
        RewardRule.objects.bulk_create(
            RewardRule(
                site=site,
                kind=one.kind,
                draws=one.draws,
                step=one.step,
                most=one.most,
                valid_from=on,
                made_by_id=by.staff_id,
            )
            for one in STARTING_REWARDS
        )


@transaction.atomic
def set_reward_rule(
    *, by: Actor, site: Site, kind: str, draws: int, step: int, most: int, valid_from: dt.date, at: dt.datetime
) -> RewardRule:
    """Let a rule hold from a day on, today or later; no draws ends it. Earlier rules stay for the days they held."""
    require(may_set_up_rewards(by, site.pk))
    if kind not in RewardKind.values:
        raise Invalid(say("Choose what earns draws."), field="kind")
    require_valid(why_not_terms(draws, step, most), "draws")
    if valid_from < clock.local_date(at, site.time_zone):
        raise Invalid(say("A rule cannot change in the past; choose today or a later day."), field="valid_from")
    row = RewardRule.objects.create(
        site=site,
        kind=kind,
        draws=draws,
        step=step,
        most=most,
        valid_from=valid_from,
        made_by_id=by.staff_id,
        created_at=at,
    )
    record(
        by=by, verb="therapy.reward_rule_set", subject=row, site_id=site.pk,
        detail={"kind": kind, "draws": draws, "step": step, "most": most, "valid_from": valid_from},
    )  # fmt: skip
    return row


@transaction.atomic
def add_prize(*, by: Actor, site: Site, label: str, cents: int, slips: int, at: dt.datetime) -> RewardPrize:
    """Put a prize into the bowl on so many slips. Zero cents is a slip with kind words alone."""
    require(may_set_up_rewards(by, site.pk))
    words = label.strip()[:80]
    if not words:
        raise Invalid(say("Name the prize."), field="label")
    if not (0 <= cents <= MOST_CENTS and 1 <= slips <= 1000):
        raise Invalid(say("Choose a value that is not below nothing, and from 1 to 1000 slips."), field="slips")
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    if RewardPrize.objects.filter(site=site, label=words, retired_at__isnull=True).exists():
        raise Conflict(
            say("A prize of this name is in the bowl. Take it out first."), code="prize_there", field="label"
        )
    row = RewardPrize.objects.create(site=site, label=words, cents=cents, slips=slips, created_at=at)
    record(
        by=by, verb="therapy.reward_prize_added", subject=row, site_id=site.pk, detail={"cents": cents, "slips": slips}
    )
    return row


@transaction.atomic
def retire_prize(*, by: Actor, prize: RewardPrize, at: dt.datetime) -> RewardPrize:
    """Take a prize out of the bowl. Draws made with it keep it."""
    row = RewardPrize.objects.select_for_update().get(pk=prize.pk)
    require(may_set_up_rewards(by, row.site_id))
    if row.retired_at is None:
        row.retired_at = at
        row.save(update_fields=["retired_at"])
        record(by=by, verb="therapy.reward_prize_retired", subject=row, site_id=row.site_id)
    return row
