"""The demo's plans, aftercare and summaries are made by the same actions as on the pages."""

import datetime as dt
import random
from types import SimpleNamespace

import pytest

from iop.demo.own_plans import fill
from tests.factories import own_plans as make
from tests.factories.clients import AT, make_admitted
from therapy.models import AftercareStep, DischargeSummary, OwnPlanVersion

pytestmark = pytest.mark.django_db


def test_a_stay_gets_its_plans_and_an_ended_one_its_summary(at):
    desk = make.make_desk()
    make.join_team(desk, desk.counselor, "primary_counselor")
    stays, desk.episode = [desk.episode], make_admitted(desk.site, by=desk.by_director)
    make.join_team(desk, desk.counselor, "primary_counselor")
    make.leave(desk)
    now = AT + dt.timedelta(days=60)
    at(now)
    house = SimpleNamespace(sites={"here": desk.site})
    fill(house, random.Random(1), now)
    fill(house, random.Random(1), now)
    kinds = OwnPlanVersion.objects.filter(plan__client=stays[0].client).values_list("plan__kind", flat=True)
    assert set(kinds) == {"safety", "relapse"}
    assert AftercareStep.objects.filter(plan__episode=stays[0], status="arranged").exists()
    assert DischargeSummary.objects.get().status == "signed"
