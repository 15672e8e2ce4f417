"""Writing to each other. Sent twice is sent once; nobody answers past what they have not seen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import IO, Any

from django.db import transaction
from django.db.models import F

from clients import thread_policies as policies
from clients import thread_rules as rules
from clients.actions.threads.asking import ask_team, home_of, tell_client
from clients.actions.threads.reading import seen_until
from clients.models import Client, Thread, ThreadFile, ThreadMessage
from clients.rules import plain_line, plain_text
from clients.thread_choices import THREAD, ThreadAbout
from clients.threads import office_of, signs_in
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from iop.documents.actions import store_file
from iop.work.actions import close_for
from iop.work.choices import WorkKind

Uploads = Sequence[IO[bytes] | Any]
INSTANT = dt.timedelta(microseconds=1)
A_DAY = dt.timedelta(days=1)
CHANGED = ("last_at", "waits_since", "answer_by", "assigned_to_id", "closed_at", "closed_by_id")


@transaction.atomic
def open_thread(
    *, by: Actor, client: Client, about: str, subject: str, words: str, key: uuid.UUID, at: dt.datetime, files: Uploads = ()
) -> Thread:  # fmt: skip
    """Begin a thread with its first message: by the client from outside, or by a colleague to a client who signs in.

    ``key`` is made with the form: the same key again gives the thread that it made. Raises ``NotAllowed``, ``Invalid``.
    """
    # Held: the same form sent twice at once makes one thread.
    known = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    home = home_of(known.pk)
    if home is None:
        raise Conflict(say("There is no stay that this could belong to. Please call."))
    by_client = by.staff_id is None
    if by_client:
        require(policies.may_write(by, known.pk))
    else:
        has_sign_in = Client.objects.filter(signs_in("pk"), pk=known.pk).exists()
        require(policies.may_begin(by, home.site_id, signs_in=has_sign_in))
    sent = _sent_already(key, known.pk)
    if sent is not None:
        return sent.thread
    said = plain_line(subject)
    require_valid(rules.why_not_subject(said), "subject")
    if about not in ThreadAbout.values:
        raise Invalid(say("Choose what it is about."), field="about")
    thread = Thread.objects.create(
        client=known, site_id=home.site_id, about=about, subject=said, opened_at=at, last_at=at,
        assigned_to_id=by.staff_id,
    )  # fmt: skip
    record(
        by=by, verb="clients.thread_opened", subject=thread, clients=[known.pk], site_id=thread.site_id,
        detail={"about": str(about)},
    )  # fmt: skip
    _add(by, thread, words, key, at, files, first=True)
    return thread


@transaction.atomic
def write(
    *, by: Actor, thread: Thread, words: str, key: uuid.UUID, at: dt.datetime, files: Uploads = ()
) -> ThreadMessage:
    """Let a client write in their thread; a closed one is open again. Raises ``NotAllowed``, ``Invalid``."""
    require(policies.may_write(by, thread.client_id))
    row = _held(thread)
    return _sent_already(key, row.client_id) or _add(by, row, words, key, at, files)


@transaction.atomic
def answer(
    *, by: Actor, thread: Thread, words: str, key: uuid.UUID, seen: dt.datetime | None, at: dt.datetime, files: Uploads = ()
) -> ThreadMessage:  # fmt: skip
    """Let a colleague answer; what nobody had taken is theirs from then on.

    ``seen`` is the time of the newest message they saw. Raises ``Stale`` when something was written since: two colleagues who
    answer at once would say two things, and a client's afterthought would go unread.
    """
    row = _held(thread)
    require(policies.may_answer(by, row.site_id))
    require(policies.may_read(by, row))
    sent = _sent_already(key, row.client_id)
    if sent is not None:
        return sent
    if seen != row.last_at:
        raise Stale(say("Something was written meanwhile. Read it first; your words are kept below."))
    row.assigned_to_id = row.assigned_to_id or by.staff_id
    return _add(by, row, words, key, at, files)


def _held(thread: Thread) -> Thread:
    rows = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    return rows.get(pk=thread.pk)


def _sent_already(key: uuid.UUID, client_id: uuid.UUID) -> ThreadMessage | None:
    """Give what was sent with this key before. Another client's key is nobody's here."""
    found = ThreadMessage.objects.filter(key=key).select_related("thread").first()
    if found is None:
        return None
    if found.thread.client_id != client_id:
        raise Conflict(say("This could not be sent. Open the page again, please."))
    return found


def _add(
    by: Actor, thread: Thread, words: str, key: uuid.UUID, at: dt.datetime, files: Uploads, *, first: bool = False
) -> ThreadMessage:
    said, by_client = plain_text(words), by.staff_id is None
    require_valid(rules.why_not_words(said), "words")
    require_valid(rules.why_not_files(len(files)), "file")
    if by_client:
        theirs = ThreadMessage.objects.of_client(thread.client_id).filter(by_client=True, sent_at__gt=at - A_DAY)
        require_valid(rules.why_not_more(theirs.count()), "words")
    # Never at one time with another: who read until then has read all of it.
    sent_at = at if first else max(at, thread.last_at + INSTANT)
    message = ThreadMessage.objects.create(
        thread=thread, by_client=by_client, staff_id=by.staff_id, words=said, sent_at=sent_at, key=key
    )
    ThreadFile.objects.bulk_create([ThreadFile(message=message, file=store_file(by=by, upload=each)) for each in files])
    record(
        by=by, verb="clients.thread_written", subject=(THREAD, thread.pk), clients=[thread.client_id], site_id=thread.site_id,
        detail={"files": len(files), "again": thread.closed_at is not None},
    )  # fmt: skip
    thread.closed_at = thread.closed_by_id = None
    if by_client:
        _waits(by, thread, sent_at)
    else:
        _answered(by, thread, at)
    thread.last_at = sent_at
    values = {name: getattr(thread, name) for name in CHANGED}
    Thread.objects.filter(pk=thread.pk).update(version=F("version") + 1, **values)
    # Who writes has read what stands above it.
    seen_until(by=by, thread=thread, until=sent_at, at=at)
    if not by_client:
        tell_client(by=by, thread=thread, at=at)
    return message


def _waits(by: Actor, thread: Thread, at: dt.datetime) -> None:
    if thread.waits_since is None:
        thread.waits_since, thread.answer_by = at, office_of(thread.site, at).answer_by
    ask_team(by=by, thread=thread, at=at)


def _answered(by: Actor, thread: Thread, at: dt.datetime) -> None:
    thread.waits_since = thread.answer_by = None
    close_for(by=by, subject=(THREAD, thread.pk), kind=WorkKind.THREAD_WAITS, at=at)
