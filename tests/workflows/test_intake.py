"""From a call to a held seat."""

import datetime as dt

import pytest

from clients.models import Client, Episode, InquiryStatusChange
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.workflows import intake
from scheduling import seats
from tests.factories.clients import AT, TODAY
from tests.factories.intake import BORN, accept, make_desk, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def test_accepting_holds_a_seat_opens_a_chart_and_says_so(desk):
    inquiry = take(desk)
    held = accept(desk, inquiry)
    inquiry.refresh_from_db()
    assert inquiry.status == "accepted"
    assert inquiry.client.legal_last_name == "Doe"
    assert inquiry.episode.status == "inquiry"
    assert held.expires_at == AT + dt.timedelta(hours=48)
    assert seats.taken(desk.track, [TODAY], at=AT) == {TODAY: 1}
