"""The decision about one client's day: the treatment day first, then what was delivered beside it, then one sentence."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from billing.choices.rules import DayState, HoldCode, HoldOwner, Service, UnitRule
from billing.rules.day.picking import SERVICES, Misfit, Picked, pick
from billing.rules.day.units import least_minutes
from billing.rules.day.working import Working, code_words, joined
from billing.rules.shapes import DayFacts, Decision, Delivered, Hold, Terms, Week
from iop.core.words import Sentence, count_words, day_words, hours_minutes, say, sentence

PARTS_OF_DAY = frozenset({Service.TREATMENT_DAY, Service.GROUP})


def decide(facts: DayFacts, terms: Sequence[Terms]) -> Decision:
    """Decide what a client's day is billed as, or why it is not, with a sentence and every step.

    ``terms`` are the rules of whoever pays for that level on that day (``who_pays``), each with its price. Lines are charged
    when the state is billable; while it is held they say what it would bring. Source: billing.md §1, unit rules 1 to 7.
    """
    work = Working(facts, terms, tells_payer=facts.cover is not None and not facts.is_restricted)
    work.rest = list(facts.authorized)
    came = [one for one in facts.delivered if one.came]
    if came:
        _who_pays(work)
        beside = _beside(came)
        if not _clashes(work, came):
            billed = _treatment_day(work, came, beside)
            _others(work, beside, billed)
        if not work.lines and not work.holds and not work.refusals:
            _nothing_fits(work)
    return _decided(work, came)


def who_pays(facts: DayFacts) -> uuid.UUID | None:
    """Give the payer whose rules decide; none: the client pays, also when the payer is not to be told (45 CFR 164.522(a)(1)(vi))."""
    return facts.cover.payer_id if facts.cover and not facts.is_restricted else None


def _who_pays(work: Working) -> None:
    facts = work.facts
    if facts.is_restricted:
        work.step(HoldCode.RESTRICTED, True, say("paid in full by the client: the payer is not told"))
        work.heads.append(say("paid by the client, the payer is not told"))
    elif facts.cover:
        work.step("payer", True, sentence(say("{payer} pays first"), payer=facts.cover.payer_name))
    elif not facts.is_self_pay:
        ended = sentence(say("coverage ended {day}"), day=day_words(facts.lapsed_on)) if facts.lapsed_on else None
        words = ended or say("nobody knows yet who pays")
        work.step(HoldCode.NO_COVERAGE, False, words)
        mends = say("Enter the coverage of that day, or that the client pays themselves.")
        work.hold(Hold(HoldCode.NO_COVERAGE, words, HoldOwner.INTAKE, None, "", mends))
    else:
        work.step("payer", True, say("the client pays themselves"))


def _clashes(work: Working, came: list[Delivered]) -> bool:
    if not work.facts.other_level or not any(one.service == Service.TREATMENT_DAY for one in came):
        return False
    words = sentence(
        say("two levels of care on one day: {one} and {other}"),
        one=work.facts.level_name or say("none"), other=work.facts.other_level,
    )  # fmt: skip
    work.lack(words)
    work.refuse(
        HoldCode.LEVEL_CLASH, words, owner=HoldOwner.BILLING, can_mend=True,
        mends=say("Correct the level of care or the attendance: only one of them is billed."),
    )  # fmt: skip
    return True


def _beside(came: list[Delivered]) -> list[Delivered]:
    return [one for one in came if one.service not in PARTS_OF_DAY]


def _treatment_day(work: Working, came: list[Delivered], beside: list[Delivered]) -> Terms | None:
    """Bill the treatment day by its rule, or by its groups; give the day's rule when it was billed whole."""
    days = [one for one in came if one.service == Service.TREATMENT_DAY]
    if not days:
        return None
    main = max(days, key=lambda one: one.minutes)
    minutes = sum(one.minutes for one in days)
    candidates = work.of(Service.TREATMENT_DAY)
    picked = pick(candidates, main, minutes)
    if picked and picked.misfit is None:
        minutes -= _billed_apart(picked.terms, beside, work)
        picked = pick(candidates, main, minutes)
    if picked is None:
        _by_groups(work, came, work.of(Service.GROUP), say("no rule for whole days at this level"))
        return None
    why = picked.misfit or _why_not_whole(work, picked.terms)
    if why is None:
        return picked.terms if _bill_day(work, picked, main, days, minutes) else None
    if why.code == HoldCode.WEEK_SHORT and why.can_mend:
        _bill_day(work, picked, main, days, minutes)
        _wait_for_week(work, main, why)
        return picked.terms
    _head_of_day(work, picked.terms, minutes, fits=picked.misfit is None)
    _fall_back(work, picked, why, main, came, tuple(days), minutes)
    return None


