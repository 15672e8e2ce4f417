"""Pages about consents: begun, filled in, signed, taken back; who may; and how often the database is asked."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from django.urls import reverse

from clients.actions import consents
from clients.models import Consent, ConsentTemplate, Disclosure
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from tests.factories import consents as make
from tests.factories.ground import sign_in
from tests.pages.chart_clinic import NOON, colleague, make_charts, stranger
from tests.pages.test_chart_statements import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(at):
    clinic = make_charts()
    clinic.as_counselor = actor_of(clinic.counselor.pk, NOON)
    at(NOON)
    make.install(at=NOON)
    return clinic


@pytest.fixture
def desk(client, clinic):
    sign_in(client, clinic.counselor)
    return client


def url(name, row):
    return reverse(name, args=[row.pk])


def begun(clinic, kind="specific", **fields):
    return make.draft(clinic, clinic.client, kind, at=NOON, **fields)


def signed(clinic, kind="specific", **fields):
    return make.signed(clinic, clinic.client, kind, at=NOON, **fields)


def text(answer):
    return answer.content.decode()


def sign_data(row, **changes):
    page = {"version": row.version, "signer_role": "client", "identity_seen": "photo ID", "agrees": "on", "seen": ""}
    from clients.consent_writing import digest_of_consent, text_of

    page["seen"] = digest_of_consent(row, text_of(row))
    return {**page, "typed_name": f"{row.client.legal_first_name} {row.client.legal_last_name}", **changes}


def test_the_chart_says_what_is_missing_with_one_tap_to_begin(clinic, desk):
    page = text(desk.get(url("client_consents", clinic.client)))
    assert "Consent to treatment" in page
    assert page.count(reverse("client_consent_begin", args=[clinic.client.pk])) >= 3


def test_the_header_says_it_too(clinic, desk):
    assert "Consents: 3 missing" in text(desk.get(url("client", clinic.client)))


def test_the_header_counts_what_is_live(clinic, desk):
    signed(clinic, "tpo")
    assert "1 consent live" in text(desk.get(url("client", clinic.client)))


def test_one_that_ends_soon_is_named_with_its_day(clinic, desk):
    signed(clinic, expires_on=NOON.date() + dt.timedelta(days=10))
    assert "Ends 12 Mar" in text(desk.get(url("client", clinic.client)))


def test_the_census_counts(clinic, desk):
    assert "3 missing" in text(desk.get(reverse("census")))


def test_begin_leads_to_the_form(clinic, desk):
    answer = desk.post(reverse("client_consent_begin", args=[clinic.client.pk]), {"kind": "specific", "language": "en"})
    assert answer.url == url("consent_form", Consent.objects.get())


def test_a_form_with_nothing_to_fill_in_leads_to_its_words(clinic, desk):
    answer = desk.post(
        reverse("client_consent_begin", args=[clinic.client.pk]), {"kind": "treatment", "language": "es"}
    )
    assert answer.url == url("consent", Consent.objects.get())
    assert "Consentimiento para el tratamiento" in text(desk.get(answer.url))


@pytest.mark.parametrize(
    "kind", ["tpo", "specific", "relative", "criminal_justice", "legal_proceedings", "counseling_notes", "messages"]
)
def test_every_form_opens(kind, clinic, desk):
    assert desk.get(url("consent_form", begun(clinic, kind))).status_code == 200


def filling(row, **changes):
    return {
        "version": row.version, "recipient": f"party:{row.party_id}", "information": ["attendance"], "purposes": ["treatment"],
        "end": "day", "expires_on": "2027-03-01", "discloser": row.discloser, **changes,
    }  # fmt: skip


def test_filling_in_leads_to_reading(clinic, desk):
    row = begun(clinic)
    answer = desk.post(url("consent_form", row), filling(row, information=["attendance", "plan"]))
    row.refresh_from_db()
    assert (answer.url, row.information) == (url("consent", row), ["attendance", "plan"])


def test_it_saves_itself(clinic, desk):
    row = begun(clinic)
    answer = desk.post(
        url("consent_form", row), filling(row, end="event", expires_event="the end"), headers={"X-Autosave": "1"}
    )
    row.refresh_from_db()
    assert (answer.json()["version"], row.expires_event, row.expires_on) == (row.version, "the end", None)


def test_what_somebody_else_saved_is_not_overwritten(clinic, desk):
    row = begun(clinic)
    desk.post(url("consent_form", row), filling(row, information=["plan"]))
    answer = desk.post(url("consent_form", row), filling(row), headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.json()["sentence"]


def test_a_new_recipient_is_named_on_the_form(clinic, desk):
    row = begun(clinic)
    desk.post(url("consent_form", row), filling(row, new_kind="attorney", new_name="Pat Doyle"))
    row.refresh_from_db()
    assert row.party.name == "Pat Doyle"


def test_a_relative_is_added_on_the_form(clinic, desk):
    row = begun(clinic, "relative")
    desk.post(
        url("consent_form", row),
        filling(row, recipient="", purposes=["family_support"], person_first_name="Ola", person_role="mother"),
    )
    row.refresh_from_db()
    assert (row.party.person.first_name, clinic.client.relationships.count()) == ("Ola", 2)


def test_what_is_missing_stands_above_the_words(clinic, desk):
    row = begun(clinic, information=[])
    assert "Choose what may be shared." in text(desk.get(url("consent", row)))


def test_the_page_to_sign_shows_nothing_of_the_chart(clinic, desk):
    page = text(desk.get(url("consent_sign", begun(clinic))))
    assert "chart-head" not in page
    assert 'class="rail' not in page
    assert clinic.client.record_number not in page


def test_signing_with_a_typed_name(clinic, desk):
    row = begun(clinic)
    answer = desk.post(url("consent_sign", row), sign_data(row))
    row.refresh_from_db()
    assert (answer.url, row.status) == (url("consent_signed", row), "signed")


def test_signing_by_drawing(clinic, desk):
    row = begun(clinic)
    picture = "data:image/png;base64," + base64.b64encode(make.png().read()).decode()
    desk.post(url("consent_sign", row), sign_data(row, typed_name="", drawing_data=picture))
    assert row.signatures.get().method == "drawn"


def test_a_broken_drawing_is_none(clinic, desk):
    row = begun(clinic)
    answer = desk.post(
        url("consent_sign", row), sign_data(row, typed_name="", drawing_data="data:image/png;base64,AAAA")
    )
    assert answer.status_code == 422
    assert not row.signatures.exists()


def test_signed_on_paper(clinic, desk):
    row = begun(clinic)
    desk.post(url("consent_sign", row), sign_data(row, typed_name="", agrees="", paper=make.png()))
    assert row.signatures.get().method == "paper"


def test_without_the_tick_nothing_is_signed(clinic, desk):
    row = begun(clinic)
    answer = desk.post(url("consent_sign", row), sign_data(row, agrees=""))
    assert (answer.status_code, row.signatures.count()) == (422, 0)


def test_a_superseded_form_offers_to_carry_over(clinic, desk):
    row = begun(clinic)
    form = row.template
    consents.new_template_version(
        by=SYSTEM, template=form, title=form.title, sections=form.sections, valid_from=NOON.date(), at=NOON
    )
    assert url("consent_carry_over", row) in text(desk.get(url("consent_sign", row)))
    answer = desk.post(url("consent_carry_over", row))
    assert "Have it signed" in text(desk.get(answer.url))


def test_the_other_language_with_one_tap(clinic, desk):
    row = begun(clinic, "tpo")
    answer = desk.post(url("consent_language", row), {"language": "es", "back": "sign"})
    assert "Su firma" in text(desk.get(answer.url))


def test_a_signed_consent_shows_who_signed_and_what_it_says(clinic, desk):
    row = signed(clinic)
    page = text(desk.get(url("consent", row)))
    assert row.digest in page
    assert "Dr. Ines Moreau" in page


def test_the_clients_copy_is_a_pdf_and_on_record(clinic, desk):
    row = signed(clinic)
    answer = desk.post(url("consent_pdf", row))
    assert answer.content.startswith(b"%PDF-")
    assert Disclosure.objects.get(client=row.client).ground == "own_access"


def test_no_copy_of_a_draft(clinic, desk):
    assert desk.post(url("consent_pdf", begun(clinic))).status_code == 409


def test_taking_it_back_shows_what_it_does(clinic, desk):
    assert "Nothing more leaves on it" in text(desk.get(url("consent_revoke", signed(clinic))))


def test_taking_it_back(clinic, desk):
    row = signed(clinic)
    desk.post(url("consent_revoke", row), {"revoke-method": "oral", "revoke-note": "Not any more."})
    row.refresh_from_db()
    assert row.stopped_at == NOON
    assert "the writing is missing" in text(desk.get(url("consent", row)))


def test_the_writing_follows(clinic, desk):
    row = signed(clinic)
    desk.post(url("consent_revoke", row), {"revoke-method": "oral"})
    desk.post(url("consent_in_writing", row), {"writing-paper": make.png()})
    row.refresh_from_db()
    assert row.revoked_at == NOON


def test_a_criminal_justice_consent_says_why_it_cannot_be_taken_back_yet(clinic, desk):
    row = signed(clinic, "criminal_justice")
    answer = desk.post(url("consent_revoke", row), {"revoke-method": "oral"})
    assert "final disposition" in text(answer)
    desk.post(url("consent_event", row), {"event": "revocable"})
    desk.post(url("consent_revoke", row), {"revoke-method": "written"})
    row.refresh_from_db()
    assert row.revoked_at == NOON


@pytest.mark.parametrize(("language", "says"), [("en", "not the name we know you by"), ("es", "Este no es el nombre")])
def test_a_client_is_told_in_the_language_they_read(language, says, clinic, desk):
    row = begun(clinic, "tpo", language=language)
    assert says in text(desk.post(url("consent_sign", row), sign_data(row, typed_name="Somebody Else")))


def test_a_stranger_finds_nothing(clinic, client):
    row = signed(clinic)
    sign_in(client, stranger())
    assert client.get(url("consent", row)).status_code == 404
    assert client.get(url("consent_sign", row)).status_code == 404


POSTS = [
    "consent_discard",
    "consent_carry_over",
    "consent_language",
    "consent_sign",
    "consent_form",
    "consent_revoke",
    "consent_in_writing",
    "consent_event",
    "consent_pdf",
]


@pytest.mark.parametrize("name", POSTS)
def test_a_biller_reads_and_changes_nothing(name, clinic, client):
    row = begun(clinic)
    sign_in(client, colleague(clinic, "biller"))
    assert client.get(url("consent", row)).status_code == 200
    assert client.post(url(name, row)).status_code == 403


@pytest.mark.parametrize("part", ["client_consents", "consent"])
@pytest.mark.parametrize("number", [1, 9])
def test_pages_ask_as_often_for_many_as_for_one(number, part, clinic, desk):
    for _ in range(number):
        row = signed(clinic, party=make.party(name=f"Dr. {_}"))
    asked = statements(desk, url(part, clinic.client if part == "client_consents" else row))
    assert len(asked) <= 15, "\n".join(asked)


# ---- The forms --------------------------------------------------------------------------------------------------------


@pytest.fixture
def director(client, clinic):
    sign_in(client, clinic.director)
    return client


def form_data(row, **changes):
    data = {"title": row.title, "valid_from": "2026-03-02"}
    for part in row.sections:
        data |= {f"heading_{part['key']}": part["heading"], f"text_{part['key']}": part["text"]}
    return {**data, **changes}


def live(kind="specific"):
    return ConsentTemplate.objects.get(kind=kind, language="en", superseded_at=None)


def test_forms_are_listed_in_both_languages(clinic, director):
    page = text(director.get(reverse("consent_forms")))
    assert "Consent to treatment" in page
    assert "Consentimiento para el tratamiento" in page


def test_a_preview_changes_nothing(clinic, director):
    page = text(
        director.post(url("consent_template", live()), form_data(live(), do="look", text_refusal="No pressure."))
    )
    assert "No pressure." in page
    assert live().number == 1


def test_a_new_version(clinic, director):
    director.post(url("consent_template", live()), form_data(live(), do="make", text_refusal="No pressure."))
    assert live().number == 2


def test_a_version_without_a_required_statement_is_refused(clinic, director):
    answer = director.post(url("consent_template", live()), form_data(live(), do="make", text_revoke=""))
    assert answer.status_code == 422
    assert "2.31(a)(6)" in text(answer)


def test_a_counselor_does_not_change_forms(clinic, desk):
    assert desk.get(reverse("consent_forms")).status_code == 403
    assert desk.post(reverse("consent_forms_install")).status_code == 403
