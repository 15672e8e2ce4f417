"""The demo's story of journals, homework and the client's own marks."""

from __future__ import annotations

import datetime as dt
import uuid
from random import Random

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership, Client, Episode, PortalAccount
from clients.portal import outsider
from iop.access.actors import Actor
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.demo.clinic import Clinic
from scheduling.models import Exercise
from therapy.actions import journal
from therapy.actions.homework import do_homework, drop_homework, give_homework
from therapy.models import Homework

DAY = dt.timedelta(days=1)
RICH = 10
"""How many people's homework and journals are told in full."""
TASKS = (
    "Call one person who is good for you, and tell them one true thing about your week.",
    "Write down the three moments this week when the craving was strongest: where, with whom, what you felt before.",
    "Take another way home on payday.",
    "Put the safety plan where you see it in the morning, and read step two aloud once.",
    "Go to one meeting you have never been to. You do not have to speak.",
    "Every evening: one thing that went well, however small.",
    "Ask your sister whether Sunday dinner can be without wine.",
    "Practice saying no, with the words we wrote, in front of a mirror, twice.",
)
SAID = (
    "I called Sam. We talked for an hour.", "Harder than I thought, but I did it twice.", "", "It helped. I want to go on with it.",
    "The meeting was small and kind. I stayed for the coffee.", "I forgot on Tuesday and did it on Wednesday.",
)  # fmt: skip
PAGES = (
    ("Slept badly. Woke at four and thought about everything I broke. Made tea and waited for the light.", 3),
    ("Forty days. I told nobody at work. I told my sister, and she cried.", 8),
    ("Drove past the old place. My hands were wet. I turned the radio up and kept driving.", 4),
    ("Good group today. I said the thing about my father.", 7),
    ("", 5),
    ("I do not want to go on Thursday. I will go on Thursday.", 4),
    ("Cooked for the first time in months. The children ate everything.", 9),
)
SHARED = (1, 3)
"""Which of these pages are shared with the team."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    stays = _stays()
    counselors = _counselors(stays)
    exercises = list(Exercise.objects.filter(is_active=True).order_by("title"))
    for number, stay in enumerate(stays):
        if stay.pk not in counselors:
            continue
        me = _themselves(stay.client, now)
        is_rich = number < RICH or me is not None
        _homework(stay, counselors[stay.pk], me, exercises, dice, now, 5 if is_rich else 1)
        if me is not None:
            _journal(stay.client, me, _days_here(stay, now), dice, now)


def _stays() -> list[Episode]:
    """Boston first, those who are longest here first, as in the part before."""
    rows = Episode.objects.filter(status=EpisodeStatus.ADMITTED, client__is_restricted=False, client__merged_into=None)
    found = list(rows.select_related("client", "site").order_by("site__code", "admitted_on", "pk"))
    with_account = set(
        PortalAccount.objects.filter(ended_at=None, client__isnull=False).values_list("client", flat=True)
    )
    first = [stay for stay in found if stay.client_id in with_account]
    return (first + [stay for stay in found if stay.client_id not in with_account])[: 2 * RICH]


def _counselors(stays: list[Episode]) -> dict[uuid.UUID, uuid.UUID]:
    rows = CareTeamMembership.objects.filter(
        episode__in=stays, role__in=[CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST], ends_on__isnull=True
    )
    return dict(rows.order_by("-role").values_list("episode", "staff"))


def _themselves(client: Client, now: dt.datetime) -> Actor | None:
    account = PortalAccount.objects.filter(client=client, ended_at__isnull=True).select_related("user").first()
    known = outsider(account.user, now) if account else None
    return known.actor if known else None


def _days_here(stay: Episode, now: dt.datetime) -> int:
    return max(2, min(56, (clock.local_date(now, stay.site.time_zone) - (stay.admitted_on or now.date())).days))


def _homework(
    stay: Episode,
    staff_id: uuid.UUID,
    me: Actor | None,
    exercises: list[Exercise],
    dice: Random,
    now: dt.datetime,
    count: int,
) -> None:
    """Give a task every few days: the last is still open, earlier ones are done by those who write here, one was dropped."""
    step = max(1, _days_here(stay, now) // (count + 1))
    for number, words in enumerate(dice.sample(TASKS, count)):
        at = now - (count - number) * step * DAY + dt.timedelta(hours=1)
        at = min(at, now - dt.timedelta(hours=2))
        with clock.frozen(at):
            due_on = clock.local_date(at, stay.site.time_zone) + (step + 1) * DAY
            exercise = dice.choice(exercises) if exercises and number == 1 else None
            (row,) = give_homework(
                by=actor_of(staff_id, at),
                episodes=[stay],
                words=words,
                due_on=due_on,
                exercise=exercise,
                at=at,
            )
        if number < count - 1:
            _settled(row, staff_id, me, dice, at + step * DAY / 2)


def _settled(row: Homework, staff_id: uuid.UUID, me: Actor | None, dice: Random, at: dt.datetime) -> None:
    with clock.frozen(at):
        if me is not None and dice.random() < 0.8:
            do_homework(by=me, homework=row, words=dice.choice(SAID), at=at)
        elif me is None or dice.random() < 0.5:
            drop_homework(by=actor_of(staff_id, at), homework=row, version=row.version, at=at)


def _journal(client: Client, me: Actor, days: int, dice: Random, now: dt.datetime) -> None:
    step = days * DAY / (len(PAGES) + 1)
    for number, (words, mood) in enumerate(PAGES[: dice.randint(3, len(PAGES))]):
        at = now - days * DAY + (number + 1) * step
        with clock.frozen(at):
            entry = journal.write_entry(by=me, client=client, words=words, mood=mood, at=at)
            if number in SHARED:
                journal.share_entry(by=me, entry=entry, at=at)
