"""What the decision rests on, read from the record by real actions, and decided from there."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing import deciding, terms
from billing.choices.claims import CLAIM_TELLS
from billing.day_facts import read
from billing.rules.charges import rests_on
from clients.choices import ConsentKind, Purpose
from sessions_app.models import Attendance
from tests.factories import billing
from tests.factories.clients import make_level
from tests.factories.days import TODAY, make_closed, make_crowd
from tests.factories.privacy import make_consent
from therapy.models import GroupNote, GroupNoteLine

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 3, 8, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def clinic():
    return make_closed(people=2)


@pytest.fixture
def payer():
    return billing.make_payer("Harbor Health")


def key_of(clinic, number=0):
    return clinic.lines[number].client_id, TODAY


def sign(clinic, *, status="signed"):
    """A note of the whole day with a line for everybody, as signing leaves it."""
    note = GroupNote.objects.create(session=clinic.session, author=clinic.counselor, saved_at=LATER)
    for line in clinic.lines:
        GroupNoteLine.objects.create(note=note, attendance=line, client=line.client, text=f"Line {line.pk}")
    if status != "draft":
        GroupNote.objects.filter(pk=note.pk).update(status=status, signed_at=LATER)
    return note


def covered(clinic, payer, number=0, **fields):
    return billing.make_coverage(clinic.lines[number].client, billing.make_plan(payer), **fields)


def test_a_day_holds_the_treatment_day_and_its_groups_with_elapsed_minutes(clinic):
    facts = read([key_of(clinic)], LATER)[key_of(clinic)]
    found = sorted((one.service, one.minutes, one.group_size) for one in facts.delivered)
    assert found == [("group", 55, 2), ("group", 80, 2), ("treatment_day", 180, None)]
    assert facts.level_id == clinic.level.pk


def test_who_pays_is_the_cover_of_that_very_day(clinic, payer):
    after = billing.make_payer("Second Health")
    covered(clinic, payer, ends_on=TODAY - dt.timedelta(days=1))
    covered(clinic, after, starts_on=TODAY)
    facts = read([key_of(clinic)], LATER)[key_of(clinic)]
    assert facts.cover.payer_name == "Second Health"


def test_a_gap_between_covers_is_known_with_its_day(clinic, payer):
    ended = TODAY - dt.timedelta(days=1)
    covered(clinic, payer, ends_on=ended)
    facts = read([key_of(clinic)], LATER)[key_of(clinic)]
    assert (facts.cover, facts.lapsed_on, facts.is_self_pay) == (None, ended, False)


def test_the_note_is_none_then_a_draft_then_signed(clinic):
    states = []
    for status in (None, "draft", "signed"):
        if status == "draft":
            note = sign(clinic, status="draft")
        if status == "signed":
            GroupNote.objects.filter(pk=note.pk).update(status="signed", signed_at=LATER)
        facts = read([key_of(clinic)], LATER)[key_of(clinic)]
        states.append({one.note for one in facts.delivered})
    assert states == [{"none"}, {"draft"}, {"signed"}]


def test_whoever_has_no_line_in_a_signed_note_has_no_note(clinic):
    note = GroupNote.objects.create(session=clinic.session, author=clinic.counselor, saved_at=LATER)
    line = clinic.lines[0]
    GroupNoteLine.objects.create(note=note, attendance=line, client=line.client, text="Spoke about the weekend.")
    GroupNote.objects.filter(pk=note.pk).update(status="signed", signed_at=LATER)
    facts = read([key_of(clinic), key_of(clinic, 1)], LATER)
    assert [facts[key_of(clinic, number)].delivered[0].note for number in (0, 1)] == ["signed", "none"]


def test_a_day_is_open_until_attendance_is_final_and_says_what_it_would_be(clinic, payer):
    covered(clinic, payer)
    billing.make_rule(payer, clinic.level)
    billing.make_fee()
    _facts, decision = deciding.decide([key_of(clinic)], LATER)[key_of(clinic)]
    assert (decision.state, decision.cents) == ("open", 17500)
    assert str(decision.words) == "Attendance not final: 3 h, 3 h needed."


def test_the_payer_is_told_only_with_a_consent(clinic, payer):
    covered(clinic, payer)
    facts = read([key_of(clinic)], LATER)[key_of(clinic)]
    assert facts.consents is False


@pytest.mark.parametrize(("left_out", "consents"), [(None, True), *((each, False) for each in CLAIM_TELLS)])
def test_a_consent_counts_when_it_is_for_all_that_a_claim_tells(clinic, payer, left_out, consents):
    cover = covered(clinic, payer)
    told = [each for each in CLAIM_TELLS if each != left_out]
    make_consent(
        cover.client, kind=ConsentKind.SPECIFIC, party=payer.party, purposes=[Purpose.PAYMENT], information=told
    )  # fmt: skip
    assert read([key_of(clinic)], LATER)[key_of(clinic)].consents is consents


def test_units_of_an_authorization_are_given_out_day_by_day(clinic, payer):
    cover = covered(clinic, payer)
    billing.make_rule(payer, clinic.level, requirements=["authorization"])
    billing.make_fee()
    billing.make_authorization(cover, clinic.lines[0].episode, units=1, level=clinic.level, starts_on=TODAY)
    charge = billing.make_charge(
        clinic.lines[0].episode, TODAY + dt.timedelta(days=2), coverage=cover, level=clinic.level,
        authorization=cover.authorizations.get(), authorized_units=1,
    )  # fmt: skip
    _facts, decision = deciding.decide([key_of(clinic)], LATER)[key_of(clinic)]
    assert "units_used_up" in {hold.code for hold in decision.holds}
    charge.__class__.objects.filter(pk=charge.pk).update(reversed_at=LATER, reversed_because="Wrong day")
    _facts, decision = deciding.decide([key_of(clinic)], LATER)[key_of(clinic)]
    assert decision.lines[0].authorized_units == 1


def test_a_level_has_its_own_rules_before_those_of_any_level(payer):
    level = make_level()
    billing.make_rule(payer, None, code="S9480")
    own = billing.make_rule(payer, level, code="H0015")
    book = terms.of([payer.pk], TODAY, TODAY)
    assert [one.code for one in book.for_day(payer.pk, level.pk, TODAY)] == [own.code]
    assert [one.code for one in book.for_day(payer.pk, None, TODAY)] == ["S9480"]


def test_a_draft_takes_the_place_of_what_it_replaces_from_its_first_day(payer):
    old = billing.make_rule(payer, None, code="S9480")
    new = billing.make_rule(payer, None, code="H0015", status="draft", published_at=None, replaces=old, starts_on=TODAY)
    book = terms.of([payer.pk], TODAY - dt.timedelta(days=5), TODAY, drafts=[new])
    before = book.for_day(payer.pk, None, TODAY - dt.timedelta(days=1))
    assert ([one.code for one in before], [one.code for one in book.for_day(payer.pk, None, TODAY)]) == (
        ["S9480"],
        ["H0015"],
    )


def test_the_sum_of_a_day_changes_with_what_happened_and_not_with_the_present_day(clinic, payer):
    covered(clinic, payer)
    key = key_of(clinic)

    def now(at=LATER):
        return rests_on(read([key], at)[key])

    first = now()
    assert (now(), now(LATER + dt.timedelta(hours=1))) == (first, first)
    Attendance.objects.filter(pk=clinic.lines[0].pk).update(credited_minutes=170)
    assert now() != first


def test_reading_days_costs_the_same_whatever_their_number():
    clinic = make_crowd(3)
    payer = billing.make_payer()
    plan = billing.make_plan(payer)
    for line in clinic.lines:
        billing.make_coverage(line.client, plan)
    keys = [(line.client_id, TODAY) for line in clinic.lines]

    def statements(some):
        with CaptureQueriesContext(connection) as seen:
            assert len(deciding.decide(some, LATER)) == len(some)
        return len(seen)

    assert statements(keys[:1]) == statements(keys) <= 45
