"""The discharge summary: begun from the chart, written, signed, locked, answered, added to, and owed until then."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from clients import evidence
from clients.evidence import Fact, Subject
from iop.access.choices import Permission
from iop.access.models import Role
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, NotAllowed, Stale
from iop.documents.actions import verify
from iop.documents.models import Signature
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from tests.factories import ground
from tests.factories import own_plans as make
from tests.factories.clients import AT, TODAY, make_actor, make_inquiry
from therapy.actions import summaries
from therapy.models import DischargeSummary
from therapy.own_plans_lines import evidence as own_evidence
from therapy.own_plans_lines import timeline
from therapy.summary_contents import seen, whole

pytestmark = pytest.mark.django_db
SQL = (
    "UPDATE therapy_dischargesummary SET contents = '{}'",
    "UPDATE therapy_dischargesummary SET status = 'draft', signed_at = NULL, signed_by_id = NULL",
    "UPDATE therapy_dischargesummary SET author_id = signed_by_id, language = 'xx'",
    "DELETE FROM therapy_dischargesummary",
    "TRUNCATE therapy_dischargesummary CASCADE",
)


@pytest.fixture
def desk(db):
    return make.make_desk()


def without(role, *permissions):
    row = Role.objects.get(key=role)
    row.permissions = [each for each in row.permissions if each not in permissions]
    row.save()


def test_it_begins_with_what_the_chart_knows(desk):
    make.keep_safety(desk)
    row = summaries.open_summary(by=desk.by, episode=make.leave(desk), at=AT)
    assert "Completed treatment" in row.contents["reason"]
    assert "Goals met." in row.contents["reason"]
    assert "safety plan" in row.contents["risk"]


def test_it_works_with_whatever_contributors_say(desk, monkeypatch):
    facts = [Fact("something_new", "A new sort of fact."), Fact(Subject.MEASURES, "PHQ-9: 18, then 6", TODAY)]
    monkeypatch.setattr(evidence, "facts", lambda *args: facts)
    row = summaries.open_summary(by=desk.by, episode=desk.episode, at=AT)
    assert row.contents["course"] == "A new sort of fact."
    assert row.contents["measures"].startswith("PHQ-9: 18, then 6 (Monday")


def test_what_the_writer_may_not_read_is_not_told(desk, monkeypatch):
    facts = [Fact(Subject.USE, "A secret result", needs=Permission.TESTS_VIEW)]
    monkeypatch.setattr(evidence, "facts", lambda *args: facts)
    without("counselor", Permission.TESTS_VIEW)
    by = actor_of(desk.counselor.pk, AT)
    assert "A secret" not in str(summaries.open_summary(by=by, episode=desk.episode, at=AT).contents)


def test_a_fact_kept_apart_stands_in_the_part_kept_apart(desk, monkeypatch):
    facts = [Fact(Subject.USE, "A result", needs=Permission.TESTS_VIEW)]
    monkeypatch.setattr(evidence, "facts", lambda *args: facts)
    assert summaries.open_summary(by=desk.by, episode=desk.episode, at=AT).contents["tests"] == "A result"


def test_nobody_writes_a_part_they_may_not_read(desk):
    row = summaries.open_summary(by=desk.by, episode=desk.episode, at=AT)
    without("counselor", Permission.TESTS_VIEW)
    with pytest.raises(NotAllowed):
        make_by = actor_of(desk.counselor.pk, AT)
        summaries.save_summary(by=make_by, summary=row, version=1, contents={"tests": "All fine"}, at=AT)


def test_nobody_signs_a_part_they_may_not_read(desk):
    desk.episode = make.leave(desk)
    row = make.open_summary(desk, tests="One unexpected result in week 3.")
    without("counselor", Permission.TESTS_VIEW)
    with pytest.raises(NotAllowed):
        summaries.sign_summary(by=actor_of(desk.counselor.pk, AT), summary=row, at=AT)


def test_beginning_twice_gives_one_summary(desk):
    one = summaries.open_summary(by=desk.by, episode=desk.episode, at=AT)
    assert summaries.open_summary(by=desk.by_director, episode=desk.episode, at=AT) == one


def test_an_inquiry_has_no_summary(desk):
    with pytest.raises(Conflict):
        summaries.open_summary(by=desk.by, episode=make_inquiry(desk.site), at=AT)


def test_two_who_write_at_once_lose_nothing(desk):
    row = summaries.open_summary(by=desk.by, episode=desk.episode, at=AT)
    summaries.save_summary(by=desk.by, summary=row, version=1, contents={"risk": "mine"}, at=AT)
    with pytest.raises(Stale):
        summaries.save_summary(by=desk.by_director, summary=row, version=1, contents={"risk": "theirs"}, at=AT)
    assert DischargeSummary.objects.get().contents["risk"] == "mine"


def test_a_stay_that_goes_on_is_not_summed_up(desk):
    with pytest.raises(Conflict):
        summaries.sign_summary(by=desk.by, summary=make.open_summary(desk), at=AT)


def test_a_summary_without_recommendations_is_not_signed(desk):
    desk.episode = make.leave(desk)
    with pytest.raises(Conflict) as refused:
        summaries.sign_summary(by=desk.by, summary=make.open_summary(desk, recommendations=" "), at=AT)
    assert "Recommendations" in str(refused.value)


def test_what_changed_since_it_was_read_is_not_signed(desk):
    desk.episode = make.leave(desk)
    row = make.open_summary(desk)
    read = seen(row)
    summaries.save_summary(by=desk.by, summary=row, version=row.version, contents={"risk": "Other"}, at=AT)
    with pytest.raises(Stale):
        summaries.sign_summary(by=desk.by, summary=row, at=AT, read=read)


def test_a_signature_covers_every_word(desk):
    row = make.signed_summary(desk)
    assert row.status == "signed"
    assert verify(Signature.objects.get(subject_id=row.pk), whole(row))


@pytest.mark.parametrize("sql", SQL)
def test_no_sql_changes_a_signed_summary(desk, sql):
    make.signed_summary(desk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # what waits for the end of the transaction would stop a TRUNCATE too
        with pytest.raises(InternalError), transaction.atomic():
            cursor.execute(sql)


def test_signing_twice_is_told(desk):
    row = make.signed_summary(desk)
    with pytest.raises(NotAllowed):
        summaries.sign_summary(by=desk.by, summary=row, at=AT)


def test_a_supervised_authors_summary_waits_and_is_cosigned_by_another(desk):
    ground.make_kind("LCSWA", needs_cosignature=True)
    young = ground.make_staff("counselor", site=desk.site, credential="LCSWA", supervisor=desk.director)
    by_young = actor_of(young.pk, AT)
    row = make.signed_summary(desk, by=by_young)
    assert row.status == "awaiting"
    item = WorkItem.objects.open().get(kind=WorkKind.COSIGN_NOTE)
    assert item.assignee_id == desk.director.pk
    summaries.return_summary(by=desk.by_director, summary=row, comment="Name the prescriber.", at=AT)
    summaries.add_addendum(by=by_young, summary=row, text="Dr. Moreau", reason="Asked for", at=AT)
    assert summaries.cosign_summary(by=desk.by_director, summary=row, at=AT).status == "signed"
    assert not WorkItem.objects.open().filter(client_id=desk.client.pk, kind=WorkKind.COSIGN_NOTE).exists()


def test_nobody_cosigns_their_own(desk):
    ground.make_kind("LCSWA", needs_cosignature=True)
    boss = ground.make_staff("clinical_director", site=desk.site, credential="LCSWA")
    row = make.signed_summary(desk, by=actor_of(boss.pk, AT))
    with pytest.raises(NotAllowed) as refused:
        summaries.cosign_summary(by=actor_of(boss.pk, AT), summary=row, at=AT)
    assert "their own" in str(refused.value)


def test_discharge_puts_it_on_the_counselors_list_until_it_is_signed(desk):
    make.join_team(desk, desk.counselor, "primary_counselor")
    desk.episode = make.leave(desk)
    item = WorkItem.objects.get(kind=WorkKind.DISCHARGE_SUMMARY)
    assert item.assignee_id == desk.counselor.pk
    assert item.due_at.date() - TODAY == dt.timedelta(days=16)  # the end of the fifteenth day, in UTC
    make.signed_summary(desk)
    item.refresh_from_db()
    assert item.status == WorkStatus.DONE


def test_a_draft_is_not_for_those_who_only_read(desk):
    make.open_summary(desk)
    biller = make_actor(desk.site, "biller")
    assert DischargeSummary.objects.visible_to(desk.by, at=AT).exists()
    assert not DischargeSummary.objects.visible_to(biller, at=AT).exists()


def test_the_timeline_and_the_evidence_know_of_it(desk):
    make.keep_safety(desk)
    make.step(desk)
    make.signed_summary(desk)
    points = timeline(desk.client.pk, TODAY, TODAY)[0].points
    assert {str(point.says) for point in points} == {"Safety plan kept", "Discharge summary signed"}
    facts = own_evidence(desk.episode, TODAY, TODAY, AT)
    assert any("0 of 8" in str(fact.says) for fact in facts)
