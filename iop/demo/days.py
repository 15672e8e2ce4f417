"""The treatment days of the demo clinic, run through the same actions a counselor uses.

What each client said and what was written of them is kept a day at a time where the day lies back: the same rows, with
one event in the audit record. The last days are told line by line, as on the pages.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from clients import actions as clients
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Refusal
from iop.demo import words
from iop.demo.clinic import Clinic, hash_of
from iop.workflows import closing
from scheduling.choices import FacilitatorRole
from sessions_app import actions as sessions
from sessions_app import makeups
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, CheckIn, ProgramSession, ShortTermGoal, WrapUp
from therapy.actions import group_notes as therapy
from therapy.checks import check_draft
from therapy.choices import Modality
from therapy.models import GroupNote, GroupNoteLine

HOST = "Oduya"
LEADS = {"morning": "Oduya", "evening": "Prather", "weekend": "Bose", "afternoon": "Yazzie"}
TRAINEE_EVERY = 5
"""Every so many morning notes are written by the counselor in training and wait for a co-signature."""
ONE_BY_ONE = dt.timedelta(days=2)
"""Days that ended within this time are told line by line; those before a day at a time."""
SIGNS = ((dt.timedelta(minutes=3), 62), (dt.timedelta(hours=2), 16), (dt.timedelta(hours=15), 16))
"""How long after the day its note is signed, and how often; what is left to a hundred is late."""
LATE = {"Prather": 13, "Bose": 8, "Castellanos": 2}
"""Of a hundred notes, how many somebody signs after the clinic's time; of everybody else four."""
LATE_AFTER = dt.timedelta(hours=60)
LATE_REASONS = ("Off sick the day after; written from my notes.", "Covered for a colleague; no time before.")
MAY_REVIEW = 3
"""Goals that are asked about at one check-in."""


def unfinished(house: Clinic, now: dt.datetime) -> list[ProgramSession]:
    """List the days that ended before ``now`` and were never run, oldest first."""
    rows = ProgramSession.objects.filter(
        track__in=house.tracks, status=SessionStatus.PLANNED, ends_at__lt=now - dt.timedelta(minutes=5)
    )
    return list(rows.select_related("track", "site").order_by("starts_at", "pk"))


def run_all(house: Clinic, days: list[ProgramSession], now: dt.datetime, seed: int) -> Iterator[ProgramSession]:
    """Run each day, from start to signed close. A few of the newest notes stay open, as in life."""
    for day in days:
        # A day's chance depends on the day alone, so that a later start continues the same story.
        dice = random.Random(f"{seed}:{day.track_id and day.track.name}:{day.original_on}")
        run(house, day, now, dice)
        yield day


def run(house: Clinic, day: ProgramSession, now: dt.datetime, dice: random.Random) -> None:
    """Run one day."""
    by = house.acting(LEADS[day.track.day_part], day.starts_at)
    begins = day.starts_at - dt.timedelta(minutes=2)
    with clock.frozen(begins):
        sessions.start(by=by, session=day, at=begins)
    _attendance(by, day, _fresh(day), dice)
    here = [line for line in _fresh(day) if line.arrived_at]
    lies_back = now - day.ends_at > ONE_BY_ONE
    if lies_back:
        _said_by_all(by, day, here, dice)
    else:
        for line in here:
            _check_in(by, day, line, dice)
            _wrap_up(by, day, line, dice)
    _outreach(by, day, dice)
    if here:
        _note(house, day, here, now, dice)
    _concern(house, by, day, here, dice)
    _close(by, day, dice)


def _fresh(day: ProgramSession) -> list[Attendance]:
    return list(
        Attendance.objects.filter(session=day).on_roster().select_related("client").order_by("client__record_number")
    )


def _attendance(by: Actor, day: ProgramSession, lines: list[Attendance], dice: random.Random) -> None:
    entries = [_entry(line, day, dice) for line in lines]
    if not entries:
        return
    at = day.ends_at - dt.timedelta(minutes=1)
    with clock.frozen(at):
        sessions.mark_many(by=by, session=day, entries=entries, at=at)


