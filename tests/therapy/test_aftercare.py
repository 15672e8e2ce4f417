"""Aftercare: begun with the admission, settled step by step, and asked for before treatment counts as completed."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from clients.models import Episode
from iop.clinic.models import SettingValue
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import own_plans as make
from tests.factories.clients import AT, TODAY, make_actor
from therapy.actions import aftercare
from therapy.choices.own_plans import AftercareKey
from therapy.models import AftercareChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    return make.make_desk()


def save(desk, step, **fields):
    typed = {"version": step.version, "status": "arranged", "words": "Weekly, on Tuesdays.", "at": AT, **fields}
    return aftercare.save_step(by=desk.by, step=step, **typed)


def test_a_plan_has_its_eight_steps_in_order(desk):
    plan = aftercare.begin_aftercare(by=desk.by, episode=desk.episode, at=AT)
    assert [step.key for step in plan.steps.all()] == AftercareKey.values


def test_beginning_twice_gives_one_plan(desk):
    one = aftercare.begin_aftercare(by=desk.by, episode=desk.episode, at=AT)
    assert aftercare.begin_aftercare(by=desk.by_director, episode=desk.episode, at=AT) == one


def test_progress_counts_what_is_settled(desk):
    save(desk, make.step(desk))
    save(desk, make.step(desk, "alumni"), status="not_wanted", words="")
    assert aftercare.progress([desk.episode.pk]) == {desk.episode.pk: (2, 8)}


def test_an_arranged_step_says_how(desk):
    with pytest.raises(Invalid) as refused:
        save(desk, make.step(desk), words="", provider="")
    assert refused.value.field == "words"


def test_a_time_needs_its_day(desk):
    with pytest.raises(Invalid) as refused:
        save(desk, make.step(desk), meets_at=dt.time(9))
    assert refused.value.field == "meets_on"


def test_two_who_write_one_step_lose_nothing(desk):
    step = make.step(desk)
    save(desk, step, words="mine")
    with pytest.raises(Stale):
        save(desk, step, words="theirs")
    step.refresh_from_db()
    assert step.words == "mine"


def test_every_save_stays_in_the_history(desk):
    step = save(desk, make.step(desk), words="First")
    save(desk, step, words="Second")
    assert [row.values["words"] for row in AftercareChange.objects.order_by("at", "pk")] == ["First", "Second"]
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE therapy_aftercarechange SET values = '{}'")


def test_whoever_writes_no_notes_writes_no_aftercare(desk):
    step = make.step(desk)
    with pytest.raises(NotAllowed):
        aftercare.save_step(by=make_actor(desk.site, "intake"), step=step, version=1, status="open", at=AT)


def test_where_the_clinic_wants_it_completed_needs_every_step(desk):
    SettingValue.objects.create(key="discharge.aftercare_first", value=True, valid_from=TODAY)
    with pytest.raises(Conflict) as refused:
        make.leave(desk)
    assert refused.value.code == "aftercare_open"
    assert Episode.objects.get(pk=desk.episode.pk).status == "admitted"


def test_leaving_early_never_waits_for_it(desk):
    SettingValue.objects.create(key="discharge.aftercare_first", value=True, valid_from=TODAY)
    assert make.leave(desk, kind="left").status == "discharged"


def test_settled_steps_let_treatment_be_completed(desk):
    SettingValue.objects.create(key="discharge.aftercare_first", value=True, valid_from=TODAY)
    for key in AftercareKey.values:
        save(desk, make.step(desk, key))
    assert make.leave(desk).status == "discharged"