def _billed_apart(terms: Terms, beside: list[Delivered], work: Working) -> int:
    """Minutes that are billed as a session of their own are not counted in the day a second time."""
    return sum(
        one.shared_minutes for one in beside if one.service not in terms.bundles and work.of(one.service)
    )  # fmt: skip


def _why_not_whole(work: Working, terms: Terms) -> Misfit | None:
    if terms.unit_rule == UnitRule.PER_DIEM and work.facts.other_per_diem:
        return Misfit(HoldCode.ALREADY_BILLED, say("another per diem was billed for that day"))
    return _why_not_week(terms, work.facts.week)


def _why_not_week(terms: Terms, week: Week | None) -> Misfit | None:
    if not (terms.week_days or terms.week_minutes):
        return None
    minutes, days = (week.minutes, week.days) if week else (0, 0)
    if minutes >= terms.week_minutes and days >= terms.week_days:
        return None
    words = sentence(
        say("the week has {minutes} of {least} and {days} of {least_days} days"),
        minutes=hours_minutes(minutes), least=hours_minutes(terms.week_minutes), days=days, least_days=terms.week_days,
    )  # fmt: skip
    if week and not week.is_over:
        last = week.first + dt.timedelta(days=6)
        mends = sentence(say("It is billed once the week has enough; the week ends {day}."), day=day_words(last))
        return Misfit(HoldCode.WEEK_SHORT, words, True, mends)
    return Misfit(HoldCode.WEEK_SHORT, words)


def _bill_day(work: Working, picked: Picked, main: Delivered, days: list[Delivered], minutes: int) -> bool:
    _head_of_day(work, picked.terms, minutes, fits=True)
    ok = work.bill(picked.terms, main, minutes, tuple(days))
    work.bundled.extend(one.source_key for one in days if one is not main)
    return ok


def _wait_for_week(work: Working, main: Delivered, why: Misfit) -> None:
    work.step(why.code, False, why.words)
    work.hold(Hold(why.code, why.words, HoldOwner.NOBODY, None, main.source_key, why.mends))


def _head_of_day(work: Working, terms: Terms, minutes: int, *, fits: bool) -> None:
    least = least_minutes(terms)
    if not least:
        words = sentence(say("{minutes} of service"), minutes=hours_minutes(minutes))
    elif fits:
        words = sentence(say("{minutes}, {least} needed"), minutes=hours_minutes(minutes), least=hours_minutes(least))
    else:
        words = sentence(say("{minutes} of {least}"), minutes=hours_minutes(minutes), least=hours_minutes(least))
    work.heads.append(words)
    work.step("minutes", fits, words)


def _fall_back(
    work: Working, picked: Picked, why: Misfit, main: Delivered, came: list[Delivered], days: tuple[Delivered, ...],
    minutes: int,
) -> None:  # fmt: skip
    """Bill a day that cannot be billed whole by its groups, where the payer has it so; else say why nothing is billed."""
    if why.code != HoldCode.TOO_SHORT:
        work.lack(why.words)
    groups = work.of(Service.GROUP) if picked.terms.falls_back and why.code != HoldCode.ALREADY_BILLED else []
    if groups:
        work.step(why.code, False, why.words)
        _by_groups(work, came, groups, say("billed by its groups instead"))
        return
    work.refuse(
        why.code, why.words, source=main, can_mend=why.can_mend, mends=why.mends,
        owner=HoldOwner.BILLING if why.can_mend else HoldOwner.NOBODY,
    )  # fmt: skip
    work.ask(picked.terms, days, minutes, only_say=True)


def _by_groups(work: Working, came: list[Delivered], groups: list[Terms], words: Sentence) -> None:
    parts = [one for one in came if one.service == Service.GROUP]
    work.step("by_groups", bool(groups), words)
    if not groups:
        return
    billed = sum(_discrete(work, one, groups) for one in parts)
    if billed:
        work.heads.append(
            sentence(count_words("{count} group billed by itself", "{count} groups billed by themselves", billed),
                     count=billed)
        )  # fmt: skip


