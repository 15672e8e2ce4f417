"""Texts that come in: kept, understood where they are one of a few words, and answered neutrally."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from iop.access.actors import SYSTEM
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.crypto import blind_index, blind_indexes
from iop.notifications import stops
from iop.notifications.choices import Channel, ReplyKind, StopSource
from iop.notifications.models import Message, Reply
from iop.notifications.wording import neutral_sender, words_of
from iop.notifications.words_back import LONGEST, meaning_of

ANSWERS = {
    ReplyKind.STOP: "answer_stopped", ReplyKind.START: "answer_started", ReplyKind.HELP: "answer_help", ReplyKind.OTHER: "answer_not_read",
}  # fmt: skip
PLACE = "notifications_reply.address"
RATHER_NOT_AGAIN = dt.timedelta(hours=24)
"""For how long a second text of no known meaning is not answered: two machines would write to each other forever."""


@dataclass(frozen=True)
class _Last:
    """The last message to a number: from which site, in which language. To whom is not asked: the number may be shared."""

    site_id: uuid.UUID | None
    language: str


@transaction.atomic
def came_in(*, address: str, words: str, provider_id: str, at: dt.datetime) -> str:
    """Keep a text, do what its word asks for, and give the neutral answer; empty when it needs none or came before.

    Stop and start concern the address, for all who are reached there. Other words are kept for a colleague to read and
    attached to nobody.
    """
    meaning, last = meaning_of(words), _last_to(address)
    is_first = meaning.kind != ReplyKind.OTHER or not _wrote_lately(address, at)
    reply = Reply(
        address=address, address_index=blind_index(address, PLACE), words=words[:LONGEST], kind=meaning.kind, at=at,
        provider_id=provider_id[:120], site_id=last.site_id if last else None,
    )  # fmt: skip
    if not _kept_once(reply):
        return ""
    _obey(meaning.kind, address, at)
    record(by=SYSTEM, verb="notifications.reply", subject=reply, site_id=reply.site_id, detail={"kind": meaning.kind})
    for path in settings.MESSAGE_CAME_IN:
        import_string(path)(reply, at)
    language = meaning.language or (last.language if last else "en")
    return _answer(meaning.kind, language, reply.site_id) if is_first else ""


def _kept_once(reply: Reply) -> bool:
    Reply.objects.bulk_create([reply], ignore_conflicts=True)
    return Reply.objects.filter(pk=reply.pk).exists()


def _obey(kind: ReplyKind, address: str, at: dt.datetime) -> None:
    if kind == ReplyKind.STOP:
        stops.stop(channel=Channel.SMS, address=address, source=StopSource.WORD, at=at)
    elif kind == ReplyKind.START:
        stops.start(channel=Channel.SMS, address=address, source=StopSource.WORD, at=at)


def _wrote_lately(address: str, at: dt.datetime) -> bool:
    lately = Reply.objects.filter(address_index__in=blind_indexes(address, PLACE), at__gt=at - RATHER_NOT_AGAIN)
    return lately.filter(kind=ReplyKind.OTHER).exists()


def _last_to(address: str) -> _Last | None:
    rows = Message.objects.filter(channel=Channel.SMS, to=address, sent_at__isnull=False)
    found = rows.order_by("-sent_at").values_list("site_id", "language").first()
    return _Last(*found) if found else None


def _answer(kind: ReplyKind, language: str, site_id: uuid.UUID | None) -> str:
    sites = Site.objects.order_by("created_at")
    site = (sites.filter(pk=site_id).first() if site_id else None) or sites.first()
    values = {"phone": _at_home(site.phone) if site else "", "sender": neutral_sender()}
    return words_of(ANSWERS[kind], language, values).body


def _at_home(phone: Any) -> str:
    """Say a number as people read it at home, without the country: (617) 555-0100."""
    return str(getattr(phone, "as_national", phone) or "")
