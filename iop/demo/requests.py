"""The demo's story of what clients do on their own phone: they check in, mark their goals, ask for another time, keep a feed."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from random import Random

from clients.choices import EpisodeStatus
from clients.models import Client, PortalAccount
from clients.portal import Outsider, outsider
from iop.accounts.models import User
from iop.core import clock
from iop.demo.clinic import Clinic
from scheduling.actions.feeds import make_feed
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment
from sessions_app import checking_in, own_goals
from sessions_app.actions.asking import ask, decline_ask, grant_ask
from sessions_app.actions.from_outside import check_in_myself, mark_own_goal
from sessions_app.ask_choices import AskKind
from sessions_app.choices import GoalOutcome
from sessions_app.models import Attendance, CheckIn, ScheduleAsk

PEOPLE = 12
"""How many of those with a sign-in use it for this."""
SETTLES = {"BOS": "Abara", "TUC": "Yazzie"}
WHY = {
    AskKind.CANCEL: ("My daughter has a fever and nobody else is at home.", "I have to be in court that morning."),
    AskKind.LATE: ("The bus leaves me at the corner twenty minutes after the start.", "My shift ends at nine."),
    AskKind.MOVE: ("I start a new job that day.", "My ride cannot make it at that time."),
}
WISHED = "Any day after three in the afternoon, or Friday before noon."
ANSWERS = (
    "Noted, see you then. Thank you for telling us.",
    "Thank you for asking. We need you there that day; call us.",
)
CHECK_INS = (
    (7, 2, "Pay day", "I called my sponsor twice", ""),
    (5, 5, "My brother drinking at dinner", "I left the table and went for a walk", "Slept badly"),
    (8, 1, "", "Two weeks today", ""),
)
OUTCOMES = (GoalOutcome.KEPT, GoalOutcome.PARTLY, GoalOutcome.NOT)


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    people = _people(now)
    for number, person in enumerate(people):
        client = person.client
        assert client is not None
        asked = _asks(person, client, number, now)
        if asked is not None and number % 3 == 2:
            _answers(house, asked, number, now)
        _check_in(person, client, number, now)
        _goals(person, client, dice, now)
        if number % 3 == 0:
            at = now - dt.timedelta(days=9 + number)
            with clock.frozen(at):
                make_feed(by=person.actor, account=person.account, title="Appointment", at=at)


def _people(now: dt.datetime) -> list[Outsider]:
    rows = PortalAccount.objects.filter(
        ended_at__isnull=True, client__episodes__status=EpisodeStatus.ADMITTED, client__is_restricted=False
    )
    users = User.objects.filter(pk__in=rows.order_by("pk").values("user")).order_by("portal_account__pk")
    found = (outsider(user, now) for user in users[:PEOPLE])
    return [person for person in found if person is not None]


def _asks(person: Outsider, client: Client, number: int, now: dt.datetime) -> ScheduleAsk | None:
    at = now - dt.timedelta(hours=2 + number)
    meeting = Appointment.objects.filter(client=client, status=AppointmentStatus.BOOKED, starts_at__gt=now).first()
    line = _next(client, now)
    about: Attendance | Appointment | None = meeting if meeting and number % 2 else line or meeting
    if about is None:
        return None
    kind = AskKind.MOVE if isinstance(about, Appointment) else (AskKind.CANCEL, AskKind.LATE)[number // 2 % 2]
    words = WHY[kind][number % 2]
    with clock.frozen(at):
        return ask(
            by=person.actor, client=client, about=about, kind=kind, words=words, at=at,
            wished=WISHED if kind == AskKind.MOVE else "",
        )  # fmt: skip


def _next(client: Client, now: dt.datetime) -> Attendance | None:
    found = own_goals.next_line(client.pk, now + dt.timedelta(days=1))
    return Attendance.objects.select_related("session__site").get(pk=found.pk) if found else None


def _answers(house: Clinic, asked: ScheduleAsk, number: int, now: dt.datetime) -> None:
    at = now - dt.timedelta(minutes=20 + number)
    by = house.acting(SETTLES[asked.site.code], at)
    with clock.frozen(at):
        if asked.kind == AskKind.LATE:
            grant_ask(by=by, ask=asked, version=asked.version, words=ANSWERS[0], at=at)
        else:
            decline_ask(by=by, ask=asked, version=asked.version, words=ANSWERS[1], at=at)


def _check_in(person: Outsider, client: Client, number: int, now: dt.datetime) -> None:
    at = now - dt.timedelta(minutes=5)
    line = checking_in.todays_line(client.pk, at)
    if line is None or CheckIn.objects.filter(attendance=line).exists():
        return
    mood, cravings, triggers, successes, setbacks = CHECK_INS[number % len(CHECK_INS)]
    with clock.frozen(at):
        check_in_myself(
            by=person.actor, attendance=line, version=0, sent_key=uuid.uuid4(), at=at, mood=mood, cravings=cravings,
            triggers=triggers, successes=successes, setbacks=setbacks,
        )  # fmt: skip


def _goals(person: Outsider, client: Client, dice: Random, now: dt.datetime) -> None:
    at = now - dt.timedelta(hours=1)
    for goal in itertools.islice(own_goals.last_goals(client.pk, at), 1):
        if own_goals.is_open(goal) and not goal.outcome and dice.random() < 0.5:
            with clock.frozen(at):
                mark_own_goal(by=person.actor, goal=goal, version=goal.version, outcome=dice.choice(OUTCOMES), at=at)
