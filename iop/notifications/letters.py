"""An e-mail as it leaves: its words, and for everybody outside the link by which they stop such e-mails."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from iop.notifications.choices import Channel
from iop.notifications.models import Message

SALT = "iop.notifications.unsubscribe"
STAFF = "staff"
ACCOUNT = "account"
"""Somebody who signs in from outside, or is invited to: they are sent what they asked for, and no link to stop it."""
LINK_PLACE = "{link}"
"""Where a letter's words keep a place for a link that is worked out only as it leaves (``settings.MESSAGE_LINKS``)."""


@dataclass(frozen=True)
class Letter:
    """What is handed to a mail provider."""

    subject: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def letter_of(message: Message, *, leaving: bool = False) -> Letter:
    """Write a message as it leaves. Staff get no link: what they are told belongs to their work.

    ``leaving`` says that it is handed to a provider now: only then is a link that opens something filled in.
    Source of the headers: RFC 8058 (one click), RFC 2369.
    """
    headers = {"Message-ID": f"<{message.key}@messages>"} if message.channel == Channel.EMAIL else {}
    link, body = unsubscribe_url(message), _with_link(message) if leaving else message.body
    if not link:
        return Letter(message.subject, body, headers)
    with translation.override(message.language):
        foot = _("To get no more of these e-mails: %(link)s") % {"link": link}
    more = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Letter(message.subject, f"{body}\n\n{foot}", {**headers, **more})


def unsubscribe_url(message: Message) -> str:
    """Give the link by which whoever reads an e-mail stops them; none for texts, for staff, or without ``SITE_URL``."""
    if message.channel != Channel.EMAIL or message.recipient_kind in (STAFF, ACCOUNT) or not settings.SITE_URL:
        return ""
    return settings.SITE_URL + reverse("unsubscribe", args=[token_of(message)])


def _with_link(message: Message) -> str:
    path = settings.MESSAGE_LINKS.get(message.about_kind)
    if path is None or LINK_PLACE not in message.body:
        return message.body
    return message.body.replace(LINK_PLACE, import_string(path)(message.about_id))


def token_of(message: Message) -> str:
    """Give what stands for a message in its link: signed, so that nobody stops what others want, and it names nobody."""
    return signing.Signer(salt=SALT).sign(message.pk.hex)


def message_of(token: str) -> Message | None:
    """Find the message that a link came with; none for a token that was not made here."""
    try:
        found = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Message.objects.filter(pk=found).first()