def _entry(line: Attendance, day: ProgramSession, dice: random.Random) -> sessions.Mark:
    # Each person has a habit of their own, the same through the whole stay. By their name: which number the next chart gets
    # depends on what the database has seen before.
    steadiness = 0.82 + (hash_of(f"{line.client.legal_first_name} {line.client.legal_last_name}") % 16) / 100
    chance = dice.random()
    if chance > steadiness:
        excused = dice.random() < 0.5
        status = AttendanceStatus.ABSENT_EXCUSED if excused else AttendanceStatus.ABSENT
        reason = dice.choice(words.ABSENT_REASONS) if excused else ""
        return sessions.Mark(line.pk, line.version, status, absence_reason=reason)
    if chance > steadiness - 0.09:
        arrived = day.starts_at + dt.timedelta(minutes=dice.randrange(8, 40))
        return sessions.Mark(line.pk, line.version, AttendanceStatus.LATE, arrived_at=arrived)
    arrived = day.starts_at + dt.timedelta(minutes=dice.randrange(-12, 4))
    if chance < 0.04:
        left = day.ends_at - dt.timedelta(minutes=dice.randrange(25, 80))
        return sessions.Mark(line.pk, line.version, AttendanceStatus.LEFT_EARLY, arrived_at=arrived, left_at=left)
    return sessions.Mark(line.pk, line.version, AttendanceStatus.PRESENT, arrived_at=arrived)


def _check_in(by: Actor, day: ProgramSession, line: Attendance, dice: random.Random) -> None:
    at = day.starts_at + dt.timedelta(minutes=10)
    told = _told_at_check_in(day, line, dice)
    with clock.frozen(at):
        for goal in _open_goals(line):
            sessions.review_goal(by=by, goal=goal, version=goal.version, outcome=_kept(dice), attendance=line, at=at)
        # Who checked in from their own phone before the group has said it already.
        if CheckIn.objects.filter(attendance=line).exists():
            return
        sessions.save_check_in(by=by, attendance=line, version=0, at=at, **told)


