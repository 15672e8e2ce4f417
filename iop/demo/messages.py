"""The demo's story of messages, their delivery, and what people answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from clients.actions.contact import set_channel_permissions
from clients.choices import ContactKind, EpisodeStatus
from clients.models import Client, ContactPoint
from clients.reach import phone_words, when_words
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.core.basis import to_the_client
from iop.demo.clinic import Clinic
from iop.notifications import delivery, receipts, replies, settling, stops
from iop.notifications.actions import Draft, queue_many
from iop.notifications.choices import Channel, MessageStatus, Outcome, Priority, ReplyKind, StopSource
from iop.notifications.models import Message, Receipt, Reply
from iop.workflows import messages as workflow
from sessions_app.models import Attendance

DAY = dt.timedelta(days=1)
PEOPLE = 12
"""How many clients' messages are told; what else the story queued is delivered along with them."""
DAYS_BACK = 12
AFTERNOON = dt.time(16, 30)
ROUNDS = 40
SHORTLY = dt.timedelta(seconds=40)
MOST_MOMENTS = 60
"""How many instants of delivery are told of the last days; what fell due before the first of them goes with it."""
WORDS = (
    "Running late, the bus did not come. There by 9:30", "ok thank you", "who is this?", "Can I come Thursday instead of Wednesday?",
    "new phone number is coming next week",
)  # fmt: skip


@dataclass(frozen=True)
class _Reached:
    """A client and the address on which they agreed to be written to."""

    client: Client
    channel: Channel
    to: str


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: reminders of two weeks, how they fared, and who wrote back."""
    people = _people(now)
    began = now - DAYS_BACK * DAY
    with clock.frozen(began):
        _remind(people, began, now)
    _deliver(began, now)
    _report(dice, now)
    _write_back(people, dice, now)
    _stop(people, now)
    _wish(people, began)


def _people(now: dt.datetime) -> list[_Reached]:
    """Choose people in treatment who may be written to: every third by e-mail, the others by text."""
    admitted = Client.objects.filter(episodes__status=EpisodeStatus.ADMITTED).distinct().order_by("record_number")
    points = ContactPoint.objects.filter(client__in=admitted).order_by("-is_preferred", "created_at")
    by_kind: dict[tuple[str, object], str] = {}
    for point in points:
        if point.may_leave_message or point.kind == ContactKind.EMAIL:
            by_kind.setdefault((point.kind, point.client_id), point.value)
    found: list[_Reached] = []
    for client in admitted:
        order = (Channel.EMAIL, Channel.SMS) if len(found) % 3 == 2 else (Channel.SMS, Channel.EMAIL)
        ways = ((way, by_kind.get((_kind(way), client.pk))) for way in order)
        way = next(((channel, to) for channel, to in ways if to), None)
        if way and len(found) < PEOPLE:
            found.append(_Reached(client, way[0], str(way[1])))
    _agree(found, now - 10 * 7 * DAY)
    return found


def _kind(channel: Channel) -> ContactKind:
    return ContactKind.PHONE if channel == Channel.SMS else ContactKind.EMAIL


def _agree(people: Sequence[_Reached], at: dt.datetime) -> None:
    with clock.frozen(at):
        for person in people:
            set_channel_permissions(by=SYSTEM, client=person.client, wanted={person.channel: True}, at=at)


def _remind(people: Sequence[_Reached], began: dt.datetime, now: dt.datetime) -> None:
    """Queue the day-before reminder of each day that was planned for them."""
    by_client = {person.client.pk: person for person in people}
    lines = Attendance.objects.filter(
        client__in=by_client, session__starts_at__gt=began + DAY, session__starts_at__lte=now
    ).select_related("session__site")
    drafts = [_reminder(by_client[line.client_id], line) for line in lines.order_by("session__starts_at", "pk")]
    queue_many(by=SYSTEM, drafts=drafts)


def _reminder(person: _Reached, line: Attendance) -> Draft:
    session = line.session
    zone = session.site.time_zone
    day = session.starts_at.astimezone(ZoneInfo(zone)).date() - DAY
    language = person.client.language
    return Draft(
        channel=person.channel, to=person.to, recipient=("client", person.client.pk), template="session_reminder",
        language=language, due_at=clock.at_local(day, AFTERNOON, zone), basis=to_the_client("reminder", "schedule"),
        dedupe_key=f"story:{line.pk}", about=("sessions_app.programsession", session.pk), site_id=session.site_id,
        context={"when": when_words(session.starts_at, zone, language), "phone": phone_words(session.site.phone)},
        expires_at=session.starts_at, priority=Priority.REMINDER,
    )  # fmt: skip


def _deliver(began: dt.datetime, now: dt.datetime) -> None:
    """Deliver day by day what fell due, as the worker would have."""
    for at in [*_moments(began, now), now]:
        for _ in range(ROUNDS):
            with clock.frozen(at):
                if not delivery.deliver(at=at):
                    break
            # The pace allows so many in a minute.
            at += dt.timedelta(seconds=61)
            if at > now:
                break


def _moments(began: dt.datetime, now: dt.datetime) -> list[dt.datetime]:
    """Say when the worker looked: long ago once a day, after the day's last message; lately whenever something fell due."""
    due = Message.objects.filter(status=MessageStatus.WAITING, due_at__lte=now).order_by("due_at")
    every = [at + SHORTLY for at in due.values_list("due_at", flat=True).distinct() if at + SHORTLY < now]
    last_of_day = {at.date(): at for at in every if at < began}
    return [*last_of_day.values(), *[at for at in every if at >= began][-MOST_MOMENTS:]]


