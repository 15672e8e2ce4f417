"""Dated settings: which value holds when and where."""

import datetime as dt

import pytest
from django.db import InternalError, connection, transaction

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actions import change_setting
from iop.clinic.choices import SETTINGS
from iop.clinic.settings import value, values
from iop.core.errors import Invalid, NotAllowed
from tests.factories.ground import make_actor, make_site

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
KEY = "caseload.warn_at"


def change(new, valid_from=DAY, site=None, by=SYSTEM, on=DAY):
    return change_setting(by=by, key=KEY, value=new, valid_from=valid_from, on=on, site_id=site.pk if site else None)


def test_the_default_holds_until_somebody_changes_it():
    assert value(KEY, on=DAY) == SETTINGS[KEY].default


def test_a_value_holds_from_its_day_on():
    change(12, DAY + dt.timedelta(days=7))
    assert value(KEY, on=DAY + dt.timedelta(days=6)) == 15
    assert value(KEY, on=DAY + dt.timedelta(days=7)) == 12


def test_the_sites_own_value_wins_even_over_a_newer_one_of_the_clinic():
    site = make_site()
    change(10, DAY, site)
    change(12, DAY + dt.timedelta(days=1))
    later = DAY + dt.timedelta(days=9)
    assert (value(KEY, on=later, site_id=site.pk), value(KEY, on=later)) == (10, 12)


def test_another_sites_value_does_not_count():
    change(10, DAY, make_site())
    assert value(KEY, on=DAY, site_id=make_site().pk) == 15


def test_a_value_typed_wrong_is_corrected_the_same_day():
    change(99)
    change(9)
    assert value(KEY, on=DAY) == 9


def test_many_in_one_query(django_assert_num_queries):
    change(12)
    with django_assert_num_queries(1):
        found = values(SETTINGS, on=DAY)
    assert found == {key: item.default for key, item in SETTINGS.items()} | {KEY: 12}


def test_the_past_keeps_its_value():
    with pytest.raises(Invalid, match="cannot change in the past"):
        change(12, DAY - dt.timedelta(days=1))


@pytest.mark.parametrize("wrong", [0, 201, "12", True, 1.5])
def test_a_value_outside_its_range_is_refused(wrong):
    with pytest.raises(Invalid) as refusal:
        change(wrong)
    assert refusal.value.field == "value"


def test_a_counselor_may_not():
    with pytest.raises(NotAllowed):
        change(12, by=make_actor("counselor"))


def test_is_on_the_record():
    change(12)
    assert AuditEvent.objects.get(verb="clinic.setting_changed").detail["value"] == 12


def test_history_is_never_rewritten():
    change(12)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinic_settingvalue SET value = '1'")


def test_an_unknown_key_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        value("no.such", on=DAY)
