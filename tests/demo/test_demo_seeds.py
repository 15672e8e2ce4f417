"""The demo clinic: the same by seed, its past told, never in a real clinic's database."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from sessions_app.models import ProgramSession
from tests.demo.test_demo import built, story
from tests.factories.ground import make_organization
from tests.factories.world import NOW
from therapy.models import GroupNote

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo seeds")]


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


def test_the_days_behind_are_run_and_their_notes_signed():
    built(people=20, weeks=2)
    behind = ProgramSession.objects.filter(ends_at__lt=NOW - dt.timedelta(hours=1))
    assert set(behind.values_list("status", flat=True)) == {"closed", "final"}
    assert GroupNote.objects.filter(signed_at__isnull=False).exists()


def test_the_command_is_refused_outside_the_demo_settings():
    with pytest.raises(CommandError, match="only with the demo settings"):
        call_command("demo", stdout=StringIO())


def test_a_real_clinic_is_left_alone(settings):
    settings.DEMO = True
    make_organization()
    with pytest.raises(CommandError, match="holds a real clinic"):
        call_command("demo", stdout=StringIO())
