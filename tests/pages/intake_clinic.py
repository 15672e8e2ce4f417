"""A desk where calls are taken, and colleagues who open its pages."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from clients.models import Inquiry, InquiryStatusChange
from iop.access.actors import SYSTEM
from iop.clinic.actions import save_profile
from iop.clinic.models import OnCallShift
from tests.factories import ground
from tests.factories.clients import AT
from tests.factories.intake import accept, make_desk, take

NINE = dt.datetime(2026, 3, 2, 14, 0, tzinfo=dt.UTC)
"""Monday 2 March 2026, 9:00 in New York."""
CALL = {
    "do": "save", "channel": "phone", "caller_is": "self", "callback_phone": "617 555 0177", "reply_by": "phone",
    "first_name": "Imani", "last_name": "Brook", "date_of_birth": "1992-07-09", "language": "en", "safety": "safe",
    "urgency": "routine", "referral_kind": "self", "payer_kind": "commercial",
}  # fmt: skip
ASK = {
    "for_whom": "self", "name": "Imani Brook", "phone": "617 555 0177", "reply_by": "phone", "message": "I want to start.",
}  # fmt: skip


def make_house(**track):
    """A desk with somebody on call and a published program page."""
    desk = make_desk(**track)
    OnCallShift.objects.create(
        site=desk.site, staff=desk.director, phone="+16175550199", starts_at=AT - dt.timedelta(days=1),
        ends_at=AT + dt.timedelta(days=30),
    )  # fmt: skip
    return desk


def publish(desk, **fields):
    return save_profile(
        by=SYSTEM, site_id=desk.site.pk, version=0, **{
            "is_published": True, "form_enabled": True, "about_en": "Care by day, home at night.",
            "about_es": "Atención de día.", "licence": "MA 1234", "therapies": ["cbt", "family"], "co_occurring": True,
            "insurers": ["Commonwealth Care", "MassHealth"], **fields,
        },
    )  # fmt: skip


def page(browser, name, /, *ids, **data):
    return browser.get(reverse(name, args=ids), data)


def send(browser, name, /, *ids, **data):
    return browser.post(reverse(name, args=ids), data)


def signed_in(browser, staff):
    ground.sign_in(browser, staff)
    return browser


def crowd(desk, number, status="new"):
    """Many inquiries, written in bulk: how they came does not matter here."""
    start = Inquiry.objects.count()
    rows = Inquiry.objects.bulk_create(
        Inquiry(
            site=desk.site, received_at=AT, callback_phone="+16175550123", first_name="Ada", last_name=f"Vale{start + each}",
            next_step_at=AT, owner=desk.worker,
        )
        for each in range(number)
    )  # fmt: skip
    InquiryStatusChange.objects.bulk_create(InquiryStatusChange(inquiry=row, status="new", at=AT) for row in rows)
    return rows


__all__ = [
    "ASK", "AT", "CALL", "NINE", "accept", "crowd", "make_house", "page", "publish", "send",
    "signed_in", "take",
]  # fmt: skip
