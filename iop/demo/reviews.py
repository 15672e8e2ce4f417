"""The demo's story of reviews of the level of care: last ones signed, some decisions waiting, the rest due as the days go by."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from django.db import transaction

from clients.choices import CareRole
from clients.evidence import Fact, Subject
from clients.models import CareTeamMembership, Episode
from iop.access.actors import SYSTEM, Actor
from iop.clinic.actions import change_setting
from iop.clinic.models import StaffMember
from iop.clinic.policies import credential_on
from iop.core import clock
from iop.core.words import say, sentence
from iop.demo.clinic import Clinic
from iop.documents.choices import SignatureMeaning
from iop.documents.models import Signature
from iop.documents.signing import digest_of
from therapy.actions.reviews.after import cosign_review, disagree
from therapy.actions.reviews.causes import cause
from therapy.actions.reviews.drafts import hand_over, save_draft
from therapy.actions.reviews.finding import find_reviews
from therapy.actions.reviews.opening import open_review
from therapy.actions.reviews.rhythm import install_review_rhythms
from therapy.actions.reviews.signing import sign_review
from therapy.choices.reviews import CauseKind
from therapy.models import LevelReview, LevelReviewChange
from therapy.review_contents import as_data as as_facts
from therapy.review_contents import sections
from therapy.review_proposals import Known, as_data, of_stays
from therapy.review_rhythm import AtLevel, at_levels, ladder, rhythms
from therapy.review_whole import whole
from therapy.reviews import REVIEW_KIND
from therapy.rules.reviews import DEFAULT_RHYTHM, Rhythm

DAY = dt.timedelta(days=1)
OFFSETS = (-3, 0, 2, -1, 4, 6, 9, 12, 16, 20, 24)
"""In how many days from now the next review of each stay is due, in turn: a few are late, some are due this week."""
DIRECTOR = "Ferreira"
NOON = dt.time(12, 40)
IN_FULL = 8
"""How many of the last reviews are told in full."""
NEVER_REVIEWED = 6
"""Of every so many who came lately nobody has held the first review yet."""
REASONS = (
    "Two objectives are moving and one is new. The level fits: the evenings still need the structure of three groups a week.",
    "Comes on time and speaks up. Cravings come down; paydays are still hard, and that is what the next weeks are for.",
    "No use told, sleep is better, the household is calmer. The network outside is thin: two more meetings before anything changes.",
)  # fmt: skip
VIEWS = (
    "“I want to keep going. It is the first time I look forward to Mondays.”",
    "“Three evenings are a lot, but I would not do without them yet.”",
    "“I am getting better at saying no. Not on Fridays, though.”",
)


@dataclass(frozen=True)
class Tale:
    """A decision told in full: what, how many days ago, in whose words."""

    decision: str
    ago: int
    reason: str
    view: str
    agrees: str = "yes"
    dissent: str = ""
    weeks: str = ""
    next_steps: str = ""


TALES = (
    Tale(
        "step_down", 2, "What brought him to this level is settled: no use told for weeks, every group attended, mornings are his again.",
        "“Less would let me take the early shift. I want to keep my Tuesday group.”",
        next_steps="Weekly outpatient group and his therapist as before; first evening agreed with him.",
    ),
    Tale(
        "step_up", 1, "Use on two weekends in a row, days missed, mood lower. More days for two weeks, before it gets harder.",
        "“I did not think I would need it again. I would rather come more often than lose it.”", agrees="partly",
        dissent="Would like to keep Thursdays free for the children.",
    ),
    Tale(
        "extend", 3, "The target is reached and two objectives are still open; they are moving. Three weeks more, then look again.",
        "“I am not done yet, and I know what is left.”", weeks="3",
    ),
    Tale(
        "step_down", 4, "Goals of the level met; work begins on the first of the month and fits an evening a week.",
        "“Ready, and a bit afraid of the free evenings.”", next_steps="Outpatient evenings, peer support on Saturdays.",
    ),
    Tale(
        "discharge", 2, "All objectives met, aftercare stands, a first appointment is made. Nothing here keeps them any longer.",
        "“I can do this. And I know where to call.”", next_steps="Outpatient therapist elsewhere, alumni group on Thursdays.",
    ),
    Tale(
        "step_down", 1, "Attends nearly every day, no use told, the household is calm. A weekly group will do.",
        "“I am ready for more of my own days.”",
    ),
)  # fmt: skip


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    with clock.frozen(now):
        install_review_rhythms(by=SYSTEM, at=now)
        _tucson_reads_along(house, now)
        stays = list(
            Episode.objects.admitted()
            .select_related("client", "site")
            .order_by("-site__code", "admitted_on", "client__record_number")
        )
        deciders = _deciders(house, stays)
        placed = at_levels([stay.pk for stay in stays], now.date())
        open_charts = [stay for stay in stays if not stay.client.is_restricted]
        told = _tales(house, open_charts, placed, deciders, now)
        _last_ones(house, [stay for stay in stays if stay.pk not in told], placed, deciders, dice, now)
        if open_charts and not LevelReview.objects.signed().exists():
            _on_request(house, open_charts[-1], placed[open_charts[-1].pk], deciders, now)
        find_reviews(by=SYSTEM, at=now)
        _under_way(house, deciders, now)


def _on_request(
    house: Clinic, stay: Episode, at: AtLevel, deciders: Mapping[uuid.UUID, str], now: dt.datetime
) -> None:  # fmt: skip
    """In a house so new that nobody was due yet, one review was held early because the client asked for it."""
    values = {
        "decision": "continue", "indicated_level": at.rung.key, "reason": REASONS[0], "client_view": VIEWS[0], "client_agrees": "yes",
    }  # fmt: skip
    _sign(house, stay, values, deciders[stay.pk], now - dt.timedelta(minutes=15))


def _tucson_reads_along(house: Clinic, now: dt.datetime) -> None:
    """At Tucson a supervisor reads every review since last week."""
    since = now.date() - 7 * DAY
    change_setting(
        by=house.acting("Nakai", now), key="reviews.cosign", value=["supervised", "always"], valid_from=since, on=since,
        site_id=house.sites["TUC"].pk,
    )  # fmt: skip


def _deciders(house: Clinic, stays: Sequence[Episode]) -> dict[uuid.UUID, str]:
    """Name who decides for each stay: its therapist, else the clinical director."""
    names = {staff.pk: last for last, staff in house.staff.items()}
    rows = CareTeamMembership.objects.filter(episode__in=[stay.pk for stay in stays], role=CareRole.THERAPIST)
    found = {episode: names.get(staff, DIRECTOR) for episode, staff in rows.values_list("episode", "staff")}
    return {stay.pk: found.get(stay.pk, DIRECTOR) for stay in stays}


def _tales(
    house: Clinic, stays: Sequence[Episode], placed: Mapping[uuid.UUID, AtLevel], deciders: Mapping[uuid.UUID, str],
    now: dt.datetime,
) -> set[uuid.UUID]:  # fmt: skip
    """Tell the decisions that wait to be put into effect, each about somebody whom it fits."""
    told: set[uuid.UUID] = set()
    known = of_stays(stays, now)
    proposed = {pk: {each.decision for each in one.proposals} for pk, one in known.items()}
    for tale in TALES:
        fitting = [each for each in stays if each.pk not in told and _fits(tale, placed.get(each.pk), now)]
        # Whom the rules would name too, so that decision and facts go together; anybody in a small clinic.
        stay = next((each for each in fitting if tale.decision in proposed[each.pk]), next(iter(fitting), None))
        if stay is None:
            continue
        told.add(stay.pk)
        row = _sign(house, stay, _values(tale, placed[stay.pk]), deciders[stay.pk], now - tale.ago * DAY)
        if tale.decision == "step_up":
            disagree(
                by=house.acting("Oduya", now), review=row, at=now - DAY / 4,
                words="I would try the evening track first: she keeps her job, and the evenings are where it goes wrong.",
            )  # fmt: skip
    return told


def _fits(tale: Tale, at: AtLevel | None, now: dt.datetime) -> bool:
    if at is None or at.rung.is_off_site or (now.date() - at.since).days < 15:
        return False
    return tale.decision in ("extend", "discharge") or bool(_next(at, up=tale.decision == "step_up"))


def _next(at: AtLevel, *, up: bool) -> str:
    here = [rung for rung in ladder() if not rung.is_off_site]
    beyond = [rung for rung in here if (rung.intensity > at.rung.intensity) == up and rung.key != at.rung.key]
    beyond.sort(key=lambda rung: rung.intensity, reverse=not up)
    return beyond[0].key if beyond else ""


def _values(tale: Tale, at: AtLevel) -> dict[str, str]:
    level = _next(at, up=tale.decision == "step_up") if tale.decision.startswith("step") else ""
    return {
        "decision": tale.decision, "indicated_level": level or at.rung.key, "chosen_level": level, "reason": tale.reason,
        "more_weeks": tale.weeks, "client_view": tale.view, "client_agrees": tale.agrees, "client_dissent": tale.dissent,
        "next_steps": tale.next_steps,
    }  # fmt: skip


def _last_ones(
    house: Clinic, stays: Sequence[Episode], placed: Mapping[uuid.UUID, AtLevel], deciders: Mapping[uuid.UUID, str],
    dice: Random, now: dt.datetime,
) -> None:  # fmt: skip
    """Hold the last review of each stay so long ago that the next one is due as ``OFFSETS`` say; the first few in full."""
    thin: dict[dt.date, list[tuple[Episode, dict[str, str]]]] = defaultdict(list)
    in_full, known = 0, rhythms(now.date())
    for number, stay in enumerate(stays):
        at = placed.get(stay.pk)
        held = _held_on(at, known.get(at.level_id, DEFAULT_RHYTHM), number, now) if at else None
        if at is None or held is None:
            continue
        way = dice.randrange(len(REASONS))
        values = {
            "decision": "continue", "indicated_level": at.rung.key, "reason": REASONS[way], "client_view": VIEWS[way],
            "client_agrees": "yes",
        }  # fmt: skip
        if in_full < IN_FULL:
            in_full += 1
            _sign(house, stay, values, deciders[stay.pk], clock.at_local(held, NOON, stay.site.time_zone))
        else:
            thin[held].append((stay, values))
    _in_bulk(house, thin, placed, deciders)


def _held_on(at: AtLevel, rhythm: Rhythm, number: int, now: dt.datetime) -> dt.date | None:
    """Say when the last review of a stay was held; nothing for those not reviewed yet."""
    is_new = (now.date() - at.since).days <= rhythm.first_every + 3
    if at.rung.is_off_site or (is_new and number % NEVER_REVIEWED == NEVER_REVIEWED - 1):
        return None
    next_due = now.date() + OFFSETS[number % len(OFFSETS)] * DAY
    held = next_due - rhythm.then_every * DAY
    if (held - at.since).days < rhythm.first_period:
        held = next_due - rhythm.first_every * DAY
    return held if (held - at.since).days >= 5 and held < now.date() else None


def _in_bulk(
    house: Clinic, thin: Mapping[dt.date, Sequence[tuple[Episode, dict[str, str]]]], placed: Mapping[uuid.UUID, AtLevel],
    deciders: Mapping[uuid.UUID, str],
) -> None:  # fmt: skip
    """Write many reviews of days past at once: each with the figures of its day, signed, and without more words."""
    rows: list[LevelReview] = []
    for held, told in thin.items():
        noon = clock.at_local(held, NOON, told[0][0].site.time_zone)
        known = of_stays([stay for stay, _values in told], noon)
        rows += [
            _thin(stay, values, placed[stay.pk], house.staff[deciders[stay.pk]], known[stay.pk], noon)
            for stay, values in told
        ]
    signatures = [_signature(row, house.staff[deciders[row.episode_id]]) for row in rows]
    with transaction.atomic():
        LevelReview.objects.bulk_create(rows)
        LevelReviewChange.objects.bulk_create(
            LevelReviewChange(review=row, status=status, at=row.opened_at, by_id=row.signed_by_id)
            for row in rows
            for status in ("draft", "signed")
        )
        Signature.objects.bulk_create(signatures)


def _thin(
    stay: Episode, values: Mapping[str, str], at: AtLevel, staff: StaffMember, known: Known, noon: dt.datetime
) -> LevelReview:  # fmt: skip
    day = clock.local_date(noon, stay.site.time_zone)
    facts = [
        Fact(
            Subject.ATTENDANCE,
            sentence(
                say("Attended {came} of {all} treatment days."), came=known.figures.attended_days, all=known.figures.planned_days
            ),
            on=day, place=("sessions_app.attendance_of", stay.client_id),
        )
    ]  # fmt: skip
    return LevelReview(
        episode=stay, due_on=day, opened_at=noon, created_at=noon, saved_at=noon, status="signed", level_id=at.level_id,
        indicated_level_id=at.level_id, chosen_level_id=at.level_id, decision=values["decision"], reason=values["reason"],
        client_view=values["client_view"], client_agrees=values["client_agrees"], since=known.figures.since, edition=4,
        causes=[cause(CauseKind.RHYTHM, f"rhythm:{day}", CauseKind.RHYTHM.label, day)], author=staff, saved_by=staff,
        signed_by=staff, signed_at=noon, facts=as_facts(sections(facts, lambda fact: True)), proposals=as_data(known),
        version=3,
    )  # fmt: skip


def _signature(row: LevelReview, staff: StaffMember) -> Signature:
    row.digest = digest_of(whole(row))
    row.credential = credential_on(staff, row.due_on)
    return Signature(
        subject_kind=REVIEW_KIND, subject_id=row.pk, meaning=SignatureMeaning.AUTHOR, staff_id=staff.pk, signer_name=staff.name,
        credential=row.credential, signed_at=row.opened_at, digest=row.digest,
    )  # fmt: skip


def _sign(house: Clinic, stay: Episode, values: Mapping[str, str], decider: str, at: dt.datetime) -> LevelReview:
    with clock.frozen(at):
        by = house.acting(decider, at)
        row = open_review(by=by, episode=stay, at=at)
        row = save_draft(by=by, review=row, version=row.version, values=values, at=at)
        return sign_review(by=by, review=row, version=row.version, at=at)


def _under_way(house: Clinic, deciders: Mapping[uuid.UUID, str], now: dt.datetime) -> None:
    """Let a colleague prepare one that is due and hand it over, another be begun, and the director co-sign the oldest."""
    due = list(
        LevelReview.objects.filter(status="due", episode__site__code="BOS")
        .select_related("episode__site")
        .order_by("due_on", "pk")[1:3]
    )
    at = now - dt.timedelta(hours=2)
    by: Actor = house.acting("Lindgren", at)
    for number, row in enumerate(due):
        words = {
            "reason": "Attended all but one day; asked for the evening track twice." if number else "",
            "client_view": VIEWS[number],
        }  # fmt: skip
        saved = save_draft(
            by=by, review=row, version=row.version, values=words, remarks={"10": "His sister comes on Friday."}, at=at
        )
        if number:
            hand_over(by=by, review=saved, to=house.staff[_other(deciders[row.episode_id])], at=at)
    waiting = LevelReview.objects.awaiting().order_by("signed_at")
    if waiting.count() > 2 and (first := waiting.exclude(signed_by=house.staff[DIRECTOR]).first()):
        cosign_review(by=house.acting(DIRECTOR, now), review=first, at=now - DAY / 8)


def _other(decider: str) -> str:
    return decider if decider != "Lindgren" else DIRECTOR
