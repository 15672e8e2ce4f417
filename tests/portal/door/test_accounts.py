"""Looking after an account."""

import pytest
from allauth.mfa.models import Authenticator

from clients.actions import portal
from clients.actions.holds import hold_messages
from clients.actions.portal.links import standing
from clients.portal import outsider
from iop.core.errors import Invalid, NotAllowed
from tests.factories.clients import AT, TODAY, make_actor, make_client
from tests.factories.door import PIN, make_holder, make_link, wrong

NEW = "806152"


@pytest.fixture
def holder(desk, now):
    return make_holder(client=desk.who)


def change(holder, **fields):
    typed = {"old": PIN, "pin": NEW, "again": NEW, "at": AT, **fields}
    portal.change_pin(by=outsider(holder.user, AT).actor, account=holder, **typed)


def end(desk, holder, by=None, reason="asked"):
    portal.end_access(by=by or desk.as_counselor, client=desk.who, account_id=holder.pk, reason=reason, at=AT)


def test_the_new_pin_opens_and_the_old_does_not(holder):
    change(holder)
    token = make_link(holder)
    with pytest.raises(portal.WrongPin):
        portal.enter_by_link(token=token, pin=PIN, at=AT)
    assert portal.enter_by_link(token=token, pin=NEW, at=AT) == holder


def test_the_old_pin_typed_wrong_is_said_beside_it_and_counted(holder):
    with pytest.raises(portal.WrongPin) as refused:
        change(holder, old=wrong())
    holder.refresh_from_db()
    assert (refused.value.field, holder.tries) == ("old", 1)


def test_a_birth_date_is_no_pin(holder):
    with pytest.raises(Invalid, match="date of birth"):
        change(holder, pin="051790", again="051790")


def test_ended_access_is_gone_at_once(desk, holder):
    token = make_link(holder)
    end(desk, holder)
    holder.user.refresh_from_db()
    assert outsider(holder.user, AT) is None
    assert standing(token, AT) is None


def test_passkeys_end_with_the_access(desk, holder):
    Authenticator.objects.create(user=holder.user, type="webauthn", data={})
    end(desk, holder)
    assert not Authenticator.objects.exists()


def test_an_end_has_a_reason(desk, holder):
    with pytest.raises(Invalid):
        end(desk, holder, reason="")


def test_somebody_elses_chart_does_not_end_it(desk, holder):
    other = make_client(desk.site, by=desk.as_director)
    with pytest.raises(NotAllowed):
        portal.end_access(by=desk.as_counselor, client=other, account_id=holder.pk, reason="asked", at=AT)


def test_a_role_without_the_right_does_not_end_it(desk, holder):
    with pytest.raises(NotAllowed):
        end(desk, holder, by=make_actor(desk.site, "biller"))


def test_after_a_death_nobody_signs_in_any_more(desk, holder):
    hold_messages(by=desk.as_director, client=desk.who, kind="deceased", starts_on=TODAY, at=AT)
    holder.refresh_from_db()
    assert holder.end_reason == "died"


def test_the_language_is_of_letters_too(holder):
    portal.speak(by=outsider(holder.user, AT).actor, account=holder, language="es")
    holder.user.refresh_from_db()
    assert holder.user.language == "es"
