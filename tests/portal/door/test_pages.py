"""The doors as pages: neutral, in both languages, once."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from clients import portal_asking
from clients.actions import portal
from clients.models import PortalLink
from clients.portal_tokens import INVITATION, token_of
from iop.audit.models import AuditEvent
from tests.factories.clients import AT, make_client
from tests.factories.door import PIN, make_holder, make_link, wrong
from tests.factories.ground import make_organization, sign_in
from tests.factories.portal import enter


@pytest.fixture
def asked(monkeypatch):
    cache.clear()
    sent = []
    monkeypatch.setattr(portal_asking.current_app, "send_task", lambda task, args=(), **_: sent.append((task, *args)))
    return sent


@pytest.fixture
def holder(desk, now):
    return make_holder(client=desk.who)


def door(client, token):
    return reverse("door_enter", args=[token])


def without_token(answer):
    return re.sub(rb"[A-Za-z0-9]{64}", b"", answer.content)


def test_the_door_shows_the_crisis_numbers_without_a_sign_in(client, desk):
    assert b"tel:988" in client.get(reverse("door")).content


def test_the_door_names_no_demo_outside_the_demo(client, desk):
    assert b"demo" not in client.get(reverse("door")).content


def test_the_demo_buttons_do_not_exist_outside_the_demo(client, holder):
    assert client.post(reverse("door_demo"), {"who": "client@demo.example"}).status_code == 404


def test_known_and_unknown_addresses_get_the_same_answer(client, holder, asked):
    known = client.post(reverse("door"), {"email": holder.user.email})
    strange = client.post(reverse("door"), {"email": "stranger@home.example"})
    assert without_token(known) == without_token(strange)
    assert len(asked) == 2


def test_what_is_handed_to_the_worker_names_nobody(client, holder, asked):
    client.post(reverse("door"), {"email": holder.user.email})
    assert holder.user.email not in str(asked)


def test_the_worker_writes_and_has_it_leave_at_once(holder, asked):
    portal_asking.hand_in(holder.user.email)
    assert portal_asking.write(asked[0][1]) == 1
    assert asked[-1][0] == "notifications.deliver"


def test_one_inbox_is_not_written_to_without_end(client, holder, asked):
    statuses = [client.post(reverse("door"), {"email": holder.user.email}).status_code for _ in range(6)]
    assert (statuses[:5], statuses[5]) == ([200] * 5, 429)


def test_the_pin_signs_in(client, holder):
    answer = client.post(door(client, make_link(holder)), {"pin": PIN})
    assert answer.url == reverse("my_home")
    assert client.get(reverse("my_account")).status_code == 200


def test_opening_the_link_uses_nothing_up(client, holder):
    token = make_link(holder)
    client.get(door(client, token))
    assert PortalLink.objects.get().used_at is None


def test_a_wrong_pin_is_said_beside_it(client, holder):
    answer = client.post(door(client, make_link(holder)), {"pin": wrong()})
    assert answer.status_code == 422
    assert "pin" in answer.context["form"].errors


def test_a_used_link_shows_the_neutral_page(client, holder):
    token = make_link(holder)
    client.post(door(client, token), {"pin": PIN})
    client.post(reverse("leave"))
    assert client.get(door(client, token)).status_code == 410
    assert client.post(door(client, token), {"pin": PIN}).status_code == 410


def test_an_own_device_stays_signed_in_longer(client, holder, settings):
    client.post(door(client, make_link(holder)), {"pin": PIN, "own_device": "on"})
    assert client.session["limits"][0] == settings.PORTAL_OWN_IDLE_MINUTES


def test_a_shared_one_does_not(client, holder, settings):
    client.post(door(client, make_link(holder)), {"pin": PIN})
    assert client.session["limits"][0] == settings.PORTAL_IDLE_MINUTES


def test_the_sign_in_is_on_record(client, holder):
    client.post(door(client, make_link(holder)), {"pin": PIN})
    event = AuditEvent.objects.get(verb="portal.signed_in")
    assert (event.actor_kind, event.detail["method"]) == ("client", "link")


def test_an_invitation_is_accepted_on_one_page(client, desk, invited):
    url = reverse("welcome", args=[token_of(INVITATION, invited.row.pk)])
    assert client.get(url).status_code == 200
    typed = {"code": invited.code, "pin": PIN, "again": PIN, "language": "es"}
    answer = client.post(url, typed)
    assert answer.url == reverse("my_passkey_offer")
    assert client.get(url).status_code == 410


def test_a_forwarded_invitation_says_beside_the_code_that_it_is_wrong(client, invited):
    url = reverse("welcome", args=[token_of(INVITATION, invited.row.pk)])
    answer = client.post(url, {"code": wrong(invited.code), "pin": PIN, "again": PIN, "language": "en"})
    assert "code" in answer.context["form"].errors


def test_the_invitation_speaks_its_language(client, desk, now):
    row, _ = portal.invite(
        by=desk.as_counselor, client=desk.who, email="a@home.example", language="es", identity_check="known", at=AT
    )
    answer = client.get(reverse("welcome", args=[token_of(INVITATION, row.pk)]))
    assert b'lang="es"' in answer.content


def test_the_door_speaks_spanish_when_asked(client, desk):
    client.post(reverse("door_language"), {"language": "es", "next": reverse("door")})
    assert b'<html lang="es"' in client.get(reverse("door")).content


def test_another_place_is_no_next_page(client, desk):
    answer = client.post(reverse("door_language"), {"language": "es", "next": "https://elsewhere.example/"})
    assert answer.url == reverse("door")


def test_what_is_kept_on_their_own_device_stays_after_signing_out(client, holder):
    enter(client, holder)
    assert client.post(reverse("leave"), {"kept": "1"}).headers["Clear-Site-Data"] == '"cache"'


def test_a_client_does_not_come_in_by_the_door_of_staff(client, holder):
    holder.user.set_password("a-long-passphrase")
    holder.user.save()
    client.post(reverse("account_login"), {"login": holder.user.email, "password": "a-long-passphrase"})
    assert "_auth_user_id" not in client.session


def test_no_password_is_offered_to_a_client(client, holder, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": holder.user.email})
    assert mailoutbox == []


def test_a_colleagues_passkey_does_not_open_this_door(desk):
    from iop.portal.presenters.door import account_of

    assert account_of(desk.counselor.user_id) is None


def test_signing_out_elsewhere_ends_the_other_sign_in(client, holder):
    from django.test import Client

    other = Client()
    other.post(door(other, make_link(holder)), {"pin": PIN})
    client.post(door(client, make_link(holder)), {"pin": PIN})
    client.post(reverse("my_sessions_end"))
    assert other.get(reverse("my_account")).status_code == 302
    assert client.get(reverse("my_account")).status_code == 200


def test_access_ended_by_staff_ends_the_sign_in_at_once(client, desk, holder):
    client.post(door(client, make_link(holder)), {"pin": PIN})
    portal.end_access(by=desk.as_counselor, client=desk.who, account_id=holder.pk, reason="lost", at=AT)
    assert client.get(reverse("my_account")).url == reverse("door")


def test_a_passkey_of_somebody_else_is_not_removed(client, desk, holder):
    from allauth.mfa.models import Authenticator

    other = make_holder(client=make_client(desk.site, by=desk.as_director), email="other@home.example")
    theirs = Authenticator.objects.create(user=other.user, type="webauthn", data={"name": "theirs"})
    enter(client, holder)
    client.post(reverse("my_passkey_remove", args=[theirs.pk]))
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_adding_a_passkey_later_asks_for_the_pin(client, holder):
    enter(client, holder)
    session = client.session
    session["signed_in_at"] = (AT.replace(hour=14)).isoformat()
    session["active_at"] = AT.isoformat()
    session["limits"] = [60, 12]
    session.save()
    refused = client.post(reverse("my_passkey_add"), {"pin": wrong()}, content_type="application/json")
    asked = client.post(reverse("my_passkey_add"), {"pin": PIN}, content_type="application/json")
    assert (refused.status_code, asked.status_code) == (422, 200)
    assert asked.json()["publicKey"]["user"]["name"] == holder.word


def test_nonsense_is_no_passkey(client, desk):
    client.post(reverse("door_passkey"), {}, content_type="application/json")
    answer = client.post(reverse("door_passkey"), {"credential": {"id": "x"}}, content_type="application/json")
    assert answer.status_code == 422
    assert AuditEvent.objects.filter(verb="portal.passkey_useless").exists()


@pytest.fixture
def tablet(client, desk, holder):
    sign_in(client, desk.counselor)
    client.post(reverse("kiosk_start"), {"site": str(desk.site.pk)})
    return client


def test_the_tablet_has_no_colleague_signed_in(tablet):
    assert "_auth_user_id" not in tablet.session
    assert tablet.get(reverse("door")).url == reverse("kiosk")


def test_the_tablet_shows_no_name_before(tablet, desk):
    assert desk.who.legal_first_name.encode() not in tablet.get(reverse("kiosk")).content


@pytest.fixture
def arrived(tablet):
    tablet.post(reverse("kiosk"), {"born": "1990-05-17", "pin": PIN})
    return tablet


def test_who_arrives_reaches_what_waits_for_them(arrived, desk):
    assert desk.who.legal_first_name.encode() in arrived.get(reverse("kiosk_inside")).content


@pytest.mark.parametrize("name", ["my_account", "my_home", "my_papers", "my_threads", "my_recovery"])
def test_there_is_nothing_to_read_there(arrived, name):
    assert arrived.get(reverse(name)).url == reverse("kiosk_inside")


def test_done_leads_back_to_the_next_who_arrives(arrived):
    assert arrived.post(reverse("leave")).url == reverse("kiosk")


def test_ending_it_asks_a_colleague_to_sign_in(tablet, desk):
    make_organization()
    assert tablet.get(reverse("kiosk_end")).url.startswith(reverse("account_login"))
    sign_in(tablet, desk.counselor)
    tablet.post(reverse("kiosk_end"))
    assert tablet.cookies["here"].value == ""
