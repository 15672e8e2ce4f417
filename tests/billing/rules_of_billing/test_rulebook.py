"""What a rule may say, and how drafts become rules."""

import datetime as dt

import pytest

from billing.actions import rules as actions
from billing.models import BillingRule
from billing.rules.rulebook import Held, why_not, why_not_published
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale
from tests.factories import billing, ground
from tests.factories.clients import AT, TODAY
from tests.factories.scheduling import race

DAY = dt.timedelta(days=1)
GOOD = {
    "service": "treatment_day", "starts_on": TODAY, "ends_on": None, "position": 1, "form": "professional", "code": "H0015",
    "revenue_code": "", "modifiers": ["HF"], "telehealth_modifiers": ["95"], "place_of_service": "", "telehealth_place": "10",
    "unit_rule": "per_diem", "min_minutes": 180, "max_minutes": None, "max_units": None, "week_days": 0, "week_minutes": 0,
    "group_from": None, "group_to": None, "bundles": ["individual"], "falls_back": False, "credentials": [],
    "requirements": ["signed_note"], "client_present": None, "note": "",
}  # fmt: skip
WRONG = [
    ({"code": "H001"}, "code"),
    ({"form": "institutional"}, "revenue_code"),
    ({"revenue_code": "90"}, "revenue_code"),
    ({"modifiers": ["HFX"]}, "modifiers"),
    ({"modifiers": ["HF", "U1", "U2", "U3"]}, "telehealth_modifiers"),
    ({"max_minutes": 100}, "max_minutes"),
    ({"group_from": 5, "group_to": 3}, "group_to"),
    ({"ends_on": TODAY - DAY}, "ends_on"),
    ({"service": "group", "bundles": []}, "unit_rule"),
    ({"unit_rule": "session"}, "unit_rule"),
    ({"service": "group", "unit_rule": "session"}, "bundles"),
    ({"bundles": ["treatment_day"]}, "bundles"),
    ({"client_present": True}, "client_present"),
]


def test_a_sound_rule_may_be_saved():
    assert why_not(GOOD) is None


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_cannot_be_names_its_field(changes, field):
    assert why_not({**GOOD, **changes})[0] == field


def test_two_rules_for_the_same_thing_never_share_a_day():
    assert why_not_published(TODAY, None, [Held(TODAY - DAY * 9, TODAY - DAY)]) is None
    assert why_not_published(TODAY, None, [Held(TODAY - DAY * 9, TODAY)])
    assert why_not_published(TODAY, TODAY + DAY, [Held(TODAY + DAY, None)])


@pytest.mark.django_db
class TestActions:
    def draft(self, payer, **changes):
        return actions.save_draft(by=SYSTEM, at=AT, payer=payer, level=None, **{**GOOD, **changes})

    def test_a_published_rule_never_changes(self):
        row = self.draft(billing.make_payer())
        row = actions.publish(by=SYSTEM, rule=row, version=row.version, at=AT)
        with pytest.raises(Refusal):
            actions.save_draft(by=SYSTEM, at=AT, payer=row.payer, level=None, rule=row, version=row.version, **GOOD)

    def test_what_replaces_a_rule_ends_it_the_day_before(self):
        payer = billing.make_payer()
        old = billing.make_rule(payer)
        row = self.draft(payer, replaces=old)
        actions.publish(by=SYSTEM, rule=row, version=row.version, at=AT)
        old.refresh_from_db()
        assert (old.ends_on, old.status) == (TODAY - DAY, "published")

    def test_a_draft_beside_a_rule_of_the_same_days_is_refused(self):
        payer = billing.make_payer()
        billing.make_rule(payer)
        row = self.draft(payer)
        with pytest.raises(Conflict):
            actions.publish(by=SYSTEM, rule=row, version=row.version, at=AT)

    def test_a_rule_is_taken_back_with_a_reason_and_stays(self):
        row = billing.make_rule(billing.make_payer())
        with pytest.raises(Invalid):
            actions.take_back(by=SYSTEM, rule=row, version=row.version, reason=" ", at=AT)
        actions.take_back(by=SYSTEM, rule=row, version=row.version, reason="Wrong payer", at=AT)
        assert BillingRule.objects.get(pk=row.pk).status == "retired"

    def test_a_stale_page_overwrites_nothing(self):
        row = self.draft(billing.make_payer())
        with pytest.raises(Stale):
            actions.publish(by=SYSTEM, rule=row, version=row.version + 1, at=AT)

    def test_counselors_change_no_rules(self):
        by = actor_of(ground.make_staff("counselor", site=ground.make_site()).pk, AT)
        with pytest.raises(NotAllowed):
            actions.save_draft(by=by, at=AT, payer=None, level=None, **GOOD)


@pytest.mark.django_db
def test_a_rule_is_not_let_run_on_into_the_days_of_the_next():
    payer = billing.make_payer()
    first = billing.make_rule(payer, ends_on=TODAY - DAY)
    billing.make_rule(payer, starts_on=TODAY)
    with pytest.raises(Conflict, match="Another rule"):
        actions.end(by=SYSTEM, rule=first, version=first.version, ends_on=TODAY, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_for_the_same_days_published_at_once_one_holds():
    payer = billing.make_payer()
    drafts = [actions.save_draft(by=SYSTEM, at=AT, payer=payer, level=None, **GOOD) for _ in range(2)]
    found = race(*(lambda row=row: actions.publish(by=SYSTEM, rule=row, version=row.version, at=AT) for row in drafts))
    assert sorted(type(each).__name__ for each in found) == ["BillingRule", "Conflict"]
    assert BillingRule.objects.filter(status="published").count() == 1
