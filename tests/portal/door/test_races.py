"""Two at once: a link or an invitation used twice. One wins."""

import pytest

from clients.actions import portal
from clients.models import PortalAccount
from clients.portal_tokens import INVITATION, token_of
from tests.factories.clients import AT, make_client, make_clinic
from tests.factories.door import PIN, make_holder, make_link
from tests.therapy.test_assessment_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_use_one_link():
    clinic = make_clinic()
    token = make_link(make_holder(client=make_client(clinic.site)))
    came = together(*(lambda: portal.enter_by_link(token=token, pin=PIN, at=AT) for _ in range(2)))
    assert sorted(getattr(each, "code", "in") for each in came) == ["in", "no_way"]


def test_two_who_accept_one_invitation():
    clinic = make_clinic()
    row, code = portal.invite(
        by=clinic.as_counselor, client=make_client(clinic.site), email="a@home.example", language="en",
        identity_check="known", at=AT,
    )  # fmt: skip
    typed = {"token": token_of(INVITATION, row.pk), "code": code, "pin": PIN, "again": PIN, "language": "en", "at": AT}
    came = together(*(lambda: portal.accept(**typed) for _ in range(2)))
    assert sorted(getattr(each, "code", "in") for each in came) == ["in", "no_way"]
    assert PortalAccount.objects.count() == 1


def test_two_colleagues_who_invite_one_person_leave_one_invitation():
    clinic = make_clinic()
    who = make_client(clinic.site)
    usual = {"email": "a@home.example", "language": "en", "identity_check": "known", "at": AT}
    together(
        *(lambda by=by: portal.invite(by=by, client=who, **usual) for by in (clinic.as_counselor, clinic.as_director))
    )
    from clients.models import PortalInvitation

    assert PortalInvitation.objects.filter(client=who, revoked_at__isnull=True).count() == 1
