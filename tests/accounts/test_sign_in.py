"""The door: who gets in, how, what is put on record, and when it shuts by itself."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.accounts import secrets
from iop.accounts.actions import block_user
from iop.accounts.choices import UserKind
from iop.accounts.models import User
from iop.audit.models import AuditEvent
from iop.clinic.actions import depart
from iop.core import clock
from tests.factories.ground import PASSWORD, make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def staff():
    return make_staff("site_admin", site=make_site(), email="robin@example.org")


def try_to_sign_in(client, email="robin@example.org", password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def verbs():
    return list(AuditEvent.objects.filter(verb__startswith="accounts.").order_by("id").values_list("verb", flat=True))


def is_in(client):
    return client.get(reverse("work")).status_code == 200


@pytest.mark.parametrize("email", ["robin@example.org", "Robin@Example.org"])
def test_staff_sign_in_by_email_whatever_its_capitals(client, staff, email):
    assert try_to_sign_in(client, email).status_code == 302
    assert is_in(client)


def test_a_sign_in_is_on_the_record_with_the_colleague(client, staff):
    try_to_sign_in(client)
    event = AuditEvent.objects.get(verb="accounts.signed_in")
    assert (event.actor_id, event.channel, event.ip) == (staff.pk, "web", "127.0.0.1")


def test_a_sign_out_is_on_the_record(client, staff):
    try_to_sign_in(client)
    client.post("/accounts/logout/")
    assert AuditEvent.objects.get(verb="accounts.signed_out").actor_id == staff.pk
    assert not is_in(client)


def test_a_failed_try_is_on_the_record_without_what_was_typed(client, staff):
    try_to_sign_in(client, password="not it")
    event = AuditEvent.objects.get(verb="accounts.sign_in_failed")
    assert (event.subject_id, event.actor_id, event.detail) == (staff.user_id, None, {"account_known": True})


def test_an_unknown_address_is_answered_as_a_wrong_password(client, staff):
    known = try_to_sign_in(client, password="not it").content.decode()
    unknown = try_to_sign_in(client, email="who@example.org").content.decode()
    assert "not correct" in known
    assert "not correct" in unknown


def test_clients_do_not_sign_in_at_the_staff_door(client):
    User.objects.create_user("ana@example.org", PASSWORD, kind=UserKind.CLIENT)
    try_to_sign_in(client, "ana@example.org")
    assert not is_in(client)


def test_nobody_signs_up(client, staff):
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="new@example.org").exists()


def test_after_too_many_tries_the_door_rests_even_for_the_right_password(client, staff):
    for _ in range(5):
        answer = try_to_sign_in(client, password="not it")
    assert answer.status_code == 429
    assert "A short pause" in answer.content.decode()
    assert try_to_sign_in(client).status_code == 429
    assert "accounts.locked_out" in verbs()


def test_one_persons_lock_shuts_out_nobody_else(client, staff):
    make_staff(email="kim@example.org")
    for _ in range(6):
        try_to_sign_in(client, password="not it")
    assert try_to_sign_in(client, "kim@example.org").status_code == 302


def test_a_blocked_colleague_is_out_at_once(client, staff):
    try_to_sign_in(client)
    assert UserSession.objects.filter(user=staff.user).exists()
    block_user(by=SYSTEM, user_id=staff.user_id)
    assert not UserSession.objects.filter(user=staff.user).exists()
    assert not is_in(client)


def test_a_departed_colleague_is_out_at_once(client, staff):
    make_staff("site_admin", site=make_site())
    try_to_sign_in(client)
    today = clock.today("America/New_York")
    depart(by=SYSTEM, staff_id=staff.pk, left_on=today, on=today)
    assert not is_in(client)
    assert try_to_sign_in(client).status_code != 302 or not is_in(client)


class TestIdle:
    @pytest.fixture(autouse=True)
    def nine(self, client, staff, at):
        self.moment = at("2026-03-02 09:00")
        self.at = at
        try_to_sign_in(client)
        assert is_in(client)

    def later(self, **more):
        self.moment = self.at(self.moment + dt.timedelta(**more))

    def test_ends_after_the_idle_time(self, client):
        self.later(minutes=15)
        answer = client.get(reverse("work"))
        assert answer.url == f"{LOGIN}?next=/work/"
        assert "accounts.timed_out" in verbs()

    def test_activity_keeps_it(self, client):
        for _ in range(6):
            self.later(minutes=10)
            assert is_in(client)

    def test_ends_after_a_working_day_in_any_case(self, client):
        for _ in range(12 * 6 - 1):
            self.later(minutes=10)
            assert is_in(client)
        self.later(minutes=10)
        assert not is_in(client)

    def test_asking_by_itself_never_keeps_it(self, client):
        for _ in range(2):
            self.later(minutes=7)
            client.get(reverse("work"), headers={"X-Background": "1"})
        self.later(minutes=1)
        assert not is_in(client)

    def test_asking_how_long_is_left_never_keeps_it(self, client):
        self.later(minutes=14)
        assert client.get(reverse("session_left")).json() == {"seconds_left": 60}
        self.later(minutes=1)
        assert client.get(reverse("session_left")).status_code == 401

    def test_ping_keeps_it(self, client):
        self.later(minutes=14)
        assert client.post(reverse("ping")).json() == {"seconds_left": 15 * 60}
        self.later(minutes=14)
        assert is_in(client)

    def test_a_click_within_the_minute_writes_no_session(self, client, django_assert_num_queries):
        self.later(seconds=30)
        before = client.session["active_at"]
        is_in(client)
        assert client.session["active_at"] == before

    def test_a_fragment_leads_back_to_its_page(self, client):
        self.later(minutes=15)
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/staff/"}
        assert client.get(reverse("work"), headers=headers).url == f"{LOGIN}?next=/staff/"


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    def test_without_one_every_page_leads_to_setting_it_up(self, client, staff):
        try_to_sign_in(client)
        assert client.get(reverse("work")).url == reverse("mfa_activate_totp")

    @pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "ping"])
    def test_what_setting_up_needs_stays_open(self, client, staff, name):
        try_to_sign_in(client)
        answer = client.post(reverse(name)) if name == "ping" else client.get(reverse(name))
        assert answer.status_code == 200

    def test_the_demo_needs_none(self, client, staff, settings):
        settings.DEMO = True
        sign_in(client, staff)
        assert is_in(client)

    @pytest.mark.django_db(transaction=True)
    def test_setting_one_up_opens_the_pages_and_is_on_the_record(self, client, staff):
        try_to_sign_in(client)
        client.get(reverse("mfa_activate_totp"))
        secret = client.session["mfa.totp.secret"]
        client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
        assert "accounts.second_factor_added" in verbs()
        assert is_in(client)

    def test_it_is_asked_for_at_the_next_sign_in(self, client, staff):
        secret = "JBSWY3DPEHPK3PXP"
        TOTP.activate(staff.user, secret)
        answer = try_to_sign_in(client)
        assert answer.url.startswith(reverse("mfa_authenticate"))
        assert not is_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        assert is_in(client)

    def test_its_secret_rests_encrypted(self, staff):
        TOTP.activate(staff.user, "JBSWY3DPEHPK3PXP")
        kept = Authenticator.objects.get(user=staff.user, type="totp").data["secret"]
        assert "JBSWY3DPEHPK3PXP" not in kept
        assert secrets.decrypt(kept) == "JBSWY3DPEHPK3PXP"

    def test_a_secret_is_read_under_an_older_key(self, settings):
        kept = secrets.encrypt("JBSWY3DPEHPK3PXP")
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-one-" * 5
        assert secrets.decrypt(kept) == "JBSWY3DPEHPK3PXP"


def code_for(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_changing_the_password_ends_the_other_sign_ins(client, staff, django_user_model):
    from django.test import Client

    other = Client()
    try_to_sign_in(client)
    try_to_sign_in(other)
    new = "cold soup at noon"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(client)
    assert not is_in(other)
    assert "accounts.password_changed" in verbs()
