"""The demo's story of messages with the care team: asked and answered, waiting, late, taken by nobody, closed."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from clients.actions.threads import keeping, reading, writing
from clients.choices import CareRole
from clients.models import CareTeamMembership, Episode, PortalAccount, Thread
from clients.portal import outsider
from iop.access.actors import Actor
from iop.core import clock
from iop.demo.clinic import Clinic

WRITERS = 14
"""How many clients write; those with the demo's own sign-ins are among the first."""
WITH_A_PAPER = 3
DESK = {"medication": "Verghese", "paperwork": "Lindqvist"}
"""Who answers what, by last name; everything else the client's own counselor."""
OTHERWISE = "Ferreira"


@dataclass(frozen=True)
class Story:
    """One thread: ``lines`` are (hours after the one before, whether by the client, words); the last ones may still wait."""

    about: str
    subject: str
    lines: Sequence[tuple[int, bool, str]]
    is_closed: bool = False
    is_read: bool = True


ENGLISH = (
    Story(
        "paperwork", "Letter for my employer",
        (
            (0, True, "My manager wants something in writing about my Tuesdays and Thursdays. Here is what they sent me."),
            (20, False, "Thank you for the form. I can confirm the times of your appointments and nothing else. You would sign a release for them first: it is under My papers."),
            (3, True, "Signed it just now."),
            (19, False, "The letter is ready at the front desk. Good that you asked early."),
        ),
        is_closed=True,
    ),
    Story(
        "appointment", "Dentist next week",
        (
            (0, True, "I have a dentist on Wednesday at ten, it was the only time they had. Can I make the morning up?"),
            (6, False, "Yes. Saturday at nine has room, I have put you down for it. Come as you are after the dentist."),
        ),
        is_read=False,
    ),
    Story(
        "medication", "Sleep since the new dose",
        (
            (0, True, "Since the dose went up I wake at four every night. Should I take it in the morning instead?"),
            (22, False, "Thank you for telling me. Please keep the time as it is until we have spoken; I can call you today between one and two."),
            (2, True, "One is good. Thanks."),
        ),
    ),
    Story("other", "Ride on Friday", ((0, True, "My sister can't drive me on Friday. Is there still the bus pass we talked about?"),)),
    Story(
        "other", "Thank you",
        (
            (0, True, "Just wanted to say that yesterday's group helped. I called my brother afterwards."),
            (18, False, "That is good to read. Tell the group about it if you like."),
        ),
        is_closed=True,
    ),
    Story("appointment", "Running late tomorrow", ((0, True, "School starts late tomorrow, I will be there around twenty past nine."),)),
)  # fmt: skip
SPANISH = (
    Story(
        "appointment", "Cita con la escuela",
        (
            (0, True, "El jueves tengo cita en la escuela de mi hija a las diez. ¿Puedo venir el sábado?"),
            (6, False, "Sí, el sábado a las nueve hay lugar. Ya lo anoté. Que le vaya bien en la escuela."),
            (3, True, "Muchas gracias."),
        ),
    ),
    Story("paperwork", "Carta para el seguro", ((0, True, "El seguro me pide una carta. Le mando la foto de lo que recibí."),)),
)  # fmt: skip


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    for number, account in enumerate(_writers()):
        stories = SPANISH if account.user.language == "es" else ENGLISH
        told = [stories[(number + more) % len(stories)] for more in range(2 if number < WITH_A_PAPER else 1)]
        for place, story in enumerate(told):
            paper = number < WITH_A_PAPER and place == 0
            _tell(
                house,
                account,
                story,
                now - dt.timedelta(days=_days_ago(story, dice), hours=dice.randrange(1, 7)),
                paper,
                now,
            )


def _writers() -> list[PortalAccount]:
    rows = PortalAccount.objects.filter(client__isnull=False, ended_at__isnull=True).select_related("user", "client")
    return list(rows.order_by("pk")[:WRITERS])


def _days_ago(story: Story, dice: Random) -> int:
    if len(story.lines) == 1:
        return dice.randrange(0, 3)
    return dice.randrange(3, 28)


def _tell(house: Clinic, account: PortalAccount, story: Story, at: dt.datetime, paper: bool, now: dt.datetime) -> None:
    stay = Episode.objects.filter(client=account.client_id).select_related("site").order_by("-opened_on").first()
    them = outsider(account.user, at)
    if stay is None or them is None or them.client is None:
        return
    at = max(at, account.created_at + dt.timedelta(hours=1))
    thread: Thread | None = None
    for hours, by_client, words in story.lines:
        at += dt.timedelta(hours=hours)
        if at > now:
            return
        with clock.frozen(at):
            if thread is None:
                thread = writing.open_thread(
                    by=them.actor, client=them.client, about=story.about, subject=story.subject, words=words, at=at,
                    key=uuid.uuid4(), files=[_page()] if paper else [],
                )  # fmt: skip
            elif by_client:
                writing.write(by=them.actor, thread=thread, words=words, key=uuid.uuid4(), at=at)
            else:
                _answer(house, _desk(house, stay, story, at), thread, words, at)
    if thread is not None:
        _ends(house, them.actor, _desk(house, stay, story, at), thread, story, at)


def _answer(house: Clinic, by: Actor, thread: Thread, words: str, at: dt.datetime) -> None:
    thread.refresh_from_db()
    reading.mark_read(by=by, thread=thread, until=thread.last_at, at=at)
    writing.answer(by=by, thread=thread, words=words, key=uuid.uuid4(), seen=thread.last_at, at=at)


def _ends(house: Clinic, them: Actor, desk: Actor, thread: Thread, story: Story, at: dt.datetime) -> None:
    thread.refresh_from_db()
    with clock.frozen(at):
        if story.is_read:
            reading.mark_read(by=them, thread=thread, until=thread.last_at, at=at)
        if len(story.lines) > 1 and thread.waits_since is not None:
            keeping.settle(by=desk, thread=thread, version=thread.version, at=at)
        if story.is_closed:
            keeping.close(by=desk, thread=thread, version=thread.version, at=at)


def _desk(house: Clinic, stay: Episode, story: Story, at: dt.datetime) -> Actor:
    names = {staff.pk: last for last, staff in house.staff.items()}
    day = clock.local_date(at, stay.site.time_zone)
    team = CareTeamMembership.objects.on(day).filter(episode=stay, role=CareRole.PRIMARY_COUNSELOR).first()
    own = names.get(team.staff_id, OTHERWISE) if team else OTHERWISE
    return house.acting(DESK.get(story.about, own), at)


def _page() -> io.BytesIO:
    """Draw a plain page, as a phone's camera would give it."""
    page = Image.new("RGB", (600, 800), "white")
    pen = ImageDraw.Draw(page)
    pen.text((60, 80), "Please confirm the times in writing.", fill="black")
    pen.text((60, 120), "Made up for the demo clinic. No person is meant.", fill="black")
    file = io.BytesIO()
    page.save(file, "PNG")
    file.seek(0)
    file.name = "letter.png"
    return file
