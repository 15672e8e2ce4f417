"""The pages about what leaves: who may, what they show, what they refuse, and a number of statements that does not grow."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from clients import gate
from clients.actions.disclosing import tell_in_emergency
from clients.choices import ConsentKind, Ground, Information, PartyKind
from clients.models import (
    CourtOrder,
    Disclosure,
    DisclosureReview,
    Letter,
    LetterTemplate,
    RecipientParty,
    RelatedPerson,
    Relationship,
    ServiceAgreement,
)
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.work.models import WorkItem
from tests.factories import ground, outward, privacy
from tests.factories.clients import make_client
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at):
    at(NOON)
    return outward.make_outward()


@pytest.fixture
def as_counselor(client, clinic):
    sign_in(client, clinic.counselor)
    return client


@pytest.fixture
def as_officer(client, clinic):
    clinic.privacy = outward.privacy_officer(clinic)
    sign_in(client, clinic.privacy)
    return client


def page(clinic, name, *more):
    return reverse(name, args=[clinic.client.pk, *more])


def letter(clinic, **other):
    return {
        "letter": "attendance-probation", "language": "en", "first": "2026-02-23", "last": "2026-03-02", "reference": "",
        "to": str(clinic.officer.pk), "do": "release", **other,
    }  # fmt: skip


def emergency(**other):
    return {
        "nature_kind": "overdose", "nature": "Found in the restroom", "recipient_name": "Kim Ito", "affiliation": "Boston EMS",
        "information": ["medications"], "said": "", **other,
    }  # fmt: skip


def text_of(answer):
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages).split())


def statements(browser, url):
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(url).status_code == 200
    return len(found)


def told(clinic, number, **fields):
    known = {
        "client": clinic.client, "site": clinic.site, "at": NOON - dt.timedelta(days=1), "ground": Ground.CONSENT,
        "consent": clinic.consent, "party": clinic.officer, "recipient_name": clinic.officer.name, "purpose": "monitoring",
        "information": [Information.ATTENDANCE], "sent_as": "spoken", "notice": "short", "by_name": "Sam Vale",
    }  # fmt: skip
    return [Disclosure.objects.create(**{**known, **fields}) for _ in range(number)]


# ---- Sending a letter --------------------------------------------------------------------------------------------------


def test_the_page_offers_who_is_named_and_says_why_not_for_others(as_counselor, clinic):
    privacy.make_party(PartyKind.PROBATION, name="Officer Unknown")
    said = as_counselor.get(page(clinic, "client_disclose") + "?letter=attendance-probation").content.decode()
    assert "Officer Dana Reyes" in said
    shown = as_counselor.post(page(clinic, "client_disclose"), letter(clinic, do="show")).content.decode()
    assert f'value="{clinic.officer.pk}" checked' in shown
    assert "The consents on file name somebody else." in shown


def test_showing_a_letter_sends_nothing(as_counselor, clinic):
    shown = as_counselor.post(page(clinic, "client_disclose"), letter(clinic, do="show")).content.decode()
    assert gate.notices.LONG[:80] in shown
    assert not Disclosure.objects.exists()


def test_a_letter_is_released_and_leads_to_its_paper(as_counselor, clinic):
    answer = as_counselor.post(page(clinic, "client_disclose"), letter(clinic, reference="Docket 12-345"))
    row = Letter.objects.get()
    assert answer.url == page(clinic, "client_letter", row.pk)
    assert as_counselor.get(answer.url).status_code == 200
    paper = as_counselor.get(page(clinic, "client_letter_paper", row.pk))
    assert "Docket 12-345" in text_of(paper)
    assert "prohibit you from using or disclosing this record" in text_of(paper)


def test_looking_at_a_letter_s_paper_is_on_record(as_counselor, clinic):
    as_counselor.post(page(clinic, "client_disclose"), letter(clinic))
    row = Letter.objects.get()
    as_counselor.get(page(clinic, "client_letter_paper", row.pk))
    assert AuditEvent.objects.filter(verb="clients.chart_printed", subject_id=row.pk).exists()


def test_a_tpo_consent_does_not_open_the_employer_s_letter(as_counselor, clinic):
    outward.tpo(clinic)
    asked = letter(clinic, letter="attendance-employer", to=str(clinic.employer.pk))
    answer = as_counselor.post(page(clinic, "client_disclose"), asked)
    assert answer.status_code == 422
    assert "Ask the client to sign a release that names this recipient" in answer.content.decode()
    assert not Disclosure.objects.exists()


def test_a_consent_stopped_between_showing_and_releasing_closes_the_door(as_counselor, clinic):
    assert as_counselor.post(page(clinic, "client_disclose"), letter(clinic, do="show")).status_code == 200
    type(clinic.consent).objects.filter(pk=clinic.consent.pk).update(stopped_at=NOON)
    answer = as_counselor.post(page(clinic, "client_disclose"), letter(clinic))
    assert answer.status_code == 422
    assert not Disclosure.objects.exists()


def test_releasing_to_nobody_asks_to_whom(as_counselor, clinic):
    answer = as_counselor.post(page(clinic, "client_disclose"), letter(clinic, to=""))
    assert answer.status_code == 422
    assert "Choose to whom it goes." in answer.content.decode()


def test_dates_that_make_no_sense_come_back(as_counselor, clinic):
    answer = as_counselor.post(page(clinic, "client_disclose"), letter(clinic, first="2026-13-45"))
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["client_disclose", "client_tell", "client_record_copy"])
def test_a_biller_is_refused_before_the_form_is_read(client, clinic, name):
    sign_in(client, colleague(clinic, "biller"))
    assert client.get(page(clinic, name)).status_code == 403
    assert client.post(page(clinic, name), {}).status_code == 403


@pytest.mark.parametrize(
    "name", ["client_disclosures", "client_disclose", "client_tell", "client_openings", "client_emergency_disclosure"]
)
def test_a_stranger_s_chart_is_not_there(client, clinic, name):
    sign_in(client, stranger())
    assert client.get(page(clinic, name)).status_code == 404


def test_recipients_to_choose_from_do_not_cost_statements(as_counselor, clinic):
    url = page(clinic, "client_disclose")
    few = statements(as_counselor, url)
    for number in range(15):
        privacy.make_party(PartyKind.PROBATION, name=f"Officer {number}")
    assert statements(as_counselor, url) == few


def test_a_relative_of_somebody_else_is_not_offered(as_counselor, clinic):
    other = privacy.make_party(PartyKind.RELATIVE, name="Aunt of another")
    said = as_counselor.post(page(clinic, "client_tell"), {"information": ["attendance"], "purpose": "family_support"})
    assert other.name not in said.content.decode()


# ---- By word of mouth -----------------------------------------------------------------------------------------------------


def spoken(clinic, **other):
    return {
        "ground": "consent", "purpose": "monitoring", "information": ["attendance"], "to": str(clinic.officer.pk),
        "said": "Came on all days this week.", "do": "release", **other,
    }  # fmt: skip


def test_what_was_told_is_written_down_with_the_short_notice(as_counselor, clinic):
    assert as_counselor.post(page(clinic, "client_tell"), spoken(clinic)).url == page(clinic, "client_disclosures")
    row = Disclosure.objects.get()
    assert (row.sent_as, row.description, row.notice, row.digest) == (
        "spoken",
        "Came on all days this week.",
        "short",
        "",
    )


def test_more_than_the_consent_names_is_not_told(as_counselor, clinic):
    answer = as_counselor.post(page(clinic, "client_tell"), spoken(clinic, information=["attendance", "drug_tests"]))
    assert answer.status_code == 422
    assert "does not cover all of this information" in answer.content.decode()


def test_a_court_order_with_its_mandate_opens_what_it_names(as_counselor, clinic):
    order = privacy.make_order(clinic.client)
    answer = as_counselor.post(page(clinic, "client_tell"), spoken(clinic, ground="court_order", to=str(order.pk)))
    assert answer.status_code == 302
    assert Disclosure.objects.get().order_id == order.pk


def test_an_order_without_its_mandate_opens_nothing(as_counselor, clinic):
    order = privacy.make_order(clinic.client, mandate="", mandate_on=None)
    answer = as_counselor.post(page(clinic, "client_tell"), spoken(clinic, ground="court_order", to=str(order.pk)))
    assert answer.status_code == 422
    assert "the subpoena or similar mandate that compels is missing" in answer.content.decode()


def test_research_without_its_authority_is_refused(as_counselor, clinic):
    who = privacy.make_party(PartyKind.RESEARCHER)
    answer = as_counselor.post(page(clinic, "client_tell"), spoken(clinic, ground="research", to=str(who.pk)))
    assert answer.status_code == 422


def test_nothing_said_is_nothing_written(as_counselor, clinic):
    assert as_counselor.post(page(clinic, "client_tell"), spoken(clinic, said=" ")).status_code == 422
    assert not Disclosure.objects.exists()


# ---- The client's own copy ----------------------------------------------------------------------------------------------


def test_the_client_s_copy_is_a_paper_and_on_record(as_counselor, clinic):
    answer = as_counselor.post(
        page(clinic, "client_record_copy"), {"part": ["person", "attendance", "notes", "care", "diagnoses"]}
    )
    assert clinic.client.legal_last_name in text_of(answer)
    assert clinic.client.legal_last_name not in answer["Content-Disposition"]
    row = Disclosure.objects.get()
    assert (row.ground, row.sent_as) == ("own_access", "copy")


def test_somebody_who_reads_no_notes_hands_out_none(client, clinic):
    sign_in(client, colleague(clinic, "intake"))
    answer = client.post(page(clinic, "client_record_copy"), {"part": ["notes"]})
    assert answer.status_code == 422
    assert not Disclosure.objects.exists()


# ---- What left ------------------------------------------------------------------------------------------------------------


def test_what_left_says_when_to_whom_what_why_and_on_which_section(as_counselor, clinic):
    told(clinic, 1, recipient_address="1 Court Square", description="Came on all days.")
    said = as_counselor.get(page(clinic, "client_disclosures")).content.decode()
    for part in (
        "Officer Dana Reyes",
        "1 Court Square",
        "Attendance",
        "Came on all days.",
        "42 CFR 2.31, 2.33",
        "Short form",
        "Monitoring",
    ):
        assert part in said


def test_three_years_are_shown_unless_six_are_asked_for(as_counselor, clinic):
    old = privacy.make_consent(clinic.client, party=clinic.officer, expires_on=dt.date(2030, 1, 1))
    told(clinic, 1, at=NOON - dt.timedelta(days=4 * 365), description="Long ago", consent=old)
    url = page(clinic, "client_disclosures")
    assert "Long ago" not in as_counselor.get(url).content.decode()
    assert "Long ago" in as_counselor.get(f"{url}?years=6").content.decode()


def test_grounds_and_days_are_filters_in_the_address(as_counselor, clinic):
    told(clinic, 1, description="By consent")
    url = page(clinic, "client_disclosures")
    assert "By consent" not in as_counselor.get(f"{url}?ground=emergency").content.decode()
    assert "By consent" in as_counselor.get(f"{url}?ground=consent&from=2026-03-01&to=2026-03-01").content.decode()
    assert "By consent" not in as_counselor.get(f"{url}?from=2026-03-02&to=nonsense").content.decode()


def test_what_left_costs_the_same_for_few_and_many(as_counselor, clinic):
    told(clinic, 1)
    url = page(clinic, "client_disclosures")
    few = statements(as_counselor, url)
    told(clinic, 20)
    assert statements(as_counselor, url) == few


def test_many_are_shown_page_by_page(as_counselor, clinic):
    told(clinic, 51)
    url = page(clinic, "client_disclosures")
    assert "1–50 of 51" in as_counselor.get(url).content.decode()
    assert "51–51 of 51" in as_counselor.get(f"{url}?page=2").content.decode()


def test_what_left_for_another_client_is_not_shown(as_counselor, clinic):
    other = make_client(clinic.site)
    told(
        clinic,
        1,
        client=other,
        consent=privacy.make_consent(other, party=clinic.officer, at=NOON),
        description="Of another",
    )
    assert "Of another" not in as_counselor.get(page(clinic, "client_disclosures")).content.decode()


def test_the_accounting_as_a_paper_is_itself_on_record(as_counselor, clinic):
    told(clinic, 1, description="Came on all days.")
    answer = as_counselor.post(page(clinic, "client_disclosures_pdf"), {"years": "3"})
    assert "Officer Dana Reyes" in text_of(answer)
    assert "42 CFR 2.31" in text_of(answer)
    assert Disclosure.objects.filter(ground="own_access", sent_as="copy").count() == 1


def test_a_biller_does_not_see_what_left(client, clinic):
    sign_in(client, colleague(clinic, "biller"))
    assert client.get(page(clinic, "client_disclosures")).status_code == 403
    assert client.post(page(clinic, "client_disclosures_pdf")).status_code == 403


# ---- An emergency ---------------------------------------------------------------------------------------------------------


def test_an_emergency_is_written_down_and_waits_for_its_review(as_counselor, clinic):
    assert as_counselor.post(page(clinic, "client_emergency_disclosure"), emergency()).status_code == 302
    row = Disclosure.objects.get()
    assert (row.recipient_name, row.affiliation, row.nature) == (
        "Kim Ito", "Boston EMS", "Overdose or intoxication: Found in the restroom",
    )  # fmt: skip
    assert WorkItem.objects.open().filter(kind="review_disclosure", subject_id=row.pk).exists()


@pytest.mark.parametrize("missing", ["recipient_name", "affiliation", "nature_kind", "information"])
def test_each_fact_of_the_regulation_is_asked_for(as_counselor, clinic, missing):
    typed = emergency()
    typed.pop(missing)
    assert as_counselor.post(page(clinic, "client_emergency_disclosure"), typed).status_code == 422
    assert not Disclosure.objects.exists()


def test_a_biller_does_not_disclose_in_an_emergency(client, clinic):
    sign_in(client, colleague(clinic, "biller"))
    assert client.post(page(clinic, "client_emergency_disclosure"), {}).status_code == 403


def told_medics(clinic):
    return tell_in_emergency(
        by=actor_of(clinic.counselor.pk, NOON), client=clinic.client, nature="Overdose", recipient_name="Kim Ito",
        affiliation="Boston EMS", information=["medications"], said="", at=NOON,
    )  # fmt: skip


def test_the_privacy_officer_reviews_it_and_the_work_is_done(as_officer, clinic):
    row = told_medics(clinic)
    assert "Overdose" in as_officer.get(reverse("privacy_reviews")).content.decode()
    answer = as_officer.post(reverse("disclosure_review", args=[row.pk]), {"was_right": "yes", "note": "Rightly so."})
    assert answer.status_code == 302
    assert DisclosureReview.objects.get().was_right
    assert not WorkItem.objects.open().filter(subject_id=row.pk).exists()


def test_a_second_review_is_refused(as_officer, clinic):
    row = told_medics(clinic)
    url, typed = reverse("disclosure_review", args=[row.pk]), {"was_right": "no", "note": "Ask why."}
    as_officer.post(url, typed)
    answer = as_officer.post(url, typed)
    assert answer.status_code == 422
    assert DisclosureReview.objects.count() == 1


def test_nobody_reviews_their_own(client, clinic):
    row = told_medics(clinic)
    ground.actions.give_role(
        by=ground.SYSTEM, staff_id=clinic.counselor.pk, site_id=clinic.site.pk,
        role_id=ground.ensure_roles(by=ground.SYSTEM)["privacy_officer"].pk, starts_on=ground.LONG_AGO,
    )  # fmt: skip
    sign_in(client, clinic.counselor)
    answer = client.post(reverse("disclosure_review", args=[row.pk]), {})
    assert answer.status_code == 403


def test_a_counselor_has_no_review_queue(as_counselor, clinic):
    row = told_medics(clinic)
    assert as_counselor.get(reverse("privacy_reviews")).status_code == 403
    assert as_counselor.post(reverse("disclosure_review", args=[row.pk]), {}).status_code == 403


def test_the_review_queue_costs_the_same_for_one_and_many(as_officer, clinic):
    told_medics(clinic)
    few = statements(as_officer, reverse("privacy_reviews"))
    for _ in range(8):
        told_medics(clinic)
    assert statements(as_officer, reverse("privacy_reviews")) == few


# ---- Who opened the chart -------------------------------------------------------------------------------------------------


def test_who_opened_the_chart_is_named_with_the_day(client, clinic):
    sign_in(client, clinic.counselor)
    client.get(page(clinic, "client"))
    sign_in(client, outward.privacy_officer(clinic))
    said = client.get(page(clinic, "client_openings")).content.decode()
    assert clinic.counselor.name in said
    assert "care team" in said


def test_a_counselor_does_not_see_who_opened_it(as_counselor, clinic):
    assert as_counselor.get(page(clinic, "client_openings")).status_code == 403


# ---- Registers ----------------------------------------------------------------------------------------------------------------


def party(**other):
    return {
        "kind": "court",
        "name": "Superior Court",
        "organization": "",
        "address": "",
        "phone": "",
        "email": "",
        **other,
    }


def test_a_recipient_is_added_and_found_by_a_posted_word(as_officer, clinic):
    assert as_officer.post(reverse("recipient_new"), party(phone="617-555-0123")).status_code == 302
    assert RecipientParty.objects.get(name="Superior Court").phone == "+16175550123"
    said = as_officer.post(reverse("recipients"), {"q": "superior"}).content.decode()
    assert "Superior Court" in said
    assert "Bayline" not in said


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": " "}, "This field is required"),
        ({"phone": "call me"}, "does not look like a phone number"),
        ({"kind": "employer", "name": "bayline STORES"}, "in the register already"),
    ],
)
def test_a_recipient_that_cannot_be_comes_back(as_officer, clinic, typed, says):
    answer = as_officer.post(reverse("recipient_new"), party(**typed))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_somebody_else_s_change_is_not_overwritten(as_officer, clinic):
    url = reverse("recipient_edit", args=[clinic.employer.pk])
    assert as_officer.post(url, party(kind="employer", name="Bayline", version="1")).status_code == 302
    answer = as_officer.post(url, party(kind="employer", name="Other", version="1"))
    assert answer.status_code == 422
    assert "Nothing was overwritten" in answer.content.decode()


def test_a_recipient_out_of_use_hears_nothing(as_officer, clinic):
    as_officer.post(reverse("recipient_active", args=[clinic.officer.pk]), {"active": "0"})
    answer = as_officer.post(page(clinic, "client_disclose"), letter(clinic))
    assert answer.status_code == 422
    assert not Disclosure.objects.exists()


def test_a_counselor_reads_the_register_and_changes_nothing(as_counselor, clinic):
    assert as_counselor.get(reverse("recipients")).status_code == 200
    assert as_counselor.get(reverse("recipient", args=[clinic.officer.pk])).status_code == 200
    for name, args in (
        ("recipient_new", []),
        ("recipient_edit", [clinic.officer.pk]),
        ("agreement_new", []),
        ("court_order_new", []),
    ):
        assert as_counselor.post(reverse(name, args=args), {}).status_code == 403, name
    assert as_counselor.post(reverse("recipient_active", args=[clinic.officer.pk])).status_code == 403


def test_a_biller_reads_no_register(client, clinic):
    sign_in(client, colleague(clinic, "biller"))
    for name in ("privacy", "recipients", "agreements", "court_orders", "letter_templates"):
        assert client.get(reverse(name)).status_code == 403, name


def test_the_register_costs_the_same_for_few_and_many(as_officer, clinic):
    few = statements(as_officer, reverse("recipients"))
    for _ in range(20):
        privacy.make_agreement(privacy.make_party(PartyKind.SERVICE))
    assert statements(as_officer, reverse("recipients")) == few


def agreement(party, **other):
    return {
        "party": str(party.pk), "kind": "qsoa", "services": "Sends text messages", "purposes": ["operations"],
        "starts_on": "2026-01-01", "ends_on": "2026-04-01", **other,
    }  # fmt: skip


def test_an_agreement_is_recorded_and_warns_before_it_ends(as_officer, clinic):
    serves = privacy.make_party(PartyKind.SERVICE)
    assert as_officer.post(reverse("agreement_new"), agreement(serves)).status_code == 302
    assert "ends in 30 days" in as_officer.get(reverse("agreements")).content.decode()
    assert "1 service agreement ends within 60 days" in as_officer.get(reverse("privacy")).content.decode()


def test_an_agreement_that_ends_before_it_begins_comes_back(as_officer, clinic):
    serves = privacy.make_party(PartyKind.SERVICE)
    answer = as_officer.post(reverse("agreement_new"), agreement(serves, ends_on="2025-01-01"))
    assert answer.status_code == 422
    assert not ServiceAgreement.objects.exists()


def test_an_employer_cannot_be_chosen_for_an_agreement(as_officer, clinic):
    assert as_officer.post(reverse("agreement_new"), agreement(clinic.employer)).status_code == 422


def test_an_agreement_is_ended_with_a_reason_and_once(as_officer, clinic):
    row = privacy.make_agreement()
    url, typed = reverse("agreement", args=[row.pk]), {"on": "2026-03-02", "reason": "Changed provider"}
    assert as_officer.post(url, typed).status_code == 302
    assert as_officer.post(url, typed).status_code == 422


def order(clinic, **other):
    return {
        "came": "both", "section": "2.64", "court": "Superior Court", "issued_on": "2026-02-20", "party": str(clinic.officer.pk),
        "information": ["attendance"], "mandate": "Subpoena 7", "notice_given": "on", **other,
    }  # fmt: skip


def test_a_subpoena_alone_is_answered_with_the_words_and_nothing_is_recorded(as_officer, clinic):
    answer = as_officer.post(reverse("court_order_new"), {"came": "subpoena"})
    assert answer.status_code == 409
    assert "A subpoena alone does not open a record" in answer.content.decode()
    assert "neither confirm nor deny" in answer.content.decode()
    assert not CourtOrder.objects.exists()


def test_an_order_about_a_client_is_recorded_with_its_mandate(as_officer, clinic):
    url = f"{reverse('court_order_new')}?client={clinic.client.pk}"
    assert as_officer.post(url, order(clinic)).status_code == 302
    row = CourtOrder.objects.get()
    assert (row.client_id, row.mandate, row.notice_given) == (clinic.client.pk, "Subpoena 7", True)


def test_a_mandate_comes_later(as_officer, clinic):
    row = privacy.make_order(clinic.client, mandate="", mandate_on=None, notice_given=False)
    url = reverse("court_order", args=[row.pk])
    assert "An order alone permits and does not compel" in as_officer.get(url).content.decode()
    assert as_officer.post(url, {"mandate": "Subpoena 9", "notice_given": "on"}).status_code == 302
    assert "Both papers are here" in as_officer.get(url).content.decode()


def test_an_order_dated_ahead_comes_back(as_officer, clinic):
    answer = as_officer.post(reverse("court_order_new"), order(clinic, issued_on="2026-03-09"))
    assert answer.status_code == 422


def test_an_order_about_a_stranger_s_client_is_not_there(client, clinic):
    row = privacy.make_order(clinic.client)
    sign_in(client, ground.make_staff("privacy_officer", site=ground.make_site()))
    assert client.get(reverse("court_order", args=[row.pk])).status_code == 404
    assert client.get(f"{reverse('court_order_new')}?client={clinic.client.pk}").status_code == 404


def test_somebody_from_the_contacts_becomes_a_recipient(as_counselor, clinic):
    person = RelatedPerson.objects.create(first_name="Bo", last_name="Okonkwo")
    Relationship.objects.create(client=clinic.client, person=person, role="brother")
    url = page(clinic, "client_relative_recipient", person.pk)
    assert as_counselor.post(url).status_code == 302
    as_counselor.post(url)
    assert RecipientParty.objects.get(person=person).kind == PartyKind.RELATIVE


def test_a_relative_of_another_client_does_not(as_counselor, clinic):
    person = RelatedPerson.objects.create(first_name="Bo")
    assert as_counselor.post(page(clinic, "client_relative_recipient", person.pk)).status_code == 404


# ---- The words of letters ---------------------------------------------------------------------------------------------------


def test_new_words_make_a_new_version(as_officer, clinic):
    old = outward.letter_for("court")
    url = reverse("letter_template", args=[old.pk])
    assert (
        as_officer.post(url, {"title": "For the court", "words": "{client} came {attended} times."}).status_code == 302
    )
    new = outward.letter_for("court")
    assert (new.number, new.paragraphs) == (2, ["{client} came {attended} times."])


@pytest.mark.parametrize("words", ["{client} was born {born}.", "{client} has {diagnosis}.", " "])
def test_words_that_tell_more_than_the_letter_may_come_back(as_officer, clinic, words):
    old = outward.letter_for("court")
    answer = as_officer.post(reverse("letter_template", args=[old.pk]), {"title": "For the court", "words": words})
    assert answer.status_code == 422
    assert outward.letter_for("court").pk == old.pk


def test_bringing_the_letters_again_makes_none_twice(as_officer, clinic):
    before = LetterTemplate.objects.count()
    assert as_officer.post(reverse("letter_templates")).status_code == 302
    assert LetterTemplate.objects.count() == before == 6


def test_a_superseded_version_is_not_changed_again(as_officer, clinic):
    old = outward.letter_for("court")
    url = reverse("letter_template", args=[old.pk])
    as_officer.post(url, {"title": "A", "words": "Once."})
    assert as_officer.post(url, {"title": "B", "words": "Twice."}).status_code == 422


def test_the_script_for_the_phone_stands_where_clients_are_searched(as_counselor, clinic):
    assert "neither confirm nor deny" in as_counselor.get(reverse("clients")).content.decode()


def test_the_menu_leads_to_the_privacy_desk_for_those_who_may(as_officer, clinic):
    assert reverse("privacy") in as_officer.get(reverse("clients")).content.decode()


def test_a_criminal_justice_consent_opens_no_letter_to_the_employer(as_counselor, clinic):
    assert clinic.consent.kind == ConsentKind.CRIMINAL_JUSTICE
    asked = letter(clinic, letter="attendance-employer", to=str(clinic.employer.pk))
    assert as_counselor.post(page(clinic, "client_disclose"), asked).status_code == 422
