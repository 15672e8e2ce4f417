"""The decision about a client's day: the handbook's examples and the edges of each rule. No database."""

import datetime as dt

import pytest

from billing.rules.day import decide, units
from tests.billing.rules_of_billing.days import (
    BOSS,
    EVERYTHING,
    FAMILY,
    MONDAY,
    PSYCHOTHERAPY,
    STAFF,
    authorized,
    came,
    cover,
    day,
    group,
    per_diem,
    replace,
    terms,
)


def codes(decision):
    return [line.code for line in decision.lines]


def held_by(decision):
    return {hold.code for hold in decision.holds}


@pytest.mark.parametrize(
    ("minutes", "count"), [(0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (-5, 0)]
)
def test_quarter_hours_count_from_their_eighth_minute(minutes, count):
    assert units("timed_15", minutes) == count


def test_hours_are_whole_ones_and_a_day_is_one():
    assert [units("hour", 59), units("hour", 60), units("hour", 179), units("per_diem", 5)] == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(170, "not_billable"), (175, "not_billable"), (179, "not_billable"), (180, "billable"), (181, "billable")],
)
def test_a_treatment_day_needs_its_minutes(minutes, state):
    assert decide(day(came(minutes)), [per_diem()]).state == state


def test_ten_minutes_late_to_three_hours_is_not_a_day():
    decision = decide(day(came(170)), [per_diem()])
    assert str(decision.words) == "Not billable: 2 h 50 of 3 h."
    assert [hold.can_mend for hold in decision.holds] == [False]


def test_the_sentence_names_what_is_there_and_what_is_missing():
    ended = authorized(ends=dt.date(2026, 5, 3))
    rule = per_diem(requirements=EVERYTHING)
    decision = decide(day(came(160, note="draft"), authorized=(ended,)), [rule])
    assert str(decision.words) == (
        "Not billable: 2 h 40 of 3 h; note not signed; authorization ended Sunday, May 3, 2026."
    )


def test_a_billable_day_says_its_code_and_uses_one_authorized_day():
    decision = decide(day(came(195)), [per_diem(requirements=EVERYTHING)])
    line = decision.lines[0]
    assert (line.code, line.modifiers, line.units, line.cents, line.authorized_units) == ("H0015", ("HF",), 1, 17500, 1)
    assert str(decision.words) == "Billable as H0015-HF: 3 h 15, 3 h needed."
    assert all(step.held for step in decision.trace)


def test_a_short_day_falls_back_to_its_groups_where_the_payer_has_it_so():
    facts = day(came(150), came(60, "group"), came(90, "group"))
    assert codes(decide(facts, [per_diem(falls_back=True), group()])) == ["H0005", "H0005"]
    assert codes(decide(facts, [per_diem(), group()])) == []
    assert codes(decide(facts, [per_diem(falls_back=True, min_minutes=120), group()])) == ["H0015"]


def test_without_a_day_rate_groups_are_billed_one_by_one_up_to_the_most_of_a_day():
    facts = day(came(180), came(60, "group"), came(60, "group"), came(60, "group"))
    assert codes(decide(facts, [group()])) == ["H0005"] * 3
    assert codes(decide(facts, [group(max_units=2)])) == ["H0005"] * 2


def test_one_per_diem_a_day_across_programs():
    morning, evening = came(180), came(185)
    decision = decide(day(morning, evening), [per_diem()])
    assert codes(decision) == ["H0015"]
    assert decision.lines[0].source_key == evening.source_key
    assert decision.bundled == (morning.source_key,)
    assert held_by(decide(day(came(180), other_per_diem=True), [per_diem()])) == {"already_billed"}


def test_services_in_the_bundle_are_part_of_the_days_rate():
    facts = day(came(180), came(50, "individual"))
    decision = decide(facts, [per_diem(bundles=frozenset({"individual"})), *PSYCHOTHERAPY])
    assert codes(decision) == ["H0015"]
    assert "Individual therapy is part of the day's rate" in str(decision.words)
    assert codes(decide(facts, [per_diem(), *PSYCHOTHERAPY])) == ["H0015", "90834"]


