"""The demo clinic as its first start leaves it, and grown by a later one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from clients.models import Client, Episode
from iop.clinic.models import Site
from iop.core import clock
from iop.core.demo_accounts import DEMO_PASSWORD, DEMO_SIGN_INS
from iop.demo.build import bring_up
from sessions_app.models import Attendance, ProgramSession
from tests.factories.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


def built(now=NOW, seed=3, people=8, weeks=1):
    """Bring the clinic up and say what came of it."""
    with clock.frozen(now):
        return bring_up(now=now, seed=seed, people=people, weeks=weeks, report=lambda step, done, total: None)


@pytest.fixture(scope="module")
def _built_once(django_db_setup, django_db_blocker):
    """The clinic as its first start leaves it, built once for this module and rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        built()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def standing(_built_once, db):
    """That clinic; what a test changes of it is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def story():
    """Everything that people would recognise a clinic by."""
    names = Client.objects.order_by("record_number").values_list("legal_first_name", "legal_last_name", "date_of_birth")
    lines = Attendance.objects.order_by("session__starts_at", "client__legal_last_name", "client__legal_first_name")
    return list(names), list(lines.values_list("session__starts_at", "client__legal_last_name", "status", "arrived_at"))


def test_there_is_a_session_at_its_start_led_by_the_counselor_of_the_sign_in(standing):
    near = ProgramSession.objects.filter(
        status="planned", starts_at__range=(NOW - dt.timedelta(minutes=40), NOW + dt.timedelta(minutes=20))
    )
    assert near.filter(components__facilitators__staff__user__email="counselor@demo.example").exists()


def test_two_sites_in_different_zones_with_people_in_and_after_treatment(standing):
    assert set(Site.objects.values_list("time_zone", flat=True)) == {"America/New_York", "America/Phoenix"}
    assert set(Episode.objects.values_list("status", flat=True)) >= {"admitted", "discharged"}


def test_a_later_start_runs_the_days_since_and_builds_nothing_twice(standing):
    people = Client.objects.count()
    later = NOW + dt.timedelta(days=2)
    again = built(now=later)
    assert not again.is_new
    assert again.days_run > 0
    assert Client.objects.count() == people
    assert not ProgramSession.objects.filter(status="planned", ends_at__lt=later - dt.timedelta(hours=1)).exists()


def test_a_second_start_at_once_changes_nothing(standing):
    before = story()
    assert built().days_run == 0
    assert story() == before


def test_every_sign_in_opens_with_the_password_that_is_printed(standing, client):
    for person in DEMO_SIGN_INS:
        assert client.post("/accounts/login/", {"login": person.email, "password": DEMO_PASSWORD}).status_code == 302
        client.post("/accounts/logout/")