def _report(dice: Random, now: dt.datetime) -> None:
    """Let providers tell how messages fared: most arrived, one came back, one number was switched off."""
    sent = list(
        Message.objects.filter(status=MessageStatus.SENT, outcome="", recipient_kind="client").order_by("sent_at")
    )
    odd = [row for row in sent if row.priority == Priority.CHANGE][-1:] + sent[len(sent) // 2 : len(sent) // 2 + 2]
    unlucky = {row.pk for row in odd}
    arrived = [row for row in sent if row.pk not in unlucky]
    told = []
    for row in arrived:
        row.outcome = Outcome.DELIVERED
        row.outcome_at = at = (row.sent_at or now) + dt.timedelta(seconds=dice.randint(2, 40))
        told.append(Receipt(message=row, at=at, outcome=row.outcome, said="delivered", created_at=at))
    Message.objects.bulk_update(arrived, ["outcome", "outcome_at"])
    Receipt.objects.bulk_create(told)
    for row in odd:
        at = min(now, (row.sent_at or now) + dt.timedelta(minutes=3))
        is_mail = row.channel == Channel.EMAIL
        with clock.frozen(at):
            receipts.note(
                key=row.key, outcome=Outcome.BOUNCED if is_mail else Outcome.UNDELIVERED, said="bounced" if is_mail else "30003", at=at
            )  # fmt: skip


def _write_back(people: Sequence[_Reached], dice: Random, now: dt.datetime) -> None:
    """Some wrote a word of their own, one said stop and start again, one stop in Spanish; older texts were read."""
    phones = [person.to for person in people if person.channel == Channel.SMS]
    if not phones:
        return
    came = [
        (now - dt.timedelta(hours=5 + 31 * number), words, dice.choice(phones)) for number, words in enumerate(WORDS)
    ]
    came += [(now - 9 * DAY, "STOP", phones[0]), (now - 8 * DAY, "START", phones[0])]
    came += [(now - dt.timedelta(hours=30), "ALTO", phones[-1])] if len(phones) > 2 else []
    for at, words, address in sorted(came):
        with clock.frozen(at):
            replies.came_in(address=address, words=words, provider_id=f"story:{at.isoformat()}", at=at)
    for reply_id in _old_replies(now):
        with clock.frozen(now):
            workflow.reply_seen(by=SYSTEM, reply_id=reply_id, at=now)


def _old_replies(now: dt.datetime) -> list[uuid.UUID]:
    return list(Reply.objects.filter(at__lt=now - 2 * DAY, kind=ReplyKind.OTHER).values_list("pk", flat=True))


def _stop(people: Sequence[_Reached], now: dt.datetime) -> None:
    """One mailbox used the link at the end of an e-mail."""
    mails = [person.to for person in people if person.channel == Channel.EMAIL]
    if mails:
        stops.stop(channel=Channel.EMAIL, address=mails[-1], source=StopSource.LINK, at=now - 2 * DAY)


def _wish(people: Sequence[_Reached], at: dt.datetime) -> None:
    for person, (first, last) in zip(people[1:3], ((10, 20), (9, 17)), strict=False):
        with clock.frozen(at):
            settling.set_safe_hours(by=SYSTEM, client_id=person.client.pk, from_hour=first, until_hour=last, at=at)