def test_minutes_billed_as_a_session_are_not_counted_in_the_day_too():
    facts = day(came(200), came(50, "individual", shared_minutes=50))
    assert codes(decide(facts, [per_diem(), *PSYCHOTHERAPY])) == ["90834"]
    assert codes(decide(facts, [per_diem(bundles=frozenset({"individual"})), *PSYCHOTHERAPY])) == ["H0015"]


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(15, None), (16, "90832"), (37, "90832"), (38, "90834"), (52, "90834"), (53, "90837"), (90, "90837")],
)
def test_psychotherapy_takes_the_code_of_its_length(minutes, code):
    assert codes(decide(day(came(minutes, "individual")), PSYCHOTHERAPY)) == ([code] if code else [])


def test_too_short_a_session_is_measured_against_the_shortest():
    decision = decide(day(came(12, "individual")), PSYCHOTHERAPY)
    assert str(decision.words) == "Not billable: Individual therapy: 12 min of 16 min."


@pytest.mark.parametrize(
    ("present", "minutes", "code"), [(True, 26, "90847"), (False, 26, "90846"), (True, 25, None), (False, 60, "90846")]
)
def test_family_sessions_differ_by_whether_the_client_was_there(present, minutes, code):
    found = codes(decide(day(came(minutes, "family", client_present=present)), FAMILY))
    assert found == ([code] if code else [])


def test_a_family_session_waits_until_it_is_noted_who_was_there():
    decision = decide(day(came(50, "family", client_present=None)), FAMILY)
    assert (decision.state, held_by(decision)) == ("held", {"no_rule"})


def test_counseling_in_quarter_hours():
    rule = terms("individual", "H0004", "timed_15", cents=2500)
    line = decide(day(came(38, "individual")), [rule]).lines[0]
    assert (line.units, line.cents) == (3, 7500)
    assert decide(day(came(7, "individual")), [rule]).state == "not_billable"


def test_units_stop_at_the_payers_most_of_a_day():
    rule = terms("individual", "H0004", "timed_15", cents=2500, max_units=4)
    facts = day(came(53, "individual"), came(53, "individual"))
    assert [line.units for line in decide(facts, [rule]).lines] == [4]


@pytest.mark.parametrize(("size", "billed"), [(2, True), (12, True), (1, False), (13, False)])
def test_a_group_keeps_to_the_payers_size(size, billed):
    decision = decide(day(came(60, "group", group_size=size)), [group(group_from=2, group_to=12)])
    assert bool(decision.lines) is False  # a group alone belongs to a treatment day
    decision = decide(day(came(60), came(60, "group", group_size=size)), [group(group_from=2, group_to=12)])
    assert bool(decision.lines) is billed


def test_video_has_its_own_place_and_modifier_and_four_modifiers_are_the_most():
    rule = per_diem(modifiers=("HF", "U1", "HO"), telehealth_modifiers=("95", "GT"), telehealth_place="10")
    line = decide(day(came(180, is_telehealth=True)), [rule]).lines[0]
    assert (line.modifiers, line.place_of_service) == (("HF", "U1", "HO", "95"), "10")
    room = decide(day(came(180), place_of_service="53"), [rule]).lines[0]
    assert (room.modifiers, room.place_of_service) == (("HF", "U1", "HO"), "53")


def test_video_and_telephone_that_a_payer_does_not_pay():
    assert decide(day(came(180, is_telehealth=True)), [per_diem(telehealth_place="")]).state == "not_billable"
    assert decide(day(came(50, "individual", is_audio=True)), PSYCHOTHERAPY).state == "not_billable"