def _told_at_check_in(day: ProgramSession, line: Attendance, dice: random.Random) -> dict[str, Any]:
    """Give what somebody says as they arrive: things ease as the weeks go by."""
    silent = dice.random() < 0.08
    weeks = max(0, (day.on - line.created_at.date()).days) // 7
    mood = min(10, max(1, 5 + weeks // 3 + dice.randrange(-2, 3)))
    cravings = min(10, max(0, 5 - weeks // 2 + dice.randrange(-2, 3)))
    return {
        "mood": None if silent else mood, "cravings": None if silent else cravings,
        "triggers": "" if silent else dice.choice(words.TRIGGERS),
        "successes": "" if silent else dice.choice(words.SUCCESSES),
        "setbacks": "" if silent else dice.choice(words.SETBACKS), "chose_not_to_share": silent,
        "by_client": dice.random() < 0.4,
    }  # fmt: skip


def _kept(dice: random.Random) -> str:
    return dice.choices(("kept", "partly", "not"), weights=(6, 3, 2))[0]


def _said_by_all(by: Actor, day: ProgramSession, here: list[Attendance], dice: random.Random) -> None:
    """Keep check-ins, answers about goals, wrap-ups and new goals of everybody who came, in six statements a day."""
    comes, leaves = day.starts_at + dt.timedelta(minutes=10), day.ends_at - dt.timedelta(minutes=8)
    who = by.staff_id or by.id
    known = set(CheckIn.objects.filter(attendance__in=here).values_list("attendance_id", flat=True))
    with clock.frozen(comes):
        reviewed = _reviewed(here, dice, comes)
        ShortTermGoal.objects.bulk_update(reviewed, ["outcome", "outcome_at", "reviewed_in", "version"])
        CheckIn.objects.bulk_create(
            CheckIn(attendance=line, saved_at=comes, saved_by=who, **_told_at_check_in(day, line, dice))
            for line in here
            if line.pk not in known
        )
        _recorded(by, day, "sessions.check_in", here)
    with clock.frozen(leaves):
        told = [(line, _told_at_wrap_up(dice)) for line in here]
        WrapUp.objects.bulk_create(
            WrapUp(attendance=line, saved_at=leaves, saved_by=who, learned=learned, will_apply=applied)
            for line, (learned, applied, _goal, _hours) in told
        )
        ShortTermGoal.objects.bulk_create(
            ShortTermGoal(
                client_id=line.client_id, attendance=line, text=goal, due_at=leaves + dt.timedelta(hours=hours)
            )
            for line, (_learned, _applied, goal, hours) in told
        )
        _recorded(by, day, "sessions.wrap_up", here)


def _reviewed(here: list[Attendance], dice: random.Random, at: dt.datetime) -> list[ShortTermGoal]:
    lines = {line.client_id: line for line in here}
    rows = ShortTermGoal.objects.filter(client__in=lines, outcome="", withdrawn_at__isnull=True)
    by_client: dict[uuid.UUID, list[ShortTermGoal]] = defaultdict(list)
    for goal in rows.order_by("created_at", "pk"):
        by_client[goal.client_id].append(goal)
    found = [goal for line in here for goal in by_client[line.client_id][:MAY_REVIEW]]
    for goal in found:
        goal.outcome, goal.outcome_at, goal.reviewed_in = _kept(dice), at, lines[goal.client_id]
        goal.version += 1
    return found


def _recorded(by: Actor, day: ProgramSession, verb: str, lines: list[Attendance]) -> None:
    if lines:
        record(
            by=by, verb=verb, subject=day, site_id=day.site_id, clients=[line.client_id for line in lines],
            detail={"lines": len(lines)},
        )  # fmt: skip


def _open_goals(line: Attendance) -> list[ShortTermGoal]:
    return list(ShortTermGoal.objects.filter(client=line.client_id, outcome="", withdrawn_at__isnull=True)[:MAY_REVIEW])


def _wrap_up(by: Actor, day: ProgramSession, line: Attendance, dice: random.Random) -> None:
    at = day.ends_at - dt.timedelta(minutes=8)
    learned, applied, goal, hours = _told_at_wrap_up(dice)
    with clock.frozen(at):
        sessions.save_wrap_up(
            by=by, attendance=line, version=0, at=at, learned=learned, will_apply=applied, chose_not_to_share=False,
            goals=[{"text": goal, "due_hours": hours}],
        )  # fmt: skip


def _told_at_wrap_up(dice: random.Random) -> tuple[str, str, str, int]:
    """Give what somebody learned and will apply, a goal, and in how many hours it is due."""
    return dice.choice(words.LEARNED), dice.choice(words.WILL_APPLY), dice.choice(words.GOALS), dice.choice((24, 48))


def _outreach(by: Actor, day: ProgramSession, dice: random.Random) -> None:
    at = day.starts_at + dt.timedelta(minutes=25)
    for line in _fresh(day):
        if line.status == AttendanceStatus.ABSENT and dice.random() < 0.8:
            outcome = dice.choice(("left_message", "no_answer", "reached_excused", "reached_declined"))
            with clock.frozen(at):
                sessions.record_outreach(
                    by=by,
                    attendance=line,
                    method="phone",
                    outcome=outcome,
                    note=dice.choice(words.OUTREACH_NOTES),
                    at=at,
                )
                if outcome == "reached_excused":
                    _make_up(by, line, at)


def _make_up(by: Actor, line: Attendance, at: dt.datetime) -> None:
    """Take the first free seat that mends the miss, when there is one."""
    for offer in makeups.offers(line, at)[:1]:
        there = ProgramSession.objects.get(pk=offer.session_id)
        # Somebody whose stay has ended by today keeps the miss: the past is told from where it led.
        with contextlib.suppress(Refusal):
            sessions.offer_make_up(by=by, attendance=line, session=there, at=at)


def _note(house: Clinic, day: ProgramSession, here: list[Attendance], now: dt.datetime, dice: random.Random) -> None:
    at = day.ends_at + dt.timedelta(minutes=3)
    trainee = day.track.day_part == "morning" and day.on.toordinal() % TRAINEE_EVERY == 0
    name = "Castellanos" if trainee else LEADS[day.track.day_part]
    author = house.acting(name, at)
    with clock.frozen(at):
        note = therapy.open_group_note(by=author, session=day, at=at)
        text = dice.choice(words.SHARED).format(focus=(day.focus or "coping skills").lower())
        note = therapy.save_group_note(
            by=author,
            note=note,
            version=note.version,
            shared_text=text,
            modalities=dice.sample([Modality.CBT, Modality.MI, Modality.RELAPSE_PREVENTION, Modality.DBT], 2),
            at=at,
        )
        _lines(author, note, here, dice, at, at_once=now - day.ends_at > ONE_BY_ONE)
    signed_at = day.ends_at + _signs_after(name, dice)
    if signed_at < now and (now - day.ends_at > dt.timedelta(hours=30) or dice.random() < 0.4):
        _sign(house, note, name, signed_at, dice)
        if trainee and now - day.ends_at > dt.timedelta(days=6):
            later = signed_at + dt.timedelta(days=1)
            note.refresh_from_db()
            with clock.frozen(later):
                therapy.cosign_group_note(by=house.acting("Ferreira", later), note=note, at=later)


def _lines(
    author: Actor, note: GroupNote, here: list[Attendance], dice: random.Random, at: dt.datetime, *, at_once: bool
) -> None:  # fmt: skip
    """Write each client's own part."""
    texts = [(line, _line_text(line, dice)) for line in here]
    if not at_once:
        for line, text in texts:
            therapy.save_line(by=author, note=note, attendance=line, version=0, text=text, at=at)
        return
    GroupNoteLine.objects.bulk_create(
        GroupNoteLine(note=note, attendance=line, client_id=line.client_id, text=text) for line, text in texts
    )
    record(
        by=author, verb="therapy.line_saved", subject=note, clients=[line.client_id for line in here],
        site_id=note.session.site_id, detail={"lines": len(here)},
    )  # fmt: skip


def _signs_after(name: str, dice: random.Random) -> dt.timedelta:
    """Most sign as the day ends, some in the evening or next morning; a few are late, one colleague more than others."""
    late, drawn = LATE.get(name, 4), dice.randrange(100)
    if drawn < late:
        return LATE_AFTER + dt.timedelta(hours=dice.randrange(30))
    for delay, share in SIGNS:
        if drawn < late + share:
            return delay
        drawn -= share
    return SIGNS[0][0]


def _sign(house: Clinic, note: GroupNote, name: str, at: dt.datetime, dice: random.Random) -> None:
    note.refresh_from_db()
    reason = dice.choice(LATE_REASONS)
    with clock.frozen(at):
        therapy.sign_group_note(
            by=house.acting(name, at), note=note, version=note.version, at=at, confirmed_words=_words_found(note),
            accept_identical=True, late_reason=reason,
        )  # fmt: skip


def _words_found(note: GroupNote) -> list[str]:
    """Name what looks like another client's name; in these texts it is always a word."""
    lines = list(note.lines.select_related("client", "attendance"))
    return [named.place.word for named in check_draft(note, lines).named]


def _line_text(line: Attendance, dice: random.Random) -> str:
    opening = dice.choice(words.SILENT if dice.random() < 0.1 else words.TOOK_PART)
    text = f"{opening}; {dice.choice(words.RESPONSE)}; {dice.choice(words.NEXT_STEP)}."
    their = {"she/her": "her", "he/him": "his"}.get(line.client.pronouns, "their")
    return text.format(their=their)


def _concern(house: Clinic, by: Actor, day: ProgramSession, here: list[Attendance], dice: random.Random) -> None:
    if here and dice.random() < 0.03:
        kind, what, done = dice.choice(words.CONCERNS)
        at = day.starts_at + dt.timedelta(minutes=95)
        with clock.frozen(at):
            concern = clients.raise_concern(
                by=by,
                site_id=day.site_id,
                client=dice.choice(here).client,
                kind=kind,
                session_id=day.pk,
                what_happened=what,
                what_was_done=done,
                at=at,
            )
        later = at + dt.timedelta(hours=20)
        with clock.frozen(later):
            clients.resolve_concern(
                by=house.acting("Ferreira", later),
                concern=concern,
                resolution="Followed up the next day; doing better.",
                at=later,
            )


def _close(by: Actor, day: ProgramSession, dice: random.Random) -> None:
    at = day.ends_at + dt.timedelta(minutes=5)
    day.refresh_from_db()
    with clock.frozen(at):
        closing.close_day(
            by=by, session=day, version=day.version, at=at, accept_gaps=True, reason="Open points are on the work list"
        )


def bring_to_now(house: Clinic, now: dt.datetime) -> None:
    """Let one of today's days be at its start now, whatever the hour, led by the colleague of the counselor's sign-in."""
    day = _near(now) or _moved_to(house, now)
    if day is None:
        return
    host = house.staff[HOST]
    with clock.frozen(now):
        for part in day.components.order_by("position"):
            lead = part.facilitators.filter(role=FacilitatorRole.LEAD).select_related("staff").first()
            if lead is not None and lead.staff_id != host.pk:
                # Somebody who is taken elsewhere at that hour stays away: the planned lead keeps the part.
                with contextlib.suppress(Refusal):
                    sessions.change_facilitator(by=SYSTEM, component=part, staff=host, stands_in_for=lead.staff, at=now)


def _near(now: dt.datetime) -> ProgramSession | None:
    window = (now - dt.timedelta(minutes=40), now + dt.timedelta(minutes=20))
    days = ProgramSession.objects.standing().filter(status=SessionStatus.PLANNED, starts_at__range=window)
    return days.order_by("starts_at", "pk").first()


def _moved_to(house: Clinic, now: dt.datetime) -> ProgramSession | None:
    """Move one of today's days to begin within five minutes."""
    start = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0) + dt.timedelta(minutes=5)
    for track in house.tracks:
        today = clock.local_date(now, house.zone_of(track))
        day = ProgramSession.objects.filter(track=track, on=today, status=SessionStatus.PLANNED).first()
        if day is None:
            continue
        with contextlib.suppress(Refusal), clock.frozen(now):
            sessions.move_session(by=SYSTEM, session=day, version=day.version, starts_at=start, at=now, scope="this")
            return ProgramSession.objects.get(pk=day.pk)
    return None
