"""Case management: places, referrals with their history, contacts, meetings, tasks."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from clients.choices import Information
from clients.gate import NotDisclosable
from clients.models import Disclosure
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from iop.workflows import referral_letters
from tests.factories import clients
from tests.factories import privacy as gates
from tests.factories.support import AT, TODAY, add_place, day, log_contact, log_meeting, make_house, refer
from therapy.actions import support as actions
from therapy.models import CaseContact, CommunityResource, Referral, ReferralChange, SupportMeeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return make_house()


def move(house, row, to, **more):
    row.refresh_from_db()
    return actions.move_referral(by=house.by, referral=row, version=row.version, to=to, at=AT, **more)


def test_a_referral_that_the_client_makes_is_made_and_nothing_leaves(house):
    row = refer(house)
    assert row.status == "sent"
    assert not Disclosure.objects.exists()


def test_somebody_follows_up_after_the_clinics_days(house):
    row = refer(house)
    item = WorkItem.objects.get(kind="referral_follow_up")
    assert row.follow_up_on == day(7)
    assert (item.assignee_id, item.subject_id) == (house.by.staff_id, row.pk)


def test_following_up_on_another_day_moves_the_work(house):
    row = refer(house)
    actions.follow_up_later(
        by=house.by, referral=row, version=row.version, on=day(20), at=AT, note="Waiting for papers"
    )
    item = WorkItem.objects.open().get(kind="referral_follow_up")
    assert item.due_at.date() == day(20)
    assert ReferralChange.objects.filter(note="Waiting for papers").exists()


def test_a_referral_goes_somewhere(house):
    with pytest.raises(Invalid) as refused:
        refer(house, to_name="  ")
    assert refused.value.field == "to_name"


def test_a_referral_keeps_every_step(house):
    row = refer(house)
    move(house, row, "waiting", note="Three weeks")
    move(house, row, "accepted")
    assert [step.status for step in row.changes.all()] == ["sent", "waiting", "accepted"]


def test_a_step_that_cannot_follow_is_refused(house):
    row = refer(house, resource=add_place(house), we_tell=True)
    with pytest.raises(Conflict) as refused:
        move(house, row, "attended")
    assert refused.value.field == "to"


def test_an_ended_referral_asks_for_nothing_more(house):
    row = refer(house)
    move(house, row, "closed")
    assert not WorkItem.objects.open().exists()
    row.refresh_from_db()
    assert row.follow_up_on is None


def test_two_colleagues_do_not_move_one_referral_unseen(house):
    row = refer(house)
    with pytest.raises(Stale):
        actions.move_referral(by=house.by, referral=row, version=9, to="accepted", at=AT)


def test_without_a_consent_nothing_is_told(house):
    row = refer(house, resource=add_place(house), we_tell=True)
    with pytest.raises(NotDisclosable), transaction.atomic():
        referral_letters.tell(
            by=house.by,
            referral=row,
            version=1,
            information=["contact"],
            said="Looks for a room.",
            by_letter=False,
            at=AT,
        )
    row.refresh_from_db()
    assert (row.status, row.disclosure) == ("planned", None)
    assert not Disclosure.objects.exists()


@pytest.fixture
def consented(house):
    """A consent that names the place."""
    from therapy.actions.support.resources import party_of

    place = add_place(house)
    with transaction.atomic():
        party = party_of(house.manager, place)
    gates.make_consent(house.client, party=party, purposes=["benefits"], information=["presence", "contact"])
    place.refresh_from_db()
    return place


def test_on_a_consent_it_is_told_and_written_down(house, consented):
    row = refer(house, resource=consented, we_tell=True)
    content = referral_letters.tell(
        by=house.by,
        referral=row,
        version=row.version,
        information=["contact"],
        said="Looks for a room.",
        by_letter=False,
        at=AT,
    )
    left = Disclosure.objects.get()
    row.refresh_from_db()
    assert content == b""
    assert (row.status, row.disclosure_id, left.sent_as, left.ground) == ("sent", left.pk, "spoken", "consent")
    assert set(left.information) == {"presence", "contact"}


def test_a_letter_leaves_with_the_hash_of_what_left(house, consented):
    import hashlib

    row = refer(house, resource=consented, we_tell=True)
    content = referral_letters.tell(
        by=house.by,
        referral=row,
        version=row.version,
        information=["contact"],
        said="Looks for a room.",
        by_letter=True,
        at=AT,
    )
    left = Disclosure.objects.get()
    assert content.startswith(b"%PDF")
    assert (left.digest, left.notice) == (hashlib.sha256(content).hexdigest(), "long")


def test_more_than_the_consent_covers_is_not_told(house, consented):
    row = refer(house, resource=consented, we_tell=True)
    with pytest.raises(NotDisclosable), transaction.atomic():
        referral_letters.tell(
            by=house.by,
            referral=row,
            version=row.version,
            information=["diagnosis"],
            said="All.",
            by_letter=True,
            at=AT,
        )


def test_drug_tests_never_go_with_a_referral(house, consented):
    row = refer(house, resource=consented, we_tell=True)
    with pytest.raises(Invalid) as refused:
        referral_letters.tell(
            by=house.by,
            referral=row,
            version=1,
            information=[Information.DRUG_TESTS],
            said="All.",
            by_letter=False,
            at=AT,
        )
    assert refused.value.field == "information"


def test_a_talk_says_how_long_and_about_what(house):
    with pytest.raises(Invalid) as refused:
        log_contact(house, minutes=0)
    assert refused.value.field == "minutes"
    with pytest.raises(Invalid) as refused:
        log_contact(house, summary="")
    assert refused.value.field == "summary"


def test_an_attempt_needs_neither(house):
    assert log_contact(house, outcome="no_answer", minutes=0, summary="").minutes == 0


def test_no_contact_lies_ahead(house):
    with pytest.raises(Invalid) as refused:
        log_contact(house, contacted_at=AT + dt.timedelta(minutes=5))
    assert refused.value.field == "contacted_at"


def test_a_contact_entered_in_error_is_kept(house):
    row = log_contact(house)
    actions.mark_contact_error(by=house.by, contact=row, reason="Another client", at=AT)
    assert CaseContact.objects.right().count() == 0
    with pytest.raises(Conflict):
        actions.mark_contact_error(by=house.by, contact=row, reason="Again", at=AT)


def test_meetings_are_counted_by_day(house):
    for _ in range(5):
        log_meeting(house)
    with pytest.raises(Conflict):
        log_meeting(house)


def test_no_meeting_lies_ahead_or_years_back(house):
    for on in (day(1), TODAY - dt.timedelta(days=400)):
        with pytest.raises(Invalid) as refused:
            log_meeting(house, on=on)
        assert refused.value.field == "on"


def test_a_task_stands_on_the_list_of_whoever_it_is_for(house):
    item = actions.add_task(
        by=house.by, episode=house.episode, words="Call the housing office", due_on=day(2), at=AT,
        assignee_id=house.staff["case_manager"].pk,
    )  # fmt: skip
    assert (item.kind, item.assignee_id, item.client_id) == ("task", house.staff["case_manager"].pk, house.client.pk)


def test_a_task_names_no_client(house):
    with pytest.raises(Invalid) as refused:
        actions.add_task(
            by=house.by, episode=house.episode, words=f"Call {house.client.legal_first_name}", due_on=day(2), at=AT
        )
    assert refused.value.field == "words"


def test_a_task_is_not_due_yesterday(house):
    with pytest.raises(Invalid):
        actions.add_task(by=house.by, episode=house.episode, words="Call", due_on=day(-1), at=AT)


def test_a_task_is_not_given_to_somebody_who_may_not_see_the_chart(house):
    biller = clients.make_staff(house.site, "biller")
    with pytest.raises(Invalid) as refused:
        actions.add_task(by=house.by, episode=house.episode, words="Call", due_on=day(1), at=AT, assignee_id=biller.pk)
    assert refused.value.field == "assignee"


def test_a_counselor_does_not_change_the_list_of_places(house):
    row = add_place(house)
    with pytest.raises(NotAllowed):
        actions.check_resource(by=house.by, resource=row, version=1, at=AT)


@pytest.mark.parametrize(
    ("field", "value"), [("website", "javascript:alert(1)"), ("email", "not an address"), ("name", ""), ("needs", [])]
)
def test_a_place_is_described_rightly(house, field, value):
    with pytest.raises(Invalid) as refused:
        add_place(house, **{field: value})
    assert refused.value.field == field


def test_a_place_is_listed_once_and_can_come_back(house):
    row = add_place(house)
    with pytest.raises(Conflict):
        add_place(house, name="HARBOR housing office")
    row = actions.retire_resource(by=house.manager, resource=row, version=row.version, is_active=False, at=AT)
    assert add_place(house).pk != row.pk


def test_places_are_found_by_need_and_words(house):
    add_place(house)
    add_place(house, name="Free Meals", needs=["food"])
    found = CommunityResource.objects.of(house.by).active().offering("food").named("meal")
    assert [row.name for row in found] == ["Free Meals"]


def test_another_sites_place_is_not_offered(house):
    other = make_house()
    add_place(other)
    assert not CommunityResource.objects.of(house.by).exists()


def test_the_audit_record_tells_no_words(house):
    log_contact(house)
    refer(house, wish="A quiet room")
    told = " ".join(str(event.detail) for event in AuditEvent.objects.all())
    assert "quiet room" not in told
    assert "housing forms" not in told


def refused_by_the_database(sql):
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE therapy_referral SET status = 'closed'",
        "UPDATE therapy_referralchange SET note = 'x'",
        "UPDATE therapy_referral SET to_name = ''",
        "UPDATE therapy_casecontact SET summary = 'x'",
        "UPDATE therapy_casecontact SET minutes = 3",
        'UPDATE therapy_supportmeeting SET "on" = "on" - 1',
        "UPDATE therapy_communityresource SET needs = '{}'",
        "DELETE FROM therapy_referral",
        "DELETE FROM therapy_referralchange",
        "DELETE FROM therapy_casecontact",
        "DELETE FROM therapy_supportmeeting",
        "DELETE FROM therapy_communityresource",
    ],
)
def test_plain_sql_rewrites_nothing(house, sql):
    add_place(house)
    refer(house)
    log_contact(house)
    log_meeting(house)
    refused_by_the_database(sql)
    assert all(model.objects.count() for model in (Referral, CaseContact, SupportMeeting, CommunityResource))