def test_each_credential_finds_its_rule_and_others_wait():
    licensed = terms("individual", "H0004", "timed_15", position=1, modifiers=("HO",), credentials=frozenset({"LICSW"}))
    bachelor = terms("individual", "H0004", "timed_15", position=2, modifiers=("HN",), credentials=frozenset({"CADC"}))
    one = came(50, "individual", credentials=frozenset({"CADC"}))
    assert decide(day(one), [licensed, bachelor]).lines[0].modifiers == ("HN",)
    decision = decide(day(replace(one, credentials=frozenset())), [licensed, bachelor])
    assert (decision.state, held_by(decision)) == ("held", {"credential"})


MISSING = [
    ({}, {"note": "none"}, "note_missing", "clinician"),
    ({}, {"note": "draft"}, "note_unsigned", "clinician"),
    ({}, {"note": "cosign", "supervisor_id": BOSS}, "cosign_waits", "supervisor"),
    ({"has_plan": False}, {}, "no_plan", "clinician"),
    ({"diagnoses": ()}, {}, "no_diagnosis", "clinician"),
    ({"consents": False}, {}, "no_consent", "intake"),
    ({"cover": cover(checked=None)}, {}, "coverage_unchecked", "intake"),
    ({"cover": cover(checked=False)}, {}, "coverage_inactive", "intake"),
    ({"authorized": ()}, {}, "no_authorization", "billing"),
    ({"authorized": (authorized(left=0),)}, {}, "units_used_up", "billing"),
    ({"enrolled": frozenset({BOSS})}, {}, "not_enrolled", "billing"),
]


@pytest.mark.parametrize(("facts", "delivered", "code", "owner"), MISSING)
def test_each_requirement_holds_the_day_and_says_whose_turn_it_is(facts, delivered, code, owner):
    decision = decide(day(came(180, **delivered), **facts), [per_diem(requirements=EVERYTHING)])
    assert [(hold.code, hold.owner) for hold in decision.holds] == [(code, owner)]
    assert decision.state == "held"
    assert str(decision.holds[0].mends)
    assert decision.cents == 17500


def test_a_rule_that_asks_for_nothing_is_held_by_nothing():
    facts = day(
        came(180, note="none"), has_plan=False, consents=False, authorized=(), cover=cover(authorization="unknown")
    )
    assert decide(facts, [per_diem()]).state == "billable"


def test_the_holds_name_the_author_and_the_supervisor():
    rule = per_diem(requirements=EVERYTHING)
    assert decide(day(came(180, note="draft")), [rule]).holds[0].staff_id == STAFF
    assert decide(day(came(180, note="cosign", supervisor_id=BOSS)), [rule]).holds[0].staff_id == BOSS


def test_a_plan_known_to_need_no_authorization_is_billed_without():
    facts = day(came(180), authorized=(), cover=cover(authorization="not_needed"))
    assert decide(facts, [per_diem(requirements=EVERYTHING)]).state == "billable"


def test_an_authorization_that_ended_mid_week_pays_until_its_last_day():
    ended = authorized(ends=MONDAY)
    assert decide(day(came(180), authorized=(ended,)), [per_diem()]).state == "billable"
    tuesday = decide(day(came(180), authorized=(ended,), on=MONDAY + dt.timedelta(days=1)), [per_diem()])
    assert "authorization ended Monday, May 4, 2026" in str(tuesday.words)


def test_what_ends_first_is_used_first():
    soon, later = authorized(number="A-2", ends=MONDAY), authorized(number="A-1")
    assert decide(day(came(180), authorized=(later, soon)), [per_diem()]).lines[0].authorization_id == soon.id


def test_days_of_an_authorization_are_used_once_by_several_lines():
    facts = day(came(180), came(50, "individual"), authorized=(authorized(left=1),))
    decision = decide(facts, [per_diem(), *PSYCHOTHERAPY])
    assert [line.authorized_units for line in decision.lines] == [1, 0]


def test_paid_in_full_stops_the_payers_claim_and_the_client_pays():
    facts = day(came(180), is_restricted=True, consents=False, authorized=())
    decision = decide(facts, [per_diem(payer_id=None, requirements=EVERYTHING)])
    assert decision.state == "billable"
    assert "the payer is not told" in str(decision.words)


