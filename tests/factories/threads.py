"""Messages between a client and their care team, at a site that is open on weekdays from nine to five."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from types import SimpleNamespace

from clients import actions
from clients.actions.threads import keeping, reading, writing
from clients.models import Thread
from clients.portal import outsider
from iop.clinic.actors import actor_of
from tests.documents.files import pdf
from tests.factories.clients import AT, TODAY, make_admitted, make_site, make_staff
from tests.factories.portal import make_account

HOUR = dt.timedelta(hours=1)


def make_talk(**fields) -> SimpleNamespace:
    """A client in treatment who signs in from outside, their counselor, a case manager, and nothing written yet."""
    site = make_site(**fields)
    director = actor_of(make_staff(site).pk, AT)
    counselor, manager = make_staff(site, "counselor"), make_staff(site, "case_manager")
    stay = make_admitted(site, by=director)
    actions.assign_care_team(
        by=director, episode=stay, staff=counselor, role="primary_counselor", starts_on=TODAY, at=AT
    )
    account = make_account(client=stay.client)
    return SimpleNamespace(
        site=site, stay=stay, client=stay.client, account=account, them=outsider(account.user, AT).actor, director=director,
        counselor=counselor, by=actor_of(counselor.pk, AT), manager=manager, by_manager=actor_of(manager.pk, AT),
    )  # fmt: skip


def begin(talk, *, by=None, at=AT, about="other", subject="My shifts", words="My shifts changed.", **more) -> Thread:
    """Begin a thread: by the client, unless somebody else is named."""
    fields = {"key": uuid.uuid4(), **more}
    return writing.open_thread(
        by=by or talk.them, client=talk.client, about=about, subject=subject, words=words, at=at, **fields
    )


def write(talk, thread, *, words="And one more thing.", at=AT + HOUR, **more):
    """Let the client write on."""
    return writing.write(by=talk.them, thread=thread, words=words, at=at, **{"key": uuid.uuid4(), **more})


def answer(talk, thread, *, by=None, words="Let's look at it.", at=AT + HOUR, **more):
    """Let a colleague answer, having seen all of it."""
    thread = Thread.objects.get(pk=thread.pk)
    fields = {"key": uuid.uuid4(), "seen": thread.last_at, **more}
    return writing.answer(by=by or talk.by, thread=thread, words=words, at=at, **fields)


def read_all(talk, thread, *, by=None, at=AT + 2 * HOUR) -> None:
    """Let somebody read all of it: the client, unless a colleague is named."""
    reading.mark_read(by=by or talk.them, thread=thread, until=Thread.objects.get(pk=thread.pk).last_at, at=at)


def end_treatment(talk) -> None:
    """End the stay: their sign-in and what was written stay theirs."""
    actions.close_episode(
        by=talk.director, episode=talk.stay, on=TODAY, kind="completed", reason="Goals were met.", at=AT
    )


def close(talk, thread, *, at=AT + 3 * HOUR):
    """Let the counselor close it."""
    return keeping.close(by=talk.by, thread=thread, version=Thread.objects.get(pk=thread.pk).version, at=at)


def upload(content=None, name="letter.pdf"):
    """A file as a browser sends it."""
    paper = io.BytesIO(pdf() if content is None else content)
    paper.name = name
    return paper
