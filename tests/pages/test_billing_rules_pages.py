"""The pages about rules of billing: list, draft, tester, what a draft would have done, what a day comes to."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing.models import BillingRule
from iop.core import clock
from sessions_app.models import Attendance, ProgramSession, SessionStatusChange
from tests.factories import billing, ground
from tests.factories.days import NINE, TODAY, make_closed
from tests.factories.ground import sign_in

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 4, 8, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def clinic():
    found = make_closed(people=2)
    found.payer = billing.make_payer("Harbor Health")
    for line in found.lines:
        billing.make_coverage(line.client, billing.make_plan(found.payer))
    found.rule = billing.make_rule(found.payer, found.level)
    billing.make_fee()
    found.biller = ground.make_staff("biller", site=found.site)
    return found


def test_a_rule_is_written_tried_and_published(clinic, client):
    sign_in(client, clinic.biller)
    listed = client.get(reverse("billing_rules"))
    assert b"Harbor Health" in listed.content
    replace = reverse("billing_rule_replace", args=[clinic.rule.pk])
    assert client.get(replace).status_code == 200
    typed = {
        "payer": clinic.payer.pk, "level": clinic.level.pk, "service": "treatment_day", "starts_on": "2026-05-01",
        "code": "H0015", "form": "professional", "modifiers": "HF, U1", "telehealth_place": "10", "unit_rule": "per_diem",
        "min_minutes": 175, "position": 1, "week_days": 0, "week_minutes": 0, "requirements": ["signed_note"],
    }  # fmt: skip
    assert client.post(replace, {**typed, "code": "H1"}).status_code == 422
    assert client.post(replace, typed).status_code == 302
    draft = BillingRule.objects.get(status="draft")
    assert (draft.modifiers, draft.replaces_id) == (["HF", "U1"], clinic.rule.pk)
    publish = reverse("billing_rule_publish", args=[draft.pk])
    assert client.post(publish, {"version": draft.version}).status_code == 302
    assert BillingRule.objects.get(pk=clinic.rule.pk).ends_on == dt.date(2026, 4, 30)


def test_the_tester_decides_a_made_up_day_as_rules_are_and_with_drafts(clinic, client):
    draft = billing.make_rule(
        clinic.payer, clinic.level, status="draft", published_at=None, replaces=clinic.rule, min_minutes=170, starts_on=TODAY
    )  # fmt: skip
    sign_in(client, clinic.biller)
    asked = {
        "payer": clinic.payer.pk, "level": clinic.level.pk, "on": TODAY.isoformat(), "service": "treatment_day",
        "minutes": 175, "groups": "80, 55", "note": "signed", "week_minutes": 540, "week_days": 3, "units_left": 5,
    }  # fmt: skip
    answer = client.get(reverse("rule_tester"), asked)
    assert str(answer.context["now"]["words"]) == "Not billable: 2 h 55 of 3 h."
    assert str(answer.context["tried"]["words"]) == "Billable as H0015: 2 h 55, 2 h 50 needed."
    assert draft.code.encode() in answer.content


def test_a_draft_is_tried_on_last_month_before_it_is_published(clinic, client):
    SessionStatusChange.objects.create(session=clinic.session, status="final", at=LATER)
    ProgramSession.objects.filter(pk=clinic.session.pk).update(status="final")
    Attendance.objects.filter(pk=clinic.lines[0].pk).update(credited_minutes=175)
    for line in clinic.lines:
        billing.make_day(line.episode, TODAY, payer=clinic.payer)
    draft = billing.make_rule(
        clinic.payer, clinic.level, status="draft", published_at=None, replaces=clinic.rule, min_minutes=170,
        starts_on=dt.date(2026, 5, 1),
    )  # fmt: skip
    sign_in(client, clinic.biller)
    with clock.frozen(LATER):
        shown = client.get(reverse("rule_effect", args=[draft.pk])).context["effect"]
        assert client.get(reverse("rule_effect", args=[clinic.rule.pk])).status_code == 409
    assert (shown["days"], shown["differ"]) == (2, 1)
    assert (shown["change"]["days"], shown["change"]["cents"]) == ("+1", "+$175.00")


def test_counselors_see_billable_or_why_not_and_never_an_amount(clinic, client):
    sign_in(client, clinic.counselor)
    with clock.frozen(NINE + dt.timedelta(hours=5)):
        page = client.get(reverse("session_worth", args=[clinic.session.pk])).content.decode()
    assert "3 h, 3 h needed" in page
    assert "$" not in page
    assert "175.00" not in page


def test_what_the_day_comes_to_costs_the_same_whatever_the_roster(client):
    counts = []
    for people in (1, 4):
        found = make_closed(people=people)
        payer = billing.make_payer()
        plan = billing.make_plan(payer)
        for line in found.lines:
            billing.make_coverage(line.client, plan)
        sign_in(client, found.counselor)
        with clock.frozen(NINE + dt.timedelta(hours=5)), CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("session_worth", args=[found.session.pk])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
