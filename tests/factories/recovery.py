"""Homework and journals to test with, made by the real actions."""

from __future__ import annotations

from types import SimpleNamespace

from clients.portal import outsider
from tests.factories import measures as desks
from tests.factories.portal import make_account
from therapy.actions import homework as tasks
from therapy.actions import journal

AT = desks.AT
TODAY = desks.TODAY
WORDS = "I walked home another way today."


def make_desk(**fields) -> SimpleNamespace:
    """A client in treatment with a counselor, who signs in from outside (``account``, ``me``)."""
    desk = desks.make_desk(**fields)
    desk.account = make_account(client=desk.client)
    desk.me = outsider(desk.account.user, AT).actor
    return desk


def give(desk, words="Call one person who is good for you.", at=AT, **fields):
    (made,) = tasks.give_homework(by=desk.by, episodes=[desk.episode], words=words, at=at, **fields)
    return made


def write(desk, words=WORDS, at=AT, **fields):
    return journal.write_entry(by=desk.me, client=desk.client, words=words, at=at, **fields)


def share(desk, at=AT, **fields):
    return journal.share_entry(by=desk.me, entry=write(desk, at=at, **fields), at=at)
