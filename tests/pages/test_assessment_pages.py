"""The chart's tab "Assessment": who opens what, what a form answers, and how many statements it takes."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from clients.actions import diagnoses as diagnosis_actions
from clients.models import Diagnosis, Dimension, DimensionalAssessment, Inquiry, Placement
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from tests.factories import assessments as made
from tests.factories import ground
from tests.factories.assessments import AT, TODAY
from therapy.actions import counseling
from therapy.models import AssessmentSection, BiopsychosocialAssessment, CounselingNote

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}
READERS = ["counselor", "therapist", "medical", "case_manager", "clinical_director"]
OTHERS = ["intake", "biller", "privacy_officer"]
ASSESSORS = ["therapist", "medical", "clinical_director"]


@pytest.fixture
def desk(at):
    at(AT)
    made.make_codes()
    return made.make_desk()


@pytest.fixture
def browse(client, desk):
    """The test browser, signed in as the desk's therapist."""
    ground.sign_in(client, desk.therapist)
    return client


def browser(client, desk, role):
    ground.sign_in(client, ground.make_staff(role, site=desk.site))
    return client


def page(name, *ids):
    return reverse(name, args=ids)


def section_url(row, key):
    return page("assessment_section", row.pk, key)


def text_of(answer):
    return answer.content.decode()


class TestTheTab:
    @pytest.mark.parametrize("role", READERS)
    def test_who_reads_notes_opens_it(self, client, desk, role):
        assert browser(client, desk, role).get(page("client_assessments", desk.client.pk)).status_code == 200

    @pytest.mark.parametrize("role", OTHERS)
    def test_who_reads_none_does_not(self, client, desk, role):
        assert browser(client, desk, role).get(page("client_assessments", desk.client.pk)).status_code == 403

    def test_another_sites_client_is_not_there(self, client, desk):
        ground.sign_in(client, ground.make_staff("clinical_director", site=ground.make_site()))
        assert client.get(page("client_assessments", desk.client.pk)).status_code == 404

    def test_opening_it_is_on_record(self, browse, desk):
        browse.get(page("client_assessments", desk.client.pk))
        assert AuditEvent.objects.filter(verb="clients.chart_opened").exists()

    @pytest.mark.parametrize(("role", "offered"), [("therapist", True), ("counselor", False)])
    def test_beginning_is_offered_to_those_who_assess(self, client, desk, role, offered):
        shown = text_of(browser(client, desk, role).get(page("client_assessments", desk.client.pk)))
        assert ("Begin the assessment" in shown) == offered

    def test_it_does_not_grow_with_its_rows(self, browse, desk, django_assert_max_num_queries):
        url = page("client_assessments", desk.client.pk)
        made.make_signed(desk)
        made.make_decided(desk)
        diagnosis_actions.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code="F10.20", at=AT)
        few = statements(browse, url)
        for number, code in enumerate(["F10.10", "F41.1", "F32.A"], start=1):
            made.make_signed(desk)
            made.make_decided(desk, starts_on=TODAY + dt.timedelta(days=number))
            diagnosis_actions.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code=code, at=AT)
        assert statements(browse, url) == few

    def test_a_draft_is_not_shown_to_those_who_only_read(self, client, desk):
        row = made.open_assessment(desk)
        shown = text_of(browser(client, desk, "counselor").get(page("client_assessments", desk.client.pk)))
        assert str(row.pk) not in shown


