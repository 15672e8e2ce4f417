"""The medication list: what was is never overwritten, and what cannot be is refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.actions import open_item
from iop.work.models import WorkItem
from tests.factories import clients
from tests.factories.support import AT, TODAY, add, add_injection, day, give_naloxone, inject, make_house
from therapy import medications as read
from therapy.actions import medications as actions
from therapy.models import Allergy, InjectionGiven, Medication, NaloxoneOffer, Reconciliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def stop(house, row, on=TODAY, reason="side_effects", **more):
    return actions.stop_medication(
        by=house.by, medication=row, version=row.version, on=on, reason=reason, at=AT, **more
    )


def change(house, row, starts_on=None, dose="100 mg", **more):
    return actions.change_dose(
        by=house.by, medication=row, version=row.version, dose=dose, frequency=more.pop("frequency", ""),
        starts_on=starts_on or day(1), at=AT, **more,
    )  # fmt: skip


def test_a_medication_stands_on_the_list_from_its_first_day_on(house):
    add(house, starts_on=TODAY)
    assert [one.label for one in read.active(house.client.pk, AT)] == ["Sertraline 50 mg"]


def test_one_that_begins_tomorrow_is_not_taken_yet(house):
    add(house, starts_on=day(1))
    assert read.active(house.client.pk, AT) == []


def test_the_last_day_still_counts_and_the_day_after_does_not(house):
    stop(house, add(house), on=TODAY)
    assert len(read.active(house.client.pk, AT)) == 1
    assert read.active(house.client.pk, AT + dt.timedelta(days=1)) == []


def test_the_day_is_that_of_the_clinics_wall_clock(house):
    stop(house, add(house), on=TODAY)
    # 3 March 03:00 in London is still 2 March 22:00 in New York.
    assert len(read.active(house.client.pk, dt.datetime(2026, 3, 3, 3, tzinfo=dt.UTC))) == 1


def test_many_clients_are_asked_in_one_statement(house, django_assert_num_queries):
    other = clients.make_admitted(house.site)
    add(house)
    with django_assert_num_queries(1):
        found = read.active_for([house.client.pk, other.client_id], AT)
    assert list(found) == [house.client.pk]


def test_what_was_entered_in_error_is_not_taken(house):
    row = add(house)
    actions.mark_medication_error(by=house.by, medication=row, version=1, reason="Another client's bottle", at=AT)
    assert read.active(house.client.pk, AT) == []
    assert Medication.objects.get().error_reason == "Another client's bottle"


def test_moud_and_maud_are_told_by_what_it_treats(house):
    add(house, name="Suboxone", ingredient="buprenorphine_naloxone", treats="moud")
    found = read.active(house.client.pk, AT)[0]
    assert (found.is_moud, found.is_maud) == (True, False)


def test_nothing_stops_before_it_was_started(house):
    with pytest.raises(Invalid, match="cannot have stopped earlier") as refused:
        stop(house, add(house), on=TODAY - dt.timedelta(days=21))
    assert refused.value.field == "on"


def test_a_course_cannot_end_before_it_begins(house):
    with pytest.raises(Invalid, match="cannot have stopped earlier"):
        add(house, starts_on=TODAY, ends_on=TODAY - dt.timedelta(days=1))


def test_sertraline_is_not_marked_moud(house):
    with pytest.raises(Invalid) as refused:
        add(house, treats="moud")
    assert refused.value.field == "treats"


def test_the_same_dose_is_not_listed_twice(house):
    add(house)
    with pytest.raises(Conflict, match="stands on the list already"):
        add(house, name="sertraline")


def test_two_strengths_may_stand_side_by_side(house):
    add(house)
    add(house, dose="25 mg", frequency="in the evening")
    assert len(read.active(house.client.pk, AT)) == 2


@pytest.mark.parametrize("field", ["name", "dose", "frequency"])
def test_name_dose_and_rhythm_are_needed(house, field):
    with pytest.raises(Invalid) as refused:
        add(house, **{field: "  "})
    assert refused.value.field == field


def test_a_change_of_dose_ends_a_row_and_begins_another(house):
    old = add(house)
    new = change(house, old)
    old.refresh_from_db()
    assert (old.ends_on, old.stop_reason, old.dose) == (TODAY, "dose_changed", "50 mg")
    assert (new.starts_on, new.dose, new.follows_id, new.frequency) == (day(1), "100 mg", old.pk, "once a day")


def test_a_change_of_dose_keeps_a_planned_end(house):
    old = add(house, ends_on=day(10))
    assert change(house, old).ends_on == day(10)


def test_a_new_dose_begins_after_the_old_one(house):
    with pytest.raises(Invalid) as refused:
        change(house, add(house, starts_on=TODAY), starts_on=TODAY)
    assert refused.value.field == "starts_on"


def test_a_change_that_changes_nothing_is_none(house):
    with pytest.raises(Invalid, match="Nothing differs"):
        change(house, add(house), dose="50 mg")


def test_a_new_dose_entered_in_error_lets_the_old_one_go_on(house):
    old = add(house)
    new = change(house, old)
    actions.mark_medication_error(by=house.by, medication=new, version=1, reason="Misread", at=AT)
    old.refresh_from_db()
    assert (old.ends_on, old.stop_reason) == (None, "")


def test_a_dose_that_another_follows_is_not_marked_first(house):
    old = add(house)
    change(house, old)
    old.refresh_from_db()
    with pytest.raises(Conflict, match="later dose"):
        actions.mark_medication_error(by=house.by, medication=old, version=old.version, reason="Misread", at=AT)


def test_a_stale_page_overwrites_nothing(house):
    row = add(house)
    with pytest.raises(Stale):
        actions.stop_medication(by=house.by, medication=row, version=7, on=TODAY, reason="other", at=AT)


def test_a_medication_is_stopped_once(house):
    row = stop(house, add(house))
    with pytest.raises(Conflict, match="stopped on"):
        stop(house, row)


def test_who_may_not_keep_the_list_is_refused(house):
    with pytest.raises(NotAllowed):
        add(house, by=clients.make_actor(house.site, "biller"))


def test_an_allergy_stands_in_the_way_until_the_prescriber_knows(house):
    actions.add_allergy(by=house.by, client=house.client, site_id=house.site.pk, substance="sertraline", at=AT)
    with pytest.raises(Conflict) as refused:
        add(house, name="Zoloft")
    assert refused.value.field == "despite_allergy"
    assert add(house, name="Zoloft", despite_allergy=True).pk


def test_an_allergy_is_recorded_once_whatever_its_case(house):
    for_all = {"by": house.by, "client": house.client, "site_id": house.site.pk, "at": AT}
    actions.add_allergy(substance="Penicillin", **for_all)
    with pytest.raises(Conflict):
        actions.add_allergy(substance="PENICILLIN", **for_all)


def test_an_injection_is_due_by_its_interval(house):
    given = inject(house, add_injection(house))
    assert (given.given_on, given.next_due_on, given.dose) == (TODAY, day(28), "380 mg")


def test_tablets_are_not_injected(house):
    with pytest.raises(Invalid, match="not given by injection"):
        inject(house, add(house))


def test_a_lot_out_of_date_is_not_given(house):
    with pytest.raises(Invalid) as refused:
        inject(house, add_injection(house), expires_on=day(-1))
    assert refused.value.field == "expires_on"


def test_nothing_is_injected_before_it_was_started_or_tomorrow(house):
    row = add_injection(house)
    for on in (day(-21), day(1)):
        with pytest.raises(Invalid) as refused:
            inject(house, row, given_on=on)
        assert refused.value.field == "given_on"


def test_one_injection_a_day(house):
    row = add_injection(house)
    inject(house, row)
    with pytest.raises(Conflict):
        inject(house, row)


def test_a_counselor_does_not_record_injections(house):
    with pytest.raises(NotAllowed):
        inject(house, add_injection(house), by=house.by)


def test_giving_it_closes_the_work(house):
    row = add_injection(house)
    inject(house, row)
    later = AT + dt.timedelta(days=25)
    actions.owe_medication_work(by=SYSTEM, at=later)
    assert WorkItem.objects.open().filter(kind="injection_due").count() == 1
    inject(house, row, at=later)
    assert not WorkItem.objects.open().filter(kind="injection_due").exists()


def test_an_injection_is_owed_within_the_days_that_the_clinic_set(house):
    inject(house, add_injection(house))
    actions.owe_medication_work(by=SYSTEM, at=AT + dt.timedelta(days=20))
    assert not WorkItem.objects.filter(kind="injection_due").exists()
    actions.owe_medication_work(by=SYSTEM, at=AT + dt.timedelta(days=21))
    item = WorkItem.objects.get(kind="injection_due")
    assert (item.role_key, item.subject_kind) == ("medical", "therapy.medication")


def test_stopping_it_takes_the_injection_off_the_work_list(house):
    row = add_injection(house)
    inject(house, row)
    actions.owe_medication_work(by=SYSTEM, at=AT + dt.timedelta(days=25))
    stop(house, row)
    assert not WorkItem.objects.open().filter(kind="injection_due").exists()


def test_naloxone_closes_what_asked_for_it(house):
    subject = ("therapy.drugtest", house.client.pk)
    open_item(
        by=SYSTEM, kind="offer_naloxone", site_id=house.site.pk, subject=subject, summary="Offer naloxone", due_at=AT,
        dedupe_key="n", role_key="counselor", client_id=house.client.pk,
    )  # fmt: skip
    made = give_naloxone(house, why="test")
    assert (made.kits, made.lot, made.was_trained) == (1, "NX77", True)
    assert not WorkItem.objects.open().filter(kind="offer_naloxone").exists()


def test_kits_out_of_date_are_not_given(house):
    with pytest.raises(Invalid) as refused:
        give_naloxone(house, expires_on=day(-1))
    assert refused.value.field == "expires_on"


def test_that_naloxone_was_declined_is_written_down_too(house):
    made = actions.note_naloxone(by=house.by, episode=house.episode, outcome="declined", at=AT)
    assert (made.kits, made.outcome) == (0, "declined")


def test_a_list_is_owed_after_admission_and_then_by_its_rhythm(house):
    actions.owe_medication_work(by=SYSTEM, at=AT + dt.timedelta(days=2))
    assert not WorkItem.objects.exists()
    soon = AT + dt.timedelta(days=4)
    assert actions.owe_medication_work(by=SYSTEM, at=soon) == 1
    assert actions.owe_medication_work(by=SYSTEM, at=soon) == 0
    actions.reconcile(by=house.by, episode=house.episode, compared_with=["client"], at=soon)
    assert not WorkItem.objects.open().exists()
    assert actions.owe_medication_work(by=SYSTEM, at=soon + dt.timedelta(days=29)) == 0
    assert actions.owe_medication_work(by=SYSTEM, at=soon + dt.timedelta(days=30)) == 1


def test_what_is_owed_is_found_in_as_many_statements_for_many(house, django_assert_num_queries):
    def statements():
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen, transaction.atomic():
            actions.owe_medication_work(by=SYSTEM, at=AT + dt.timedelta(days=10))
            transaction.set_rollback(True)
        return len(seen)

    inject(house, add_injection(house, every_days=12))
    one = statements()
    for _ in range(4):
        other = make_house()
        other.site = house.site
        episode = clients.make_admitted(house.site)
        other.episode, other.client = episode, episode.client
        other.medical, other.by = house.medical, house.by
        inject(other, add_injection(other, every_days=12))
    # Four more sites came with the other houses: their settings are one statement each.
    assert statements() <= one + 8


def test_a_reconciliation_says_with_what_it_compared(house):
    with pytest.raises(Invalid) as refused:
        actions.reconcile(by=house.by, episode=house.episode, compared_with=["nothing"], at=AT)
    assert refused.value.field == "compared_with"


def test_what_differed_is_said(house):
    with pytest.raises(Invalid) as refused:
        actions.reconcile(by=house.by, episode=house.episode, compared_with=["package"], differed=True, at=AT)
    assert refused.value.field == "note"


def test_no_allergies_is_not_said_while_one_stands(house):
    actions.add_allergy(by=house.by, client=house.client, site_id=house.site.pk, substance="Latex", kind="latex", at=AT)
    with pytest.raises(Conflict):
        actions.reconcile(by=house.by, episode=house.episode, compared_with=["client"], no_known_allergies=True, at=AT)


def test_a_reconciliation_counts_what_is_taken(house):
    add(house)
    stop(house, add(house, name="Trazodone", ingredient="trazodone"), on=day(-1))
    assert actions.reconcile(by=house.by, episode=house.episode, compared_with=["client"], at=AT).listed == 1


def refused_by_the_database(sql, *values):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change_to",
    [
        "ends_on = starts_on - 1", "dose = '900 mg'", "name = 'Else'", "treats = 'moud'", "starts_on = starts_on - 5",
        "dose = ''", "stop_reason = 'other'", "entered_in_error_at = now()", "every_days = 5",
    ],
)  # fmt: skip
def test_plain_sql_does_not_rewrite_a_medication(house, change_to):
    add(house)
    refused_by_the_database(f"UPDATE therapy_medication SET {change_to}")


@pytest.mark.parametrize("change_to", ["lot = 'X'", "given_on = given_on - 1", "next_due_on = given_on"])
def test_plain_sql_does_not_rewrite_an_injection(house, change_to):
    inject(house, add_injection(house))
    refused_by_the_database(f"UPDATE therapy_injectiongiven SET {change_to}")


@pytest.mark.parametrize("change_to", ["kits = 0", "lot = ''", "kits = 30", '"on" = "on" - 1'])
def test_plain_sql_does_not_rewrite_naloxone(house, change_to):
    give_naloxone(house)
    refused_by_the_database(f"UPDATE therapy_naloxoneoffer SET {change_to}")


@pytest.mark.parametrize("table", ["medication", "allergy", "injectiongiven", "naloxoneoffer", "reconciliation"])
def test_plain_sql_deletes_nothing(house, table):
    inject(house, add_injection(house))
    give_naloxone(house)
    actions.add_allergy(by=house.by, client=house.client, site_id=house.site.pk, substance="Latex", at=AT)
    actions.reconcile(by=house.by, episode=house.episode, compared_with=["client"], at=AT)
    refused_by_the_database(f"DELETE FROM therapy_{table}")
    assert all(model.objects.count() for model in (Medication, Allergy, InjectionGiven, NaloxoneOffer, Reconciliation))


def test_plain_sql_does_not_change_a_reconciliation(house):
    actions.reconcile(by=house.by, episode=house.episode, compared_with=["client"], at=AT)
    refused_by_the_database("UPDATE therapy_reconciliation SET listed = 9")


def test_plain_sql_adds_no_expired_injection(house):
    row = add_injection(house)
    refused_by_the_database(
        "INSERT INTO therapy_injectiongiven (id, created_at, medication_id, given_on, dose, lot, expires_on, body_site,"
        " given_by_id, note, error_reason) VALUES (gen_random_uuid(), now(), %s, %s, '380 mg', 'L', %s, 'left_gluteal', %s, '', '')",
        row.pk, TODAY, day(-1), house.staff["medical"].pk,
    )  # fmt: skip


def test_a_second_allergy_of_one_name_is_refused_by_the_database(house):
    actions.add_allergy(by=house.by, client=house.client, site_id=house.site.pk, substance="Latex", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allergy.objects.create(client=house.client, site=house.site, substance="LATEX", recorded_on=TODAY)