def _others(work: Working, beside: list[Delivered], day: Terms | None) -> None:
    for one in beside:
        if day is not None and one.service in day.bundles:
            work.bundled.append(one.source_key)
            words = sentence(say("{service} is part of the day's rate"), service=SERVICES[one.service])
            work.heads.append(words)
            work.step(HoldCode.BUNDLED, True, words)
        elif rules := work.of(one.service):
            _discrete(work, one, rules, head=True)
        else:
            words = sentence(say("no rule for {service}: not billed by itself"), service=SERVICES[one.service])
            work.step(HoldCode.NO_RULE, False, words)


def _discrete(work: Working, one: Delivered, rules: list[Terms], *, head: bool = False) -> bool:
    picked = pick(rules, one, one.minutes)
    if picked is None:
        return False
    if picked.misfit is None:
        if head:
            work.heads.append(_head_of(one))
        return work.bill(picked.terms, one, one.minutes)
    why = picked.misfit
    words = sentence(say("{service}: {why}"), service=SERVICES[one.service], why=why.words)
    work.lack(words)
    owner = HoldOwner.BILLING if why.can_mend else HoldOwner.NOBODY
    work.refuse(why.code, words, source=one, can_mend=why.can_mend, mends=why.mends, owner=owner)
    return False


def _head_of(one: Delivered) -> Sentence:
    if not one.minutes:
        return sentence("{service}", service=SERVICES[one.service])
    return sentence(say("{service} {minutes}"), service=SERVICES[one.service], minutes=hours_minutes(one.minutes))


def _nothing_fits(work: Working) -> None:
    facts = work.facts
    level = facts.level_name or say("no level of care")
    payer = facts.cover.payer_name if work.tells_payer and facts.cover else say("clients who pay themselves")
    words = sentence(say("no rule for {payer} at {level}"), payer=payer, level=level)
    work.lack(words)
    mends = say("Publish a rule that holds that day.")
    work.refuse(HoldCode.NO_RULE, words, owner=HoldOwner.BILLING, mends=mends, can_mend=True)


def _decided(work: Working, came: list[Delivered]) -> Decision:
    state, words = _state(work, came)
    minutes = sum(one.minutes for one in came if one.service == Service.TREATMENT_DAY)
    holds = work.holds if work.lines or work.holds else work.refusals
    return Decision(
        state=state, words=words, lines=tuple(work.lines), holds=tuple(holds), trace=tuple(work.trace), minutes=minutes,
        bundled=tuple(work.bundled),
    )  # fmt: skip


def _state(work: Working, came: list[Delivered]) -> tuple[str, Sentence]:
    delivered = work.facts.delivered
    whole = joined([*work.heads, *work.lacks])
    if any(not one.is_over for one in delivered):
        return _open(work, say("Not over yet: {whole}."), say("Not over yet."), whole)
    if any(not one.is_final for one in delivered):
        return _open(work, say("Attendance not final: {whole}."), say("Attendance not final."), whole)
    if not came:
        return _absent(work)
    if not work.lines and not work.holds:
        return DayState.NOT_BILLABLE, sentence(say("Not billable: {whole}."), whole=whole)
    if not work.holds:
        codes = ", ".join(dict.fromkeys(code_words(line) for line in work.lines))
        return DayState.BILLABLE, sentence(say("Billable as {codes}: {whole}."), codes=codes, whole=whole)
    if {hold.code for hold in work.holds} == {HoldCode.WEEK_SHORT}:
        return DayState.REVIEW, sentence(say("Waits for the week: {whole}."), whole=whole)
    return DayState.HELD, sentence(say("Held: {whole}."), whole=whole)


def _open(work: Working, words: Sentence, alone: Sentence, whole: Sentence) -> tuple[str, Sentence]:
    work.step(HoldCode.NOT_FINAL, False, say("attendance not final"))
    mends = say("It is final when the day is closed and its time for corrections is over.")
    work.holds.append(Hold(HoldCode.NOT_FINAL, say("attendance not final"), HoldOwner.NOBODY, None, "", mends))
    return DayState.OPEN, sentence(words, whole=whole) if whole else alone


def _absent(work: Working) -> tuple[str, Sentence]:
    words = say("did not come") if work.facts.delivered else say("nothing was delivered")
    work.refuse(HoldCode.ABSENT, words)
    return DayState.NOT_BILLABLE, sentence(say("Not billable: {whole}."), whole=words)