def statements(browse, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browse.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browse.get(url).status_code == 200
    return len(asked)


class TestWriting:
    def test_beginning_leads_to_the_assessment(self, browse, desk):
        answer = browse.post(page("client_assessment_open", desk.client.pk))
        assert answer["Location"] == page("assessment", BiopsychosocialAssessment.objects.get().pk)

    @pytest.mark.parametrize("role", ["counselor", "case_manager", *OTHERS])
    def test_who_does_not_assess_begins_none(self, client, desk, role):
        assert browser(client, desk, role).post(page("client_assessment_open", desk.client.pk)).status_code == 403

    @pytest.mark.parametrize("section", [each.key for each in made.form_of(made.IN_USE).sections])
    def test_every_section_has_a_form(self, browse, desk, section):
        row = made.open_assessment(desk)
        assert browse.get(section_url(row, section)).status_code == 200

    def test_an_unknown_section_is_not_there(self, browse, desk):
        assert browse.get(section_url(made.open_assessment(desk), "weather")).status_code == 404

    @pytest.mark.parametrize(("role", "status"), [("counselor", 404), ("case_manager", 404), ("intake", 403)])
    def test_a_draft_is_for_those_who_assess(self, client, desk, role, status):
        row = made.open_assessment(desk)
        assert browser(client, desk, role).get(section_url(row, "legal")).status_code == status

    def test_it_saves_itself(self, browse, desk):
        row = made.open_assessment(desk)
        answer = browse.post(section_url(row, "culture"), {"version": 0, "language": "Spanish"}, headers=AUTOSAVE)
        assert answer.json() == {"saved_at": "10:00", "version": 1}
        assert AssessmentSection.objects.get().answers == {"language": "Spanish"}

    def test_a_table_and_ticks_arrive_by_their_names(self, browse, desk):
        row = made.open_assessment(desk)
        typed = {
            "version": 0, "history.alcohol.age_first": "15", "history.alcohol.route.oral": "1", "left.withdrawal": "declined",
        }  # fmt: skip
        assert browse.post(section_url(row, "substances"), typed, headers=AUTOSAVE).status_code == 200
        kept = AssessmentSection.objects.get()
        assert kept.answers == {"history": {"alcohol": {"age_first": 15, "route": ["oral"]}}}
        assert kept.left == {"withdrawal": "declined"}

    def test_the_later_of_two_is_told_and_shown_theirs(self, browse, desk):
        row = made.open_assessment(desk)
        url = section_url(row, "culture")
        browse.post(url, {"version": 0, "language": "Spanish"}, headers=AUTOSAVE)
        answer = browse.post(url, {"version": 0, "language": "English"}, headers=AUTOSAVE)
        assert answer.status_code == 409
        assert (answer.json()["version"], answer.json()["theirs"]["language"]) == (1, "Spanish")

    def test_what_does_not_fit_is_said_beside_its_field(self, browse, desk):
        row = made.open_assessment(desk)
        answer = browse.post(section_url(row, "strengths"), {"version": 0, "readiness": "11"}, headers=AUTOSAVE)
        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == ["readiness"]

    def test_without_a_script_it_goes_on_to_the_next_section(self, browse, desk):
        row = made.open_assessment(desk)
        answer = browse.post(section_url(row, "presenting"), {"version": 0, "own_words": "Help."})
        assert answer["Location"] == section_url(row, "substances")

    def test_without_a_script_what_was_typed_comes_back_with_why(self, browse, desk):
        row = made.open_assessment(desk)
        answer = browse.post(
            section_url(row, "strengths"), {"version": 0, "readiness": "11", "strengths": "Cooks well"}
        )
        assert answer.status_code == 422
        assert "Cooks well" in text_of(answer)
        assert "from 0 to 10" in text_of(answer)

    def test_without_a_script_the_later_of_two_keeps_what_they_typed(self, browse, desk):
        row = made.open_assessment(desk)
        browse.post(section_url(row, "culture"), {"version": 0, "language": "Spanish"})
        answer = browse.post(section_url(row, "culture"), {"version": 0, "language": "English"})
        assert answer.status_code == 409
        assert "English" in text_of(answer)

    def test_declining_takes_a_choice_back(self, browse, desk):
        row = made.open_assessment(desk)
        typed = {"version": 0, "tobacco": "now", "left.tobacco": "declined"}
        browse.post(section_url(row, "habits"), typed, headers=AUTOSAVE)
        kept = AssessmentSection.objects.get()
        assert (kept.answers, kept.left) == ({}, {"tobacco": "declined"})

    def test_closing_the_browser_loses_nothing(self, browse, desk, client):
        row = made.open_assessment(desk)
        browse.post(section_url(row, "culture"), {"version": 0, "language": "Spanish"}, headers=AUTOSAVE)
        browse.logout()
        ground.sign_in(browse, desk.therapist)
        shown = text_of(browse.get(section_url(row, "culture")))
        assert 'value="Spanish"' in shown
        assert "1 of 2" in shown

    @pytest.mark.parametrize(
        ("answers", "is_shown"), [({}, False), ({"suicidal_thoughts": "yes"}, True), ({"wish_dead": "no"}, False)]
    )
    def test_danger_shows_whom_to_call_and_offers_a_concern(self, browse, desk, answers, is_shown):
        row = made.open_assessment(desk)
        browse.post(section_url(row, "safety"), {"version": 0, **answers}, headers=AUTOSAVE)
        shown = text_of(browse.get(section_url(row, "safety")))
        assert ("data-alarm-notice hidden" not in shown) == is_shown
        assert page("client_concern", desk.client.pk) + "?kind=suicidal" in shown
        assert "988" in shown

    def test_an_address_holds_no_answer(self, browse, desk):
        row = made.open_assessment(desk)
        answer = browse.post(section_url(row, "presenting"), {"version": 0, "own_words": "Help."})
        assert "Help" not in answer["Location"]

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
    def test_a_bad_version_is_stale_and_not_a_fault(self, browse, desk, version):
        row = made.open_assessment(desk)
        answer = browse.post(section_url(row, "legal"), {"version": version}, headers=AUTOSAVE)
        assert answer.status_code == 409


class TestTheWhole:
    def test_a_draft_says_what_is_missing(self, browse, desk):
        shown = text_of(browse.get(page("assessment", made.open_assessment(desk).pk)))
        assert "sections are not finished" in shown

    def test_signing(self, browse, desk):
        row = made.make_filled(desk)
        shown = browse.get(page("assessment", row.pk))
        answer = browse.post(page("assessment_sign", row.pk), {"read": shown.context["read"]})
        assert answer["Location"] == page("assessment", row.pk)
        row.refresh_from_db()
        assert row.status == "signed"

    def test_signing_what_changed_meanwhile_is_refused_on_the_page(self, browse, desk):
        row = made.make_filled(desk)
        answer = browse.post(page("assessment_sign", row.pk), {"read": "0" * 64})
        assert answer.status_code == 409
        assert "Read it again" in text_of(answer)

    def test_a_signed_ones_sections_lead_to_the_whole(self, browse, desk):
        row = made.make_signed(desk)
        assert browse.get(section_url(row, "legal"))["Location"] == page("assessment", row.pk)

    @pytest.mark.parametrize("role", READERS)
    def test_who_reads_notes_reads_a_signed_one(self, client, desk, role):
        row = made.make_signed(desk)
        answer = browser(client, desk, role).get(page("assessment", row.pk))
        assert "Said about own_words." in text_of(answer)

    @pytest.mark.parametrize("role", OTHERS)
    def test_who_reads_none_reads_none(self, client, desk, role):
        assert browser(client, desk, role).get(page("assessment", made.make_signed(desk).pk)).status_code == 403

    def test_an_addendum_is_added(self, browse, desk):
        row = made.make_signed(desk)
        browse.post(page("assessment_addendum", row.pk), {"text": "Allergic to latex.", "reason": "Learned later"})
        assert "Allergic to latex." in text_of(browse.get(page("assessment", row.pk)))

    def test_an_addendum_without_a_reason_keeps_its_words(self, browse, desk):
        row = made.make_signed(desk)
        answer = browse.post(page("assessment_addendum", row.pk), {"text": "Allergic to latex."})
        assert answer.status_code == 422
        assert "Allergic to latex." in text_of(answer)

    def test_a_supervisor_answers(self, client, desk):
        ground.make_kind("LCSWA", needs_cosignature=True)
        desk.by = actor_of(
            ground.make_staff("therapist", site=desk.site, credential="LCSWA", supervisor=desk.director).pk, AT
        )
        row = made.make_signed(desk)
        ground.sign_in(client, desk.director)
        assert client.post(page("assessment_cosign", row.pk), {"do": "return"}).status_code == 400
        assert client.post(page("assessment_cosign", row.pk), {"do": "cosign"}).status_code == 302
        row.refresh_from_db()
        assert row.status == "signed"

    def test_a_draft_is_thrown_away(self, browse, desk):
        row = made.open_assessment(desk)
        assert browse.post(page("assessment_discard", row.pk)).status_code == 302
        assert not BiopsychosocialAssessment.objects.exists()

    def test_its_pdf_is_a_pdf_and_on_record(self, browse, desk):
        row = made.make_signed(desk)
        answer = browse.get(page("assessment_pdf", row.pk))
        assert answer.content.startswith(b"%PDF")
        assert desk.client.legal_last_name not in answer["Content-Disposition"]
        event = AuditEvent.objects.get(verb="clients.chart_printed")
        assert event.detail["ground"] == "own_use"

    def test_statements_do_not_grow_with_the_answers(self, browse, desk):
        row = made.open_assessment(desk)
        few = statements(browse, page("assessment", row.pk))
        made.fill(desk, row)
        assert statements(browse, page("assessment", row.pk)) == few

    def test_one_made_elsewhere_is_taken_over(self, browse, desk):
        typed = {"adopt-made_by": "Harbor Detox", "adopt-made_on": "2026-02-01"}
        answer = browse.post(page("client_assessment_adopt", desk.client.pk), typed)
        row = BiopsychosocialAssessment.objects.get()
        assert answer["Location"] == page("assessment", row.pk)
        answer = browse.post(
            page("assessment_review", row.pk), {"version": 1, "review_note": "Read with them."}, headers=AUTOSAVE
        )
        assert answer.json()["version"] == 2

    def test_one_too_old_is_refused_beside_its_date(self, browse, desk):
        typed = {"adopt-made_by": "Harbor Detox", "adopt-made_on": "2024-02-01"}
        answer = browse.post(page("client_assessment_adopt", desk.client.pk), typed)
        assert answer.status_code == 422
        assert "older than 12 months" in text_of(answer)


class TestDimensions:
    def rate(self, browse, row, dimension, **typed):
        url = page("dimension_rate", row.pk, dimension.pk)
        return browse.post(url, {"version": 0, "rating": "2", "evidence": "Seen.", **typed}, headers=AUTOSAVE)

    @pytest.mark.parametrize("edition", [3, 4])
    def test_beginning_by_an_edition(self, browse, desk, edition):
        answer = browse.post(page("client_dimensions_open", desk.client.pk), {"edition": edition})
        row = DimensionalAssessment.objects.get()
        assert answer["Location"] == page("dimensions", row.pk)
        assert browse.get(page("dimensions", row.pk)).status_code == 200

    def test_a_bad_edition_is_said(self, browse, desk):
        assert browse.post(page("client_dimensions_open", desk.client.pk), {"edition": "5"}).status_code == 422

    def test_each_saves_itself(self, browse, desk):
        row = made.open_dimensions(desk)
        one = Dimension.objects.get(edition=4, number=1, part=1)
        answer = self.rate(browse, row, one, implied_min_level=str(desk.more.pk), is_coe="1")
        assert answer.json()["version"] == 1
        kept = row.ratings.get()
        assert (kept.implied_min_level, kept.is_coe, kept.is_bio) == (desk.more, True, False)

    @pytest.mark.parametrize("typed", [{"implied_min_level": "x" * 5 + "0"}, {"rating": "x" * 13}, {"version": "7"}])
    def test_bad_input_is_refused_or_told_and_no_fault(self, browse, desk, typed):
        row = made.open_dimensions(desk)
        answer = self.rate(browse, row, Dimension.objects.get(edition=4, number=1, part=1), **typed)
        assert answer.status_code in (200, 400, 409)

    def test_deciding(self, browse, desk):
        row = made.rate_all(desk, made.open_dimensions(desk))
        typed = {
            "decide-version": row.version, "decide-indicated_level": desk.more.pk, "decide-chosen_level": desk.level.pk,
            "decide-variance_reason": "preference", "decide-rationale": "Structure.", "decide-starts_on": "2026-03-02",
        }  # fmt: skip
        assert browse.post(page("dimensions_decide", row.pk), typed).status_code == 302
        assert Placement.objects.get().level == desk.level
        assert "Client&#x27;s preference" in text_of(browse.get(page("dimensions", row.pk)))

    def test_what_is_missing_is_said_with_everything_kept(self, browse, desk):
        row = made.open_dimensions(desk)
        typed = {
            "decide-version": row.version, "decide-indicated_level": desk.level.pk, "decide-chosen_level": desk.level.pk,
            "decide-rationale": "Needs structure.", "decide-starts_on": "2026-03-02",
        }  # fmt: skip
        answer = browse.post(page("dimensions_decide", row.pk), typed)
        assert answer.status_code == 422
        assert "12 dimensions still lack" in text_of(answer)
        assert "Needs structure." in text_of(answer)

    @pytest.mark.parametrize(("role", "status"), [("counselor", 403), ("intake", 403), ("medical", 200)])
    def test_a_draft_is_for_those_who_assess(self, client, desk, role, status):
        row = made.open_dimensions(desk)
        assert browser(client, desk, role).get(page("dimensions", row.pk)).status_code == status

    @pytest.mark.parametrize("role", READERS)
    def test_a_signed_one_is_read(self, client, desk, role):
        row = made.make_decided(desk)
        assert browser(client, desk, role).get(page("dimensions", row.pk)).status_code == 200

    def test_statements_do_not_grow_with_the_ratings(self, browse, desk):
        row = made.open_dimensions(desk)
        few = statements(browse, page("dimensions", row.pk))
        made.rate_all(desk, row)
        assert statements(browse, page("dimensions", row.pk)) == few

    def test_no_page_offers_a_level_by_itself(self, browse, desk):
        row = made.rate_all(desk, made.open_dimensions(desk))
        form = browse.get(page("dimensions", row.pk)).context["decide_form"]
        assert (form["indicated_level"].value(), form["chosen_level"].value()) == (None, None)


class TestDiagnoses:
    def test_search_is_posted_and_shows_codes(self, browse, desk):
        answer = browse.post(page("client_diagnosis_search", desk.client.pk), {"q": "opioid"})
        assert "F11.20" in text_of(answer)
        assert "opioid" not in answer.request["PATH_INFO"]

    def test_search_by_get_is_not_offered(self, browse, desk):
        assert browse.get(page("client_diagnosis_search", desk.client.pk)).status_code == 405

    @pytest.mark.parametrize("words", ["\x00", "%", "x" * 5000, "' OR 1=1 --", "((("])
    def test_odd_words_find_nothing_and_break_nothing(self, browse, desk, words):
        assert browse.post(page("client_diagnosis_search", desk.client.pk), {"q": words}).status_code == 200

    @pytest.mark.parametrize("field", ["code", "picked"])
    def test_a_diagnosis_is_made_from_what_was_typed_or_picked(self, browse, desk, field):
        typed = {field: "F11.20", "on": "2026-03-02", "specifiers": ["severe", "maintenance_therapy"]}
        assert browse.post(page("client_diagnosis_add", desk.client.pk), typed).status_code == 302
        assert Diagnosis.objects.get().specifiers == ["maintenance_therapy", "severe"]

    @pytest.mark.parametrize(
        "typed", [{}, {"code": "Z99.99"}, {"code": "F11.20", "specifiers": ["mild"]}, {"code": "F11.20", "on": "x"}]
    )
    def test_what_cannot_be_is_said_beside_its_field(self, browse, desk, typed):
        answer = browse.post(page("client_diagnosis_add", desk.client.pk), {"on": "2026-03-02", **typed})
        assert answer.status_code == 422
        assert not Diagnosis.objects.exists()

    @pytest.mark.parametrize("role", ["counselor", "case_manager", *OTHERS])
    @pytest.mark.parametrize("name", ["client_diagnosis_add", "client_diagnosis_search"])
    def test_who_does_not_assess_makes_none(self, client, desk, role, name):
        assert browser(client, desk, role).post(page(name, desk.client.pk), {"code": "F11.20"}).status_code == 403

    def test_moving_ending_and_marking(self, browse, desk):
        rows = [
            diagnosis_actions.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code=code, at=AT)
            for code in ("F10.20", "F41.1", "F32.A")
        ]
        ids = [[desk.client.pk, row.pk] for row in rows]
        assert browse.post(page("client_diagnosis_rank", *ids[2]), {"version": 1, "rank": 1}).status_code == 302
        assert browse.post(page("client_diagnosis_end", *ids[0]), {"version": 1, "on": "2026-03-02"}).status_code == 302
        assert (
            browse.post(page("client_diagnosis_error", *ids[1]), {"version": 1, "reason": "Other chart"}).status_code
            == 302
        )
        shown = text_of(browse.get(page("client_diagnoses", desk.client.pk)))
        assert "entered in error" in shown
        assert list(
            Diagnosis.objects.filter(ends_on=None, entered_in_error_at=None).values_list("code__code", "rank")
        ) == [("F32.A", 1)]

    def test_a_stale_change_is_told(self, browse, desk):
        row = diagnosis_actions.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code="F10.20", at=AT)
        answer = browse.post(page("client_diagnosis_specify", desk.client.pk, row.pk), {"version": 9})
        assert answer.status_code == 422
        assert "changed this diagnosis meanwhile" in text_of(answer)

    def test_another_clients_diagnosis_is_not_there(self, browse, desk):
        from tests.factories import clients

        row = diagnosis_actions.diagnose(by=desk.by, client=desk.client, site_id=desk.site.pk, code="F10.20", at=AT)
        other = clients.make_client(desk.site)
        answer = browse.post(page("client_diagnosis_end", other.pk, row.pk), {"version": 1, "on": "2026-03-02"})
        assert answer.status_code == 404


