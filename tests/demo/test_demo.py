"""The demo clinic: the same by seed, grown by a later start, never in a real clinic's database."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clients.models import Client, Episode
from iop.clinic.models import Site
from iop.core import clock
from iop.core.demo_accounts import DEMO_PASSWORD, DEMO_SIGN_INS
from iop.demo.build import bring_up
from sessions_app.models import Attendance, ProgramSession
from tests.factories.ground import make_organization
from tests.factories.world import NOW
from therapy.models import GroupNote

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


def built(now=NOW, seed=3, people=8, weeks=1):
    """Bring the clinic up and say what came of it."""
    with clock.frozen(now):
        return bring_up(now=now, seed=seed, people=people, weeks=weeks, report=lambda step, done, total: None)


def story():
    """Everything that people would recognise a clinic by."""
    names = Client.objects.order_by("record_number").values_list("legal_first_name", "legal_last_name", "date_of_birth")
    lines = Attendance.objects.order_by("session__starts_at", "client__legal_last_name", "client__legal_first_name")
    return list(names), list(lines.values_list("session__starts_at", "client__legal_last_name", "status", "arrived_at"))


def told(seed):
    """Build in a transaction that is taken back, and give the story."""
    with transaction.atomic():
        built(seed=seed)
        found = story()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_tells_the_same_story_and_another_another():
    first = told(seed=3)
    assert told(seed=3) == first
    assert told(seed=4) != first


def test_there_is_a_session_at_its_start_led_by_the_counselor_of_the_sign_in():
    built()
    near = ProgramSession.objects.filter(
        status="planned", starts_at__range=(NOW - dt.timedelta(minutes=40), NOW + dt.timedelta(minutes=20))
    )
    assert near.filter(components__facilitators__staff__user__email="counselor@demo.example").exists()


def test_two_sites_in_different_zones_with_people_in_and_after_treatment():
    built()
    assert set(Site.objects.values_list("time_zone", flat=True)) == {"America/New_York", "America/Phoenix"}
    assert set(Episode.objects.values_list("status", flat=True)) >= {"admitted", "discharged"}


def test_the_days_behind_are_run_and_their_notes_signed():
    built(people=20, weeks=2)
    behind = ProgramSession.objects.filter(ends_at__lt=NOW - dt.timedelta(hours=1))
    assert set(behind.values_list("status", flat=True)) == {"closed"}
    assert GroupNote.objects.filter(signed_at__isnull=False).exists()


def test_a_later_start_runs_the_days_since_and_builds_nothing_twice():
    built()
    people = Client.objects.count()
    later = NOW + dt.timedelta(days=2)
    again = built(now=later)
    assert not again.is_new
    assert again.days_run > 0
    assert Client.objects.count() == people
    assert not ProgramSession.objects.filter(status="planned", ends_at__lt=later - dt.timedelta(hours=1)).exists()


def test_a_second_start_at_once_changes_nothing():
    built()
    before = story()
    assert built().days_run == 0
    assert story() == before


def test_every_sign_in_opens_with_the_password_that_is_printed(client):
    built()
    for person in DEMO_SIGN_INS:
        assert client.post("/accounts/login/", {"login": person.email, "password": DEMO_PASSWORD}).status_code == 302
        client.post("/accounts/logout/")


def test_the_command_is_refused_outside_the_demo_settings():
    with pytest.raises(CommandError, match="only with the demo settings"):
        call_command("demo", stdout=StringIO())


def test_a_real_clinic_is_left_alone(settings):
    settings.DEMO = True
    make_organization()
    with pytest.raises(CommandError, match="holds a real clinic"):
        call_command("demo", stdout=StringIO())
