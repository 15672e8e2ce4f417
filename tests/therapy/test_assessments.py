"""The assessment: begun with what the first call said, written together, adopted, signed, locked, added to."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from clients.actions import close_episode
from clients.models import Inquiry
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.documents.actions.signatures import verify
from iop.documents.models import Signature
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from tests.factories import assessments as made
from tests.factories import clients, ground
from tests.factories.assessments import AT, TODAY, answers_of
from therapy.actions import assessments
from therapy.actions.assessments.sections import Unfit
from therapy.assessment_contents import seen, whole
from therapy.assessment_form import IN_USE, form_of
from therapy.models import AssessmentSection, BiopsychosocialAssessment

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=49)
NOT_ASSESSING = ["counselor", "intake", "biller", "case_manager", "site_admin", "privacy_officer"]


@pytest.fixture
def desk():
    return made.make_desk()


def save(desk, row, section="culture", version=0, answers=None, **fields):
    return assessments.save_section(
        **{
            "by": desk.by,
            "assessment": row,
            "version": version,
            "section": section,
            "answers": answers or {},
            "at": AT,
            **fields,
        }
    )


def make_inquiry(desk, **fields):
    return Inquiry.objects.create(
        site=desk.site, episode=desk.episode, client=desk.client, received_at=AT, first_name="Ada",
        callback_phone="+16175550100", **fields,
    )  # fmt: skip


def open_items(row, kind=WorkKind.FINISH_ASSESSMENT):
    return WorkItem.objects.open().filter(subject_id=row.pk, kind=kind)


def supervised(desk):
    """A therapist whose licence needs a co-signature, supervised by the director."""
    ground.make_kind("LCSWA", needs_cosignature=True)
    staff = ground.make_staff("therapist", site=desk.site, credential="LCSWA", supervisor=desk.director)
    return actor_of(staff.pk, AT)


def test_one_under_way_is_given_back_to_whoever_opens_it(desk):
    first = made.open_assessment(desk)
    assert assessments.open_assessment(by=desk.by_director, episode=desk.episode, at=AT) == first


@pytest.mark.parametrize("role", NOT_ASSESSING)
def test_who_does_not_assess_opens_none(desk, role):
    with pytest.raises(NotAllowed):
        assessments.open_assessment(by=made.actor(desk.site, role), episode=desk.episode, at=AT)


@pytest.mark.parametrize("role", ["therapist", "medical", "clinical_director"])
def test_who_assesses_opens_one(desk, role):
    assert assessments.open_assessment(by=made.actor(desk.site, role), episode=desk.episode, at=AT)


def test_a_colleague_of_another_site_opens_none(desk):
    with pytest.raises(NotAllowed):
        assessments.open_assessment(by=made.actor(ground.make_site(), "therapist"), episode=desk.episode, at=AT)


def test_it_begins_with_what_the_first_call_said(desk):
    make_inquiry(
        desk, presenting_problem="I can't stop alone.", substances=["alcohol"], substances_note="A bottle a day"
    )
    row = made.open_assessment(desk)
    found = dict(row.sections.values_list("key", "answers"))
    assert found == {
        "presenting": {"own_words": "I can't stop alone."},
        "substances": {"history": {"alcohol": {"use": "told"}}, "more": "A bottle a day"},
    }


def test_without_an_inquiry_it_begins_empty(desk):
    assert not made.open_assessment(desk).sections.exists()


def test_an_ended_stay_is_not_assessed(desk):
    close_episode(by=desk.by_director, episode=desk.episode, on=TODAY, kind="", reason="Went elsewhere", at=AT)
    with pytest.raises(Conflict):
        made.open_assessment(desk)


def test_a_section_keeps_answers_and_why_others_are_missing(desk):
    row = save(desk, made.open_assessment(desk), answers={"language": "Spanish"}, left={"access": "declined"})
    assert (row.answers, row.left, row.version, row.saved_by) == (
        {"language": "Spanish"},
        {"access": "declined"},
        1,
        desk.therapist,
    )


def test_the_later_of_two_in_one_section_is_told(desk):
    row = made.open_assessment(desk)
    save(desk, row, answers={"language": "Spanish"})
    with pytest.raises(Stale):
        save(desk, row, answers={"language": "English"}, by=desk.by_director)
    assert AssessmentSection.objects.get().answers == {"language": "Spanish"}


def test_two_may_write_in_two_sections(desk):
    row = made.open_assessment(desk)
    save(desk, row, "culture", answers={"language": "Spanish"})
    save(desk, row, "legal", answers={"more": "Court in May"}, by=desk.by_director)
    assert row.sections.count() == 2


def test_an_answer_that_does_not_fit_keeps_nothing(desk):
    row = made.open_assessment(desk)
    with pytest.raises(Unfit) as refused:
        save(desk, row, "strengths", answers={"strengths": "Cooks", "readiness": "11"})
    assert refused.value.field == "readiness"
    assert not row.sections.exists()


def test_an_unknown_section_is_refused(desk):
    with pytest.raises(Invalid):
        save(desk, made.open_assessment(desk), "weather")


@pytest.mark.parametrize("role", NOT_ASSESSING)
def test_who_does_not_assess_writes_nothing(desk, role):
    with pytest.raises(NotAllowed):
        save(desk, made.open_assessment(desk), by=made.actor(desk.site, role))


def test_signing_locks_and_names_the_signer(desk):
    row = made.make_signed(desk)
    assert (row.status, row.signed_by, row.signed_at) == ("signed", desk.therapist, AT)
    signature = Signature.objects.get(subject_id=row.pk)
    assert signature.credential == "LCSW"
    assert verify(signature, whole(row, row.sections.all()))


def test_a_colleague_who_assesses_may_finish_and_sign_it(desk):
    row = made.make_filled(desk)
    assert assessments.sign_assessment(by=desk.by_director, assessment=row, at=AT).signed_by == desk.director


def test_an_unfinished_one_is_not_signed(desk):
    row = made.fill(desk, made.open_assessment(desk), but={"legal"})
    with pytest.raises(Conflict) as refused:
        assessments.sign_assessment(by=desk.by, assessment=row, at=AT)
    assert "Law is not finished" in str(refused.value)


def test_without_a_licence_nothing_is_signed(desk):
    row = made.make_filled(desk)
    with pytest.raises(NotAllowed):
        assessments.sign_assessment(by=made.actor(desk.site, "therapist", credential=""), assessment=row, at=AT)


def test_what_changed_since_it_was_read_is_not_signed(desk):
    row = made.make_filled(desk)
    read = seen(row, row.sections.order_by("key"))
    save(desk, row, "legal", version=1, answers=answers_of(form_of(IN_USE).section("legal")) | {"more": "New charge"})
    with pytest.raises(Stale):
        assessments.sign_assessment(by=desk.by, assessment=row, at=AT, read=read)


def test_what_was_read_is_signed(desk):
    row = made.make_filled(desk)
    assert assessments.sign_assessment(by=desk.by, assessment=row, at=AT, read=seen(row, row.sections.order_by("key")))


def test_a_signed_one_takes_no_more_answers(desk):
    row = made.make_signed(desk)
    with pytest.raises(NotAllowed):
        save(desk, row, version=1)


def test_a_supervised_clinicians_waits_for_a_co_signature(desk):
    desk.by = supervised(desk)
    row = made.make_signed(desk)
    assert row.status == "awaiting"
    assert open_items(row, WorkKind.COSIGN_NOTE).get().assignee == desk.director


def test_the_supervisor_co_signs(desk):
    desk.by = supervised(desk)
    row = assessments.cosign_assessment(by=desk.by_director, assessment=made.make_signed(desk), at=AT)
    assert row.status == "signed"
    assert not open_items(row, WorkKind.COSIGN_NOTE).exists()


def test_nobody_co_signs_their_own(desk):
    desk.by = supervised(desk)
    row = made.make_signed(desk)
    with pytest.raises(NotAllowed):
        assessments.cosign_assessment(by=desk.by, assessment=row, at=AT)


def test_one_that_needs_none_is_not_co_signed(desk):
    row = made.make_signed(desk)
    with pytest.raises(NotAllowed):
        assessments.cosign_assessment(by=desk.by_director, assessment=row, at=AT)


def test_a_returned_one_stays_locked_and_asks_for_an_addendum(desk):
    desk.by = supervised(desk)
    row = assessments.return_assessment(
        by=desk.by_director, assessment=made.make_signed(desk), comment="Say more about sleep", at=AT
    )
    assert row.status == "awaiting"
    assert open_items(row).get().assignee_id == desk.by.staff_id
    assessments.add_addendum(by=desk.by, assessment=row, text="Sleeps four hours.", reason="Asked", at=AT)
    assert not open_items(row).exists()
    assert open_items(row, WorkKind.COSIGN_NOTE).get().assignee == desk.director


def test_returning_says_why(desk):
    desk.by = supervised(desk)
    row = made.make_signed(desk)
    with pytest.raises(Invalid):
        assessments.return_assessment(by=desk.by_director, assessment=row, comment=" ", at=AT)


def test_an_addendum_carries_its_own_name_and_reason(desk):
    row = made.make_signed(desk)
    added = assessments.add_addendum(
        by=desk.by_director, assessment=row, text="Allergic to latex.", reason="Learned later", at=AT
    )
    assert (added.author, added.credential, len(added.digest)) == (desk.director, "LCSW", 64)


@pytest.mark.parametrize(("text", "reason", "field"), [(" ", "Late", "text"), ("More", " ", "reason")])
def test_an_addendum_needs_words_and_a_reason(desk, text, reason, field):
    row = made.make_signed(desk)
    with pytest.raises(Invalid) as refused:
        assessments.add_addendum(by=desk.by, assessment=row, text=text, reason=reason, at=AT)
    assert refused.value.field == field


def test_a_draft_takes_no_addendum(desk):
    with pytest.raises(NotAllowed):
        assessments.add_addendum(by=desk.by, assessment=made.open_assessment(desk), text="More", reason="Late", at=AT)


def test_one_made_elsewhere_counts_once_reviewed_and_asked_about_today(desk):
    row = assessments.adopt_assessment(
        by=desk.by, episode=desk.episode, made_by="Harbor Detox", made_on=TODAY - dt.timedelta(days=30), at=AT
    )
    every = {section.key for section in form_of(IN_USE).sections}
    made.fill(desk, row, but=every - {"safety", "mental_status"})
    with pytest.raises(Invalid) as refused:
        assessments.sign_assessment(by=desk.by, assessment=row, at=AT)
    assert refused.value.field == "review_note"
    row = assessments.save_review(by=desk.by, assessment=row, version=row.version, review_note="Read with them.", at=AT)
    assert assessments.sign_assessment(by=desk.by, assessment=row, at=AT).signed_at


def test_one_made_elsewhere_without_today_is_not_signed(desk):
    row = assessments.adopt_assessment(
        by=desk.by, episode=desk.episode, made_by="Harbor Detox", made_on=TODAY, review_note="Read.", at=AT
    )
    with pytest.raises(Conflict):
        assessments.sign_assessment(by=desk.by, assessment=row, at=AT)


def test_one_older_than_twelve_months_is_not_adopted(desk):
    with pytest.raises(Invalid) as refused:
        assessments.adopt_assessment(
            by=desk.by, episode=desk.episode, made_by="Harbor Detox", made_on=TODAY - dt.timedelta(days=367), at=AT
        )
    assert refused.value.field == "made_on"


def test_an_earlier_one_brings_its_answers_but_not_those_about_today(desk):
    earlier = made.make_signed(desk)
    row = assessments.adopt_assessment(by=desk.by, episode=desk.episode, earlier=earlier, at=AT)
    kept = set(row.sections.values_list("key", flat=True))
    assert kept == {section.key for section in form_of(IN_USE).sections} - {"safety", "mental_status"}
    assert (row.made_on, row.source) == (TODAY, "earlier")


def test_adopting_again_does_not_make_it_younger(desk):
    earlier = made.make_signed(desk)
    row = made.fill(desk, assessments.adopt_assessment(by=desk.by, episode=desk.episode, earlier=earlier, at=AT))
    row = assessments.save_review(by=desk.by, assessment=row, version=row.version, review_note="Same.", at=AT)
    row = assessments.sign_assessment(by=desk.by, assessment=row, at=AT + dt.timedelta(days=200))
    with pytest.raises(Invalid):
        assessments.adopt_assessment(by=desk.by, episode=desk.episode, earlier=row, at=AT + dt.timedelta(days=400))


def test_another_clients_assessment_is_not_adopted(desk):
    other = clients.make_inquiry(desk.site)
    earlier = made.make_signed(desk)
    with pytest.raises(Invalid):
        assessments.adopt_assessment(by=desk.by, episode=other, earlier=earlier, at=AT)


def test_adopting_waits_while_one_is_under_way(desk):
    made.open_assessment(desk)
    with pytest.raises(Conflict):
        assessments.adopt_assessment(by=desk.by, episode=desk.episode, made_by="Harbor", made_on=TODAY, at=AT)


def test_a_draft_can_be_discarded(desk):
    row = made.make_filled(desk)
    assessments.owe_assessments(by=desk.by, at=LATER)
    assessments.discard_assessment(by=desk.by, assessment=row, at=LATER)
    assert not BiopsychosocialAssessment.objects.exists()
    assert not WorkItem.objects.open().exists()


def test_a_signed_one_is_not_discarded(desk):
    row = made.make_signed(desk)
    with pytest.raises(NotAllowed):
        assessments.discard_assessment(by=desk.by, assessment=row, at=AT)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE therapy_assessmentsection SET answers = '{}'",
        "DELETE FROM therapy_assessmentsection",
        "UPDATE therapy_biopsychosocialassessment SET review_note = 'x'",
        "UPDATE therapy_biopsychosocialassessment SET status = 'draft', signed_at = NULL, signed_by_id = NULL",
        "UPDATE therapy_biopsychosocialassessment SET definition = '1'",
        "DELETE FROM therapy_biopsychosocialassessment",
        "TRUNCATE therapy_assessmentsection",
    ],
)
def test_what_was_signed_is_locked_in_the_database(desk, sql):
    made.make_signed(desk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_section_is_added_to_what_was_signed(desk):
    row = made.make_signed(desk)
    with pytest.raises(DatabaseError), transaction.atomic():
        AssessmentSection.objects.create(assessment=row, key="late", saved_at=AT)


@pytest.mark.parametrize("table", ["therapy_assessmentaddendum", "therapy_assessmentcosignature"])
def test_what_follows_is_only_added_to(desk, table):
    desk.by = supervised(desk)
    row = made.make_signed(desk)
    assessments.add_addendum(by=desk.by, assessment=row, text="More", reason="Late", at=AT)
    assessments.cosign_assessment(by=desk.by_director, assessment=row, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_stay_has_one_draft(desk):
    made.open_assessment(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        BiopsychosocialAssessment.objects.create(
            episode=desk.episode, author=desk.therapist, definition=IN_USE, saved_at=AT
        )


@pytest.mark.parametrize(
    "fields", [{"source": "outside"}, {"source": "outside", "made_on": TODAY}, {"source": "earlier"}]
)
def test_an_adopted_one_says_when_and_by_whom_in_the_database_too(desk, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        BiopsychosocialAssessment.objects.create(
            episode=desk.episode, author=desk.therapist, definition=IN_USE, saved_at=AT, **fields
        )


def test_a_draft_older_than_the_setting_is_owed_by_its_author(desk):
    row = made.open_assessment(desk)
    BiopsychosocialAssessment.objects.update(created_at=AT)
    assert assessments.owe_assessments(by=desk.by, at=AT + dt.timedelta(hours=47)) == 0
    assert assessments.owe_assessments(by=desk.by, at=LATER) == 1
    assert open_items(row).get().assignee == desk.therapist


def test_it_is_owed_once_and_closed_by_signing(desk):
    row = made.open_assessment(desk)
    BiopsychosocialAssessment.objects.update(created_at=AT)
    assessments.owe_assessments(by=desk.by, at=LATER)
    assert assessments.owe_assessments(by=desk.by, at=LATER) == 0
    assessments.sign_assessment(by=desk.by, assessment=made.fill(desk, row), at=AT)
    assert not open_items(row).exists()


def test_what_a_departed_colleague_began_is_the_directors(desk):
    row = made.open_assessment(desk)
    BiopsychosocialAssessment.objects.update(created_at=AT)
    desk.therapist.left_on = TODAY
    desk.therapist.save(update_fields=["left_on"])
    assessments.owe_assessments(by=desk.by, at=LATER)
    assert open_items(row).get().role_key == "clinical_director"


def test_the_audit_record_holds_no_answer(desk):
    row = made.make_signed(desk)
    assessments.add_addendum(by=desk.by, assessment=row, text="Allergic to latex.", reason="Learned later", at=AT)
    told = str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert "Said about" not in told
    assert "latex" not in told
