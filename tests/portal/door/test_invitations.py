"""Inviting: by whom, whom, after which check of identity; what of it opens something and what does not."""

import datetime as dt

import pytest

from clients.actions import portal
from clients.actions.portal.accepting import standing
from clients.models import PortalAccount, PortalInvitation, RelatedPerson, Relationship
from clients.portal_tokens import INVITATION, token_of
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.notifications.models import Message
from tests.factories.clients import AT, make_actor, make_client, make_site
from tests.factories.door import PIN, make_holder, wrong

USUAL = {"email": "ada@home.example", "language": "en", "identity_check": "photo_id"}


def invite(desk, by=None, **fields):
    return portal.invite(by=by or desk.as_counselor, client=desk.who, at=AT, **{**USUAL, **fields})


def accept(invited, **fields):
    typed = {"code": invited.code, "pin": PIN, "again": PIN, "language": "en", "at": AT, **fields}
    return portal.accept(token=token_of(INVITATION, invited.row.pk), **typed)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "nobody"), ("identity_check", ""), ("identity_check", "a feeling"), ("language", "xx")],
)
def test_what_is_missing_is_said_beside_the_field(desk, field, value):
    with pytest.raises(Invalid) as refused:
        invite(desk, **{field: value})
    assert refused.value.field == field


def test_only_a_role_that_says_so_invites(desk):
    with pytest.raises(NotAllowed):
        invite(desk, by=make_actor(desk.site, "biller"))


def test_a_colleague_of_another_site_does_not_invite(desk):
    with pytest.raises(NotAllowed):
        invite(desk, by=make_actor(make_site(), "counselor"))


def test_whoever_can_sign_in_already_is_not_invited_again(desk):
    make_holder(client=desk.who)
    with pytest.raises(Conflict):
        invite(desk)


def test_a_new_invitation_ends_the_one_before(desk, invited):
    invite(desk)
    with pytest.raises(portal.NoWay):
        accept(invited)


def test_the_letter_rests_without_a_link_and_without_the_code(invited):
    message = Message.objects.get(recipient_kind="account")
    assert token_of(INVITATION, invited.row.pk) not in message.body
    assert invited.code not in message.body


def test_neither_the_code_nor_the_link_rests_in_the_database(invited):
    kept = PortalInvitation.objects.values().get()
    assert invited.code not in str(kept["code"])
    assert kept["token"] != token_of(INVITATION, invited.row.pk)


def test_link_and_code_together_make_a_sign_in(desk, invited):
    account = accept(invited)
    assert (account.client, account.user.kind) == (desk.who, "client")
    assert AuditEvent.objects.filter(verb="portal.accepted").exists()


def test_a_forwarded_letter_alone_opens_nothing(invited):
    with pytest.raises(Invalid) as refused:
        accept(invited, code=wrong(invited.code))
    assert refused.value.field == "code"


def test_the_fifth_wrong_code_ends_the_invitation(invited):
    for _ in range(4):
        with pytest.raises(Invalid):
            accept(invited, code=wrong(invited.code))
    with pytest.raises(portal.NoWay):
        accept(invited, code=wrong(invited.code))
    with pytest.raises(portal.NoWay):
        accept(invited)
    assert AuditEvent.objects.filter(verb="portal.code_wrong").count() == 5


def test_it_is_accepted_once(invited):
    accept(invited)
    with pytest.raises(portal.NoWay):
        accept(invited)
    assert AuditEvent.objects.filter(verb="portal.invitation_useless").count() == 1


def test_after_a_week_it_opens_nothing(invited):
    with pytest.raises(portal.NoWay):
        accept(invited, at=AT + dt.timedelta(days=7))


def test_taken_back_it_opens_nothing(desk, invited):
    portal.revoke(by=desk.as_counselor, client=desk.who, invitation_id=invited.row.pk, at=AT)
    assert standing(token_of(INVITATION, invited.row.pk), AT) is None


def test_an_accepted_one_is_not_taken_back(desk, invited):
    accept(invited)
    with pytest.raises(Conflict):
        portal.revoke(by=desk.as_counselor, client=desk.who, invitation_id=invited.row.pk, at=AT)


def test_a_bad_pin_is_no_wrong_code(invited):
    with pytest.raises(Invalid):
        accept(invited, pin="123456", again="123456")
    invited.row.refresh_from_db()
    assert invited.row.tries == 0


def test_a_relative_without_a_release_is_refused_with_the_reason(desk):
    person = RelatedPerson.objects.create(first_name="Ruth")
    Relationship.objects.create(client=desk.who, person=person, role="mother")
    with pytest.raises(NotAllowed, match="release"):
        invite(desk, person=person)


def test_a_stranger_is_no_relative(desk):
    with pytest.raises(NotAllowed, match="contacts"):
        invite(desk, person=RelatedPerson.objects.create(first_name="Ruth"))


def test_two_clients_of_one_inbox_are_told_apart_by_a_word(desk, invited):
    other = make_client(desk.site, by=desk.as_director)
    row, code = portal.invite(by=desk.as_counselor, client=other, at=AT, **USUAL)
    accept(invited)
    portal.accept(token=token_of(INVITATION, row.pk), code=code, pin=PIN, again=PIN, language="es", at=AT)
    words = set(PortalAccount.objects.values_list("word", flat=True))
    assert len(words) == 2