def test_a_gap_in_coverage_holds_the_day_for_intake():
    facts = day(came(180), cover=None, lapsed_on=dt.date(2026, 5, 3), is_self_pay=False)
    decision = decide(facts, [per_diem(payer_id=None)])
    assert (decision.state, held_by(decision)) == ("held", {"no_coverage"})
    assert "coverage ended Sunday, May 3, 2026" in str(decision.words)
    assert held_by(decide(day(came(180), cover=None, is_self_pay=False), [per_diem(payer_id=None)])) == {"no_coverage"}
    assert decide(day(came(180), cover=None), [per_diem(payer_id=None)]).state == "billable"


def test_two_levels_of_care_on_one_day_are_blocked():
    decision = decide(day(came(200), other_level="PHP"), [per_diem()])
    assert (decision.state, held_by(decision), codes(decision)) == ("held", {"level_clash"}, [])
    assert "two levels of care on one day: IOP and PHP" in str(decision.words)


def test_no_rule_and_no_price_wait_for_billing():
    nothing = decide(day(came(180)), [])
    assert (nothing.state, held_by(nothing)) == ("held", {"no_rule"})
    assert "no rule for Harbor Health at IOP" in str(nothing.words)
    free = decide(day(came(180)), [per_diem(cents=None)])
    assert (free.state, held_by(free)) == ("held", {"no_fee"})


def week(minutes, days, *, is_over):
    from billing.rules.shapes import Week

    return Week(MONDAY, minutes, days, is_over)


@pytest.mark.parametrize(
    ("minutes", "days", "is_over", "state"),
    [
        (540, 3, False, "billable"),
        (540, 3, True, "billable"),
        (539, 3, True, "not_billable"),
        (539, 3, False, "review"),
        (600, 2, True, "not_billable"),
        (600, 2, False, "review"),
    ],
)
def test_a_week_needs_nine_hours_on_three_days(minutes, days, is_over, state):
    rule = per_diem(week_minutes=540, week_days=3)
    assert decide(day(came(180), week=week(minutes, days, is_over=is_over)), [rule]).state == state


def test_a_week_that_is_short_says_how_much_and_falls_back():
    rule = per_diem(week_minutes=540, week_days=3, falls_back=True)
    waiting = decide(day(came(180), week=week(360, 2, is_over=False)), [rule])
    assert str(waiting.words) == "Waits for the week: 3 h, 3 h needed; the week has 6 h of 9 h and 2 of 3 days."
    over = decide(day(came(180), came(90, "group"), week=week(360, 2, is_over=True)), [rule, group()])
    assert codes(over) == ["H0005"]


def test_the_day_stays_open_while_attendance_is_not_final():
    open_day = decide(day(came(180, is_over=False, is_final=False)), [per_diem()])
    assert (open_day.state, codes(open_day)) == ("open", ["H0015"])
    closed = decide(day(came(180, is_final=False)), [per_diem()])
    assert str(closed.words) == "Attendance not final: 3 h, 3 h needed."


def test_whoever_did_not_come_is_not_billed():
    decision = decide(day(came(0, came=False)), [per_diem()])
    assert (decision.state, held_by(decision)) == ("not_billable", {"absent"})


def test_a_clinician_may_be_billed_under_an_enrolled_supervisor():
    facts = day(came(180, supervisor_id=BOSS), enrolled=frozenset({BOSS}))
    assert decide(facts, [per_diem(requirements=EVERYTHING)]).state == "billable"


def test_a_drug_test_needs_no_note():
    rule = terms("drug_test", "80305", "session", cents=1500, requirements=frozenset({"signed_note"}))
    assert codes(decide(day(came(0, "drug_test", note="")), [rule])) == ["80305"]


def test_a_service_without_a_rule_does_not_hold_the_day():
    decision = decide(day(came(180), came(30, "case_management")), [per_diem()])
    assert decision.state == "billable"
    assert any("no rule for Case management" in str(step.words) for step in decision.trace)