class TestCounselingNotes:
    SECRET = "She spoke about her brother for the first time."

    @pytest.fixture
    def note(self, desk):
        return counseling.write_note(by=desk.by, episode=desk.episode, text=self.SECRET, at=AT)

    def test_the_author_writes_and_reads_it(self, browse, desk):
        answer = browse.post(
            page("client_counseling_notes", desk.client.pk), {"about_on": "2026-03-02", "text": self.SECRET}
        )
        note = CounselingNote.objects.own(desk.by).get()
        assert answer["Location"] == page("counseling_note", note.pk)
        shown = browse.get(answer["Location"])
        assert self.SECRET in text_of(shown)
        assert "no-store" in shown["Cache-Control"]

    def test_it_saves_itself(self, browse, note):
        url = page("counseling_note", note.pk)
        answer = browse.post(url, {"version": 1, "about_on": "2026-03-02", "text": "More."}, headers=AUTOSAVE)
        assert answer.json()["version"] == 2
        assert (
            browse.post(url, {"version": 1, "about_on": "2026-03-02", "text": "Else"}, headers=AUTOSAVE).status_code
            == 409
        )

    def test_a_finished_one_is_read_only(self, browse, note):
        browse.post(page("counseling_note_finish", note.pk), {"version": 1})
        assert "<textarea" not in text_of(browse.get(page("counseling_note", note.pk)))

    def test_finishing_keeps_words_not_saved_yet(self, browse, desk, note):
        typed = {"version": 1, "about_on": "2026-03-02", "text": "Her brother called."}
        assert browse.post(page("counseling_note_finish", note.pk), typed).status_code == 302
        kept = CounselingNote.objects.own(desk.by).get()
        assert (kept.text, kept.finished_at) == ("Her brother called.", AT)

    def test_finishing_what_was_just_saved_is_not_stale(self, browse, desk, note):
        typed = {"version": 1, "about_on": "2026-03-02", "text": "Her brother called."}
        browse.post(page("counseling_note", note.pk), typed, headers=AUTOSAVE)
        assert browse.post(page("counseling_note_finish", note.pk), typed).status_code == 302

    def test_finishing_over_another_windows_words_is_refused(self, browse, desk, note):
        typed = {"version": 1, "about_on": "2026-03-02"}
        browse.post(page("counseling_note", note.pk), typed | {"text": "One"}, headers=AUTOSAVE)
        assert browse.post(page("counseling_note_finish", note.pk), typed | {"text": "Two"}).status_code == 409

    @pytest.mark.parametrize("role", ["counselor", "therapist", "clinical_director"])
    @pytest.mark.parametrize("name", ["counseling_note", "counseling_note_finish"])
    def test_for_a_colleague_it_is_not_there(self, client, desk, note, role, name):
        found = browser(client, desk, role)
        assert found.get(page("counseling_note", note.pk)).status_code == 404
        assert found.post(page(name, note.pk), {"version": 1, "about_on": "2026-03-02", "text": "x"}).status_code == 404

    @pytest.mark.parametrize("role", ["medical", "case_manager", *OTHERS, "site_admin"])
    def test_who_keeps_none_is_refused(self, client, desk, note, role):
        assert browser(client, desk, role).get(page("counseling_note", note.pk)).status_code == 403

    @pytest.mark.parametrize("role", ["counselor", "therapist", "clinical_director"])
    def test_a_colleagues_list_does_not_count_it(self, client, desk, note, role):
        answer = browser(client, desk, role).get(page("client_counseling_notes", desk.client.pk))
        assert str(note.pk) not in text_of(answer)
        assert "None of yours yet" in text_of(answer)

    def test_no_page_of_the_chart_shows_it_even_to_its_author(self, browse, desk, note):
        for name in (
            "client", "client_notes", "client_care", "client_assessments", "client_schedule", "client_attendance", "client_contacts",
        ):  # fmt: skip
            assert self.SECRET not in text_of(browse.get(page(name, desk.client.pk)))

    def test_the_palette_does_not_find_it(self, browse, note):
        assert self.SECRET not in text_of(browse.post(page("palette"), {"q": "brother"}))

    def test_the_interface_does_not_offer_it(self, browse, note):
        schema = json.loads(browse.get("/api/v1/schema/?format=json").content)
        shapes = schema["components"]["schemas"]
        fields = {name for shape in shapes.values() for name in shape.get("properties", {})}
        assert [name for name in (*schema["paths"], *shapes, *fields) if "counseling" in name.lower()] == []


def test_an_assessment_on_the_work_list_leads_to_its_page(desk):
    from iop.pages.places import assessment

    row = made.open_assessment(desk)
    assert assessment(row.pk) == page("assessment", row.pk)


def test_the_first_call_stands_in_the_form(browse, desk):
    Inquiry.objects.create(
        site=desk.site, episode=desk.episode, client=desk.client, received_at=AT, first_name="Ada",
        callback_phone="+16175550100", presenting_problem="I can't stop alone.", substances=["alcohol"],
    )  # fmt: skip
    row = made.open_assessment(desk)
    shown = text_of(browse.get(section_url(row, "presenting")))
    assert "I can&#x27;t stop alone." in shown
    assert "Begun with what was said before" in shown
