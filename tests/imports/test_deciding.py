"""Rows that look like somebody: decided one by one or all that are left, by those who may see whom they look like."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, transaction

from clients.actions.merges import merge
from clients.import_choices import RowOutcome
from clients.models import Client, Episode, ImportedRow, ImportRun
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.workflows.importing import leftovers, removing
from iop.workflows.importing.deciding import decide, decide_rest, unlink
from iop.workflows.importing.receiving import bring_in, change_mapping, read_again
from iop.workflows.importing.seeing import seen_by
from tests.factories import clients as make
from tests.factories import intake as desk
from tests.factories.imports import people, received, table

pytestmark = pytest.mark.django_db
AT = make.AT
BORN = dt.date(1985, 3, 4)
ANN = ("7", "Ann", "Leighton", "1985-03-04", "F", "617-555-0142", "ann@example.org", "")
TWICE = ("8", "Ann", "Leighton", "1985-03-04", "F", "", "", "")


@pytest.fixture
def site():
    return make.make_site()


@pytest.fixture
def ann(site):
    return make.make_client(site, legal_first_name="Ann", legal_last_name="Leighton", date_of_birth=BORN)


def of(run, position=2):
    return run.rows.get(position=position)


def said(row, decision, by=SYSTEM, **more):
    return decide(by=by, row=row, version=ImportedRow.objects.get(pk=row.pk).version, decision=decision, at=AT, **more)


def bring(run, by=SYSTEM, at=AT, **more):
    run.refresh_from_db()
    bring_in(by=by, run=run, version=run.version, at=at, **more)
    run.refresh_from_db()
    return run


def restrict(client):
    Client.objects.filter(pk=client.pk).update(is_restricted=True, restricted_reason="A colleague")


def test_a_row_names_whom_it_looks_like_and_why(site, ann):
    assert of(received(site, table(ANN), AT)).alike == [
        {"kind": "client", "id": str(ann.pk), "reason": "birth_and_name"}
    ]


def test_the_same_person_is_linked_and_their_chart_stays_as_it_is(site, ann):
    before = Client.objects.filter(pk=ann.pk).values().get()
    run = received(site, table(ANN, *people(1)), AT)
    said(of(run), "link", client=ann)
    assert bring(run).counts == {"linked": 1, "made": 1}
    row = of(run)
    assert (row.outcome, row.client) == (RowOutcome.LINKED, ann)
    assert Client.objects.filter(pk=ann.pk).values().get() == before
    assert not ann.contact_points.exists()
    assert Episode.objects.filter(client=ann).count() == 1
    linked = AuditEvent.objects.get(verb="clients.import_linked")
    assert (linked.subject_id, linked.detail) == (ann.pk, {"run": str(run.pk), "row": 2})


def test_the_next_file_knows_who_was_linked_by_their_number(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "link", client=ann)
    bring(run)
    again = received(site, table(("7", "Annabel", "Somebody-Else", "1985-03-04", "", "", "", "")), AT)
    assert (again.counts, of(again).client) == ({"known": 1}, ann)
    assert Client.objects.count() == 1


def test_who_and_when_stands_with_the_row_and_on_record(site, ann):
    by = make.make_actor(site, "intake")
    row = said(of(received(site, table(ANN), AT)), "link", by=by, client=ann)
    assert (row.decision, row.decided_by, row.decided_at, row.version) == ("link", by.staff_id, AT, 2)
    event = AuditEvent.objects.get(verb="clients.import_row_decided")
    assert event.detail == {"run": str(row.run_id), "row": 2, "decision": "link"}
    assert (event.actor_id, list(event.subjects.values_list("client_id", flat=True))) == (by.staff_id, [ann.pk])


def test_somebody_else_gets_a_chart_and_the_undecided_follow_what_is_said_of_the_file(site, ann):
    other = make.make_client(site, legal_first_name="Bo", legal_last_name="Lindgren", date_of_birth=BORN)
    bo = ("9", "Bo", "Lindgren", "1985-03-04", "", "", "", "")
    run = received(site, table(ANN, bo), AT)
    said(of(run), "new")
    assert bring(run).counts == {"made": 1, "left_out": 1}
    assert Client.objects.filter(legal_last_name="Leighton").count() == 2
    assert Client.objects.filter(legal_last_name=other.legal_last_name).count() == 1


def test_who_is_left_out_stays_out_although_charts_are_opened_for_the_others(site, ann):
    make.make_client(site, legal_first_name="Bo", legal_last_name="Lindgren", date_of_birth=BORN)
    run = received(site, table(ANN, ("9", "Bo", "Lindgren", "1985-03-04", "", "", "", "")), AT)
    said(of(run), "leave_out")
    assert bring(run, bring_alike=True).counts == {"left_out": 1, "made": 1}
    assert of(run, 3).outcome == RowOutcome.MADE


def test_what_was_decided_is_taken_back(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "link", client=ann)
    row = said(of(run), "")
    assert (row.decision, row.decided_at, row.decided_by, row.client) == ("", None, None, ann)
    assert bring(run).counts == {"left_out": 1}


def test_only_rows_that_look_like_somebody_are_decided(site):
    with pytest.raises(Conflict, match="looks like nobody here"):
        said(of(received(site, table(*people(1)), AT)), "leave_out")


@pytest.mark.parametrize(("decision", "field"), [("nonsense", "decision"), ("link", "client")])
def test_what_cannot_be_decided_is_said_beside_the_field(site, ann, decision, field):
    with pytest.raises(Invalid) as refusal:
        said(of(received(site, table(ANN), AT)), decision)
    assert refusal.value.field == field


def test_a_row_is_linked_to_nobody_whom_it_is_not_like(site, ann):
    stranger = make.make_client(site, date_of_birth=dt.date(1961, 1, 2))
    with pytest.raises(Invalid, match="one of the charts that this row looks like"):
        said(of(received(site, table(ANN), AT)), "link", client=stranger)


def test_of_two_people_who_decide_the_later_one_is_told(site, ann):
    row = of(received(site, table(ANN), AT))
    decide(by=SYSTEM, row=row, version=1, decision="new", at=AT)
    with pytest.raises(Stale, match="Somebody else decided about this row meanwhile"):
        decide(by=SYSTEM, row=row, version=1, decision="leave_out", at=AT)
    row.refresh_from_db()
    assert row.decision == "new"


def test_nobody_brings_in_what_was_decided_after_they_looked(site, ann):
    run = received(site, table(ANN), AT)
    seen = run.version
    said(of(run), "new")
    with pytest.raises(Stale):
        bring_in(by=SYSTEM, run=run, version=seen, at=AT)
    assert Client.objects.count() == 1


def test_what_was_brought_in_is_no_longer_decided(site, ann):
    run = received(site, table(ANN), AT)
    row = of(run)
    bring(run)
    with pytest.raises(Conflict, match="no longer waits for a decision"):
        decide(by=SYSTEM, row=row, version=1, decision="new", at=AT)


def test_only_those_who_bring_people_in_decide(site, ann):
    row = of(received(site, table(ANN), AT))
    with pytest.raises(NotAllowed):
        said(row, "new", by=make.make_actor(site, "counselor"))


def test_a_chart_of_another_site_is_decided_by_somebody_who_may_see_it(site):
    there = make.make_site()
    ann = make.make_client(there, legal_first_name="Ann", legal_last_name="Leighton", date_of_birth=BORN)
    here = make.make_actor(site, "intake")
    row = of(received(site, table(ANN), AT))
    sight = seen_by(here, [row])
    assert (sight.of(row), sight.is_partial(row)) == ([], True)
    with pytest.raises(NotAllowed, match="Somebody who may see everybody"):
        said(row, "new", by=here)
    with pytest.raises(Invalid, match="one of the charts that this row looks like"):
        said(row, "link", by=here, client=ann)
    assert said(row, "leave_out", by=here).decision == "leave_out"


def test_a_restricted_chart_is_decided_by_somebody_who_may_open_it(site, ann):
    restrict(ann)
    row = of(received(site, table(ANN), AT))
    assert (row.client, row.problems) == (None, [["alike_restricted", ""]])
    with pytest.raises(NotAllowed):
        said(row, "new", by=make.make_actor(site, "intake"))
    director = make.make_actor(site, "clinical_director")
    assert said(row, "link", by=director, client=ann).client == ann
    # Taken back, the row again names nobody whom others may not see.
    assert said(row, "", by=director).client is None


def test_who_sees_one_of_two_charts_may_link_to_it_and_not_open_a_third(site, ann):
    second = make.make_client(site, legal_first_name="Anne", legal_last_name="Leighton", date_of_birth=BORN)
    restrict(second)
    here = make.make_actor(site, "intake")
    row = of(received(site, table(ANN), AT))
    assert {each["id"] for each in row.alike} == {str(ann.pk), str(second.pk)}
    with pytest.raises(NotAllowed):
        said(row, "new", by=here)
    assert said(row, "link", by=here, client=ann).client == ann


def test_a_row_read_before_names_were_kept_with_it_waits_for_another_look(site, ann):
    run = received(site, table(ANN), AT)
    run.rows.update(alike=[])
    with pytest.raises(NotAllowed):
        said(of(run), "new")


def test_reading_again_keeps_what_was_decided(site, ann):
    by = make.make_actor(site, "intake")
    run = received(site, table(ANN, *people(1)), AT)
    old = said(of(run), "link", by=by, client=ann)
    run.refresh_from_db()
    read_again(by=SYSTEM, run=run, version=run.version, at=AT + dt.timedelta(hours=25))
    row = of(run)
    assert (row.decision, row.decided_by, row.decided_at, row.client) == ("link", by.staff_id, AT, ann)
    assert row.version > old.version
    assert bring(run, at=AT + dt.timedelta(hours=26)).counts == {"linked": 1, "made": 1}


def test_a_page_from_before_the_reading_decides_nothing(site, ann):
    run = received(site, table(ANN), AT)
    row = of(run)
    read_again(by=SYSTEM, run=run, version=run.version, at=AT)
    with pytest.raises(Stale, match="read again meanwhile"):
        decide(by=SYSTEM, row=row, version=1, decision="new", at=AT)


def test_what_was_decided_falls_when_the_row_looks_like_somebody_more(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "new")
    make.make_client(site, legal_first_name="Annie", legal_last_name="Leighton", date_of_birth=BORN)
    run.refresh_from_db()
    read_again(by=SYSTEM, run=run, version=run.version, at=AT)
    assert (of(run).decision, len(of(run).alike)) == ("", 2)


def test_what_was_decided_falls_when_the_row_is_read_another_way(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "new")
    run.refresh_from_db()
    columns = {place: key for place, key in run.mapping["columns"].items() if key != "email"}
    change_mapping(by=SYSTEM, run=run, version=run.version, columns=columns, dates="mdy", at=AT)
    assert of(run).decision == ""


def test_two_rows_of_one_person_are_linked_to_one_chart(site, ann):
    run = received(site, table(ANN, TWICE), AT)
    assert of(run, 3).problems == [["double_person", "last_name"], ["alike", ""]]
    said(of(run), "link", client=ann)
    said(of(run, 3), "link", client=ann)
    assert bring(run).counts == {"linked": 2}
    assert received(site, table(ANN, TWICE), AT).counts == {"known": 2}


def test_of_two_rows_of_one_new_person_the_second_is_decided(site):
    run = received(site, table(ANN, TWICE), AT)
    assert (run.counts, of(run, 3).alike) == ({"new": 1, "alike": 1}, [])
    said(of(run, 3), "new")
    assert bring(run).counts == {"made": 2}


def test_a_link_follows_a_chart_that_was_joined_meanwhile(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "link", client=ann)
    kept = make.make_client(site, date_of_birth=BORN)
    merge(by=make.make_actor(site), kept=kept, absorbed=ann, reason="The same person", at=AT)
    bring(run)
    assert of(run).client == kept


def test_two_charts_that_were_joined_are_shown_as_one(site, ann):
    second = make.make_client(site, legal_first_name="Anne", legal_last_name="Leighton", date_of_birth=BORN)
    run = received(site, table(ANN), AT)
    merge(by=make.make_actor(site), kept=ann, absorbed=second, reason="The same person", at=AT)
    here = make.make_actor(site, "intake")
    sight = seen_by(here, [of(run)])
    assert ([each.client for each in sight.of(of(run))], sight.is_partial(of(run))) == ([ann], False)


def test_somebody_registered_after_the_decision_stops_the_file_at_that_row(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "new")
    make.make_client(site, legal_first_name="Annie", legal_last_name="Leighton", date_of_birth=BORN)
    with pytest.raises(Conflict, match="row 2"):
        bring(run)


def test_somebody_who_only_called_is_seen_by_those_who_take_calls_there():
    place = desk.make_desk()
    call = desk.take(place, first_name="Ann", last_name="Leighton", date_of_birth=BORN)
    run = received(place.site, table(ANN), AT)
    row = of(run)
    assert row.alike[0] | {"reason": ""} == {"kind": "inquiry", "id": str(call.pk), "reason": ""}
    assert [each.inquiry for each in seen_by(place.by, [row]).of(row)] == [call]
    elsewhere = make.make_actor(make.make_site(), "intake")
    assert seen_by(elsewhere, [row]).is_partial(row)
    said(row, "new", by=place.by)
    assert bring(run).counts == {"made": 1}


def test_all_that_are_left_are_decided_at_once(site, ann):
    run = received(site, table(ANN, TWICE, *people(1)), AT)
    said(of(run), "link", client=ann)
    run.refresh_from_db()
    rest = decide_rest(by=SYSTEM, run=run, version=run.version, decision="leave_out", at=AT)
    assert (rest.decided, rest.waiting) == (1, 0)
    assert [row.decision for row in run.rows.all()] == ["link", "leave_out", ""]
    run.refresh_from_db()
    with pytest.raises(Conflict, match="Everything that looks like somebody is decided"):
        decide_rest(by=SYSTEM, run=run, version=run.version, decision="new", at=AT)
    assert AuditEvent.objects.get(verb="clients.import_rest_decided").detail == {
        "decision": "leave_out", "rows": 1, "waiting": 0,
    }  # fmt: skip


def test_all_that_are_left_come_as_new_as_far_as_one_sees_whom_they_look_like(site, ann):
    hidden = make.make_client(site, legal_first_name="Bo", legal_last_name="Lindgren", date_of_birth=BORN)
    restrict(hidden)
    run = received(site, table(ANN, ("9", "Bo", "Lindgren", "1985-03-04", "", "", "", "")), AT)
    here = make.make_actor(site, "intake")
    rest = decide_rest(by=here, run=run, version=run.version, decision="new", at=AT)
    assert (rest.decided, rest.waiting) == (1, 1)
    run.refresh_from_db()
    with pytest.raises(NotAllowed):
        decide_rest(by=here, run=run, version=run.version, decision="new", at=AT)
    assert decide_rest(by=here, run=run, version=run.version, decision="leave_out", at=AT).decided == 1


def test_of_two_who_decide_all_that_are_left_one_is_told(site, ann):
    run = received(site, table(ANN), AT)
    version = run.version
    decide_rest(by=SYSTEM, run=run, version=version, decision="new", at=AT)
    with pytest.raises(Stale):
        decide_rest(by=SYSTEM, run=run, version=version, decision="leave_out", at=AT)


def test_the_rows_to_mend_are_those_that_stay_out(site, ann):
    run = received(site, table(ANN, TWICE), AT)
    said(of(run), "link", client=ann)
    said(of(run, 3), "leave_out")
    from iop.core.basis import own_use

    text = leftovers.take(by=SYSTEM, run=run, basis=own_use("operations", "demographics")).decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "It was decided to leave this row out." in text


def test_when_the_file_is_removed_only_who_was_brought_in_or_linked_stays(site, ann, settings):
    run = received(site, table(ANN, TWICE, *people(1)), AT)
    said(of(run), "link", client=ann)
    bring(run)
    removing.remove_ended(at=AT + dt.timedelta(days=settings.IMPORT_FILE_DAYS))
    kept = list(run.rows.order_by("position").values_list("outcome", "alike", "decision"))
    assert kept == [("linked", [], "link"), ("made", [], "")]


def test_the_database_keeps_what_a_decision_says(site, ann):
    run = received(site, table(ANN), AT)
    for wrong in ({"decision": "new"}, {"decision": "link", "decided_at": AT, "client": None}, {"decided_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            run.rows.update(**wrong)
    said(of(run), "link", client=ann)
    bring(run)
    with pytest.raises(InternalError), transaction.atomic():
        run.rows.all().delete()
    assert ImportRun.objects.get().counts == {"linked": 1}


def test_a_link_that_was_a_mistake_is_undone(site, ann):
    by = make.make_actor(site, "intake")
    run = received(site, table(ANN, *people(1)), AT)
    said(of(run), "link", client=ann)
    bring(run)
    row = unlink(by=by, row=of(run), version=of(run).version, at=AT)
    run.refresh_from_db()
    assert (row.outcome, row.client, row.decided_by) == (RowOutcome.LEFT_OUT, None, by.staff_id)
    assert run.counts == {"left_out": 1, "made": 1}
    assert AuditEvent.objects.get(verb="clients.import_unlinked").subject_id == ann.pk
    assert of(received(site, table(ANN), AT)).outcome == RowOutcome.ALIKE
    with pytest.raises(Conflict, match="not linked"):
        unlink(by=by, row=row, version=row.version, at=AT)


def test_a_link_to_a_chart_out_of_sight_is_undone_by_somebody_who_sees_it(site, ann):
    run = received(site, table(ANN), AT)
    said(of(run), "link", client=ann)
    bring(run)
    restrict(ann)
    with pytest.raises(NotAllowed):
        unlink(by=make.make_actor(site, "intake"), row=of(run), version=of(run).version, at=AT)
    with pytest.raises(Stale):
        unlink(by=SYSTEM, row=of(run), version=1, at=AT)


def test_a_link_undone_after_the_file_was_removed_leaves_nothing_of_the_row(site, ann, settings):
    run = received(site, table(ANN), AT)
    said(of(run), "link", client=ann)
    bring(run)
    removing.remove_ended(at=AT + dt.timedelta(days=settings.IMPORT_FILE_DAYS))
    unlink(by=SYSTEM, row=of(run), version=of(run).version, at=AT)
    assert not run.rows.exists()
