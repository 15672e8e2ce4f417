"""Each element that 42 CFR 2.31(a) requires: the form refuses without it, and so does the database."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from clients.choices import DISCLOSING_KINDS, ConsentKind
from clients.consent_rules import Answers, sections_needed, what_form_lacks, what_is_missing
from clients.consent_texts import LANGUAGES, as_parts, starting_form
from clients.models import Consent, ConsentTemplate
from iop.core.errors import Invalid
from tests.factories import consents as make
from tests.factories.clients import TODAY, make_admitted, make_client

WHOLE = Answers(
    kind="specific", client_name="Ada Lind", discloser="Harbor House", information=["attendance"], party_kind="provider",
    purposes=["treatment"], expires_on=TODAY,
)  # fmt: skip
TPO = dataclasses.replace(
    WHOLE, kind="tpo", party_kind="", recipient_class="tpo", purposes=["treatment", "payment", "operations"], expires_on=None,
    never_expires=True,
)  # fmt: skip
RELATIVE = dataclasses.replace(
    WHOLE, kind="relative", party_kind="relative", is_related=True, purposes=["family_support"]
)
COURT = dataclasses.replace(WHOLE, kind="criminal_justice", party_kind="probation", revocable_event="final disposition")
NOTES = dataclasses.replace(WHOLE, kind="counseling_notes", information=["counseling_notes"])
LEGAL = dataclasses.replace(WHOLE, kind="legal_proceedings", party_kind="attorney", purposes=["legal_proceedings"])

ELEMENTS = [
    ("2.31(a)(1)", WHOLE, {"client_name": " "}),
    ("2.31(a)(2)", WHOLE, {"discloser": ""}),
    ("2.31(a)(3)", WHOLE, {"information": []}),
    ("2.31(a)(3)", WHOLE, {"information": [], "information_note": "All my records"}),
    ("2.31(a)(3)", WHOLE, {"information": [], "information_note": "todo mi expediente"}),
    ("2.31(a)(4)(i)", WHOLE, {"party_kind": ""}),
    ("2.31(a)(4)(i)", WHOLE, {"recipient_class": "treating"}),
    ("2.31(a)(4)(i)", WHOLE, {"party_kind": "", "recipient_class": "treating", "purposes": ["employment"]}),
    ("2.31(a)(4)(i)", RELATIVE, {"is_related": False}),
    ("2.31(a)(4)(i)", RELATIVE, {"party_kind": "employer"}),
    ("2.31(a)(4)(i)", COURT, {"party_kind": "employer"}),
    ("2.31(a)(4)(i)", NOTES, {"party_kind": "", "recipient_class": "treating"}),
    ("2.31(a)(4)(ii)", WHOLE, {"party_kind": "intermediary"}),
    ("2.31(a)(5)", WHOLE, {"purposes": []}),
    ("2.31(a)(5)", TPO, {"purposes": ["treatment", "employment"]}),
    ("2.31(a)(7)", WHOLE, {"expires_on": None}),
    ("2.31(a)(7)", WHOLE, {"expires_event": "end of treatment"}),
    ("2.31(a)(7)", WHOLE, {"expires_on": TODAY - dt.timedelta(days=1)}),
    ("2.31(a)(7)", WHOLE, {"expires_on": None, "never_expires": True}),
    ("2.31(b)", WHOLE, {"information": ["attendance", "counseling_notes"]}),
    ("2.31(b)", NOTES, {"information": ["counseling_notes", "plan"]}),
    ("2.31(d)", WHOLE, {"purposes": ["treatment", "legal_proceedings"]}),
    ("2.31(d)", LEGAL, {"purposes": ["legal_proceedings", "treatment"]}),
    ("2.35(c)", COURT, {"revocable_event": ""}),
]


@pytest.mark.parametrize(("paragraph", "whole", "change"), ELEMENTS)
def test_the_form_refuses_without(paragraph, whole, change):
    assert paragraph in [item.paragraph for item in what_is_missing(dataclasses.replace(whole, **change), TODAY)]


@pytest.mark.parametrize("whole", [WHOLE, TPO, RELATIVE, COURT, NOTES, LEGAL])
def test_a_whole_form_lacks_nothing(whole):
    assert what_is_missing(whole, TODAY) == []


def test_research_may_go_without_an_end():
    assert not what_is_missing(
        dataclasses.replace(WHOLE, purposes=["research"], expires_on=None, never_expires=True), TODAY
    )


def test_an_exchange_with_its_participants():
    assert not what_is_missing(
        dataclasses.replace(WHOLE, party_kind="intermediary", participants="those treating me"), TODAY
    )


@pytest.mark.parametrize("kind", sorted(set(ConsentKind.values) - DISCLOSING_KINDS - {"messages"}))
def test_other_kinds_need_no_recipient(kind):
    assert not what_is_missing(Answers(kind=kind, client_name="Ada Lind"), TODAY)


def test_messages_need_a_channel():
    assert [item.field for item in what_is_missing(Answers(kind="messages", client_name="Ada Lind"), TODAY)] == [
        "channel"
    ]


# ---- The same, attacked with plain SQL ------------------------------------------------------------------------------------

IN_THE_DATABASE = [
    ("2.31(a)(1)", "specific", "client_id = NULL", "null value"),
    ("2.31(a)(2)", "specific", "discloser = ''", "consent_names_discloser"),
    ("2.31(a)(3)", "specific", "information = '{}'", "consent_names_information"),
    ("2.31(a)(4)(i)", "specific", "party_id = NULL", "consent_names_recipient"),
    ("2.31(a)(4)(i)", "specific", "recipient_class = 'treating'", "consent_one_recipient"),
    ("2.31(a)(4)(i)", "relative", "party_id = %(stranger)s", "consent_relative_of_another_client"),
    ("2.31(a)(4)(i)", "relative", "party_id = %(provider)s", "consent_names_relative"),
    ("2.31(a)(4)(i)", "relative", "party_id = NULL, recipient_class = 'treating'", "consent_named_recipient"),
    ("2.31(a)(4)(ii)", "specific", "party_id = %(exchange)s", "consent_names_participants"),
    ("2.31(a)(5)", "specific", "purposes = '{}'", "consent_names_purpose"),
    ("2.31(a)(5)", "tpo", "purposes = '{treatment,employment}'", "consent_tpo_alone"),
    ("2.31(a)(7)", "specific", "expires_on = NULL", "consent_names_expiry"),
    ("2.31(a)(7)", "specific", "expires_event = 'end'", "consent_one_expiry"),
    ("2.31(a)(7)", "specific", "expires_on = '2026-03-01'", "consent_ends_before_it_begins"),
    ("2.31(a)(7)", "specific", "expires_on = NULL, never_expires = true", "consent_never_expires_tpo_only"),
    ("2.31(a)(8)", "specific", "digest = 'other'", "consent_signed_by_nobody"),
    ("2.31(a)(9)", "specific", "signed_at = NULL", "consent_signed_whole"),
    ("2.31(b)", "specific", "information = '{attendance,counseling_notes}'", "consent_counseling_never_mixed"),
    ("2.31(b)", "counseling_notes", "information = '{counseling_notes,plan}'", "consent_counseling_alone"),
    ("2.31(d)", "specific", "purposes = '{treatment,legal_proceedings}'", "consent_legal_never_mixed"),
    ("2.31(d)", "legal_proceedings", "purposes = '{legal_proceedings,treatment}'", "consent_legal_alone"),
    ("2.35(a)", "criminal_justice", "party_id = %(provider)s", "consent_names_monitor"),
    ("2.35(c)", "criminal_justice", "revocable_event = ''", "consent_criminal_revocable_when"),
    ("", "specific", "text_shown = ''", "consent_signed_whole"),
    ("", "messages", "channel = ''", "consent_names_channel"),
]


@pytest.mark.parametrize(("paragraph", "kind", "change", "name"), IN_THE_DATABASE)
@pytest.mark.django_db
def test_the_database_refuses_a_signed_one_without(paragraph, kind, change, name, clinic):
    row = make.draft(clinic, make_admitted(clinic.site).client, kind)
    others = {
        "id": row.pk, "stranger": make.relative(clinic, make_client(clinic.site)).pk, "provider": make.party(name="Dr. B").pk,
        "exchange": make.party("intermediary", "Exchange").pk,
    }  # fmt: skip
    signs = "status = 'signed', signed_at = '2026-03-02T15:00Z', digest = 'd', text_shown = 't'"
    kept = [part for part in signs.split(", ") if part.split(" =")[0] not in change]
    signed = "INSERT INTO clients_consentsignature (id, created_at, consent_id, role, name, identity_seen, method, signed_at, digest)"
    with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"{signed} VALUES (gen_random_uuid(), now(), %s, 'client', 'N', 'ID', 'typed', now(), 'd')", [row.pk]
        )
        cursor.execute(f"UPDATE clients_consent SET {', '.join([*kept, change])} WHERE id = %(id)s", others)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_and_takes_a_whole_one(clinic):
    row = make.signed(clinic, make_admitted(clinic.site).client)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert Consent.objects.get(pk=row.pk).signed_at


@pytest.mark.parametrize(
    "field", ["text_shown = 'other'", "information = '{plan}'", "status = 'draft', signed_at = NULL", "digest = 'x'"]
)
@pytest.mark.django_db
def test_what_was_signed_stays(field, clinic):
    row = make.signed(clinic, make_admitted(clinic.site).client)
    with (
        pytest.raises(DatabaseError, match="kept as it was signed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE clients_consent SET {field} WHERE id = %s", [row.pk])


@pytest.mark.parametrize("table", ["clients_consent", "clients_consenttemplate", "clients_consentsignature"])
@pytest.mark.django_db
def test_nothing_of_it_is_deleted(table, clinic):
    make.signed(clinic, make_admitted(clinic.site).client)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db
def test_the_words_of_a_form_are_never_changed(clinic):
    make.install()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clients_consenttemplate SET title = 'other'")


# ---- Statements that the regulation asks a form to make -------------------------------------------------------------------

STATEMENTS = [
    ("2.31(a)(1)", "specific", "who", "consent_template_has_elements"),
    ("2.31(a)(2)", "specific", "discloser", "consent_template_has_elements"),
    ("2.31(a)(3)", "specific", "information", "consent_template_has_elements"),
    ("2.31(a)(4)(i)", "specific", "recipient", "consent_template_has_elements"),
    ("2.31(a)(4)(iii)", "tpo", "hipaa_redisclosure", "consent_template_tells_hipaa"),
    ("2.31(a)(5)", "specific", "purpose", "consent_template_has_elements"),
    ("2.31(a)(6)", "specific", "revoke", "consent_template_tells_revoking"),
    ("2.31(a)(7)", "specific", "expiry", "consent_template_has_elements"),
    ("2.31(a)(10)(i)", "tpo", "redisclosure", "consent_template_tells_redisclosure"),
    ("2.31(a)(10)(ii)", "tpo", "refusal", "consent_template_tells_refusal"),
]


@pytest.mark.parametrize(("paragraph", "kind", "key", "name"), STATEMENTS)
def test_a_form_without_a_statement_is_refused(paragraph, kind, key, name):
    title, sections = starting_form(kind, "en")
    with override("en"):
        lacks = [str(one) for one in what_form_lacks(kind, title, [part for part in sections if part["key"] != key])]
    assert any(f"42 CFR {paragraph}" in one for one in lacks)


@pytest.mark.parametrize(("paragraph", "kind", "key", "name"), STATEMENTS)
@pytest.mark.django_db
def test_by_the_database_too(paragraph, kind, key, name):
    title, sections = starting_form(kind, "en")
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        ConsentTemplate.objects.create(
            kind=kind, language="en", number=1, title=title, valid_from=TODAY,
            sections=[part for part in sections if part["key"] != key],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "text"), [("recipient", "My doctor"), ("information", "Things"), ("expiry", "A while")]
)
def test_a_section_without_its_place_is_refused(key, text):
    title, sections = starting_form("specific", "en")
    changed = [{**part, "text": text} if part["key"] == key else part for part in sections]
    assert what_form_lacks("specific", title, changed)


def test_a_place_that_cannot_be_filled_is_refused():
    title, sections = starting_form("treatment", "en")
    assert what_form_lacks("treatment", title, [{**sections[0], "text": "I am {cliant}."}])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ConsentKind.values)
def test_the_starting_forms_are_whole(kind, language):
    title, sections = starting_form(kind, language)
    assert what_form_lacks(kind, title, sections) == []
    assert all(part["heading"] for part in sections)


@pytest.mark.parametrize("kind", ConsentKind.values)
def test_both_languages_have_the_same_sections(kind):
    assert [part["key"] for part in starting_form(kind, "en")[1]] == [
        part["key"] for part in starting_form(kind, "es")[1]
    ]


@pytest.mark.parametrize("kind", ConsentKind.values)
@pytest.mark.django_db
def test_every_section_reaches_the_words_that_are_signed(kind, clinic):
    row = make.signed(clinic, make_admitted(clinic.site).client, kind)
    assert len(as_parts(row.text_shown)[1]) == len(row.template.sections) >= len(sections_needed(kind))


@pytest.mark.django_db
def test_a_form_filled_in_halfway_cannot_be_signed(clinic):
    row = make.draft(clinic, make_admitted(clinic.site).client, information=[])
    with pytest.raises(Invalid) as told:
        make.sign(clinic, row)
    assert told.value.detail == {"paragraph": "2.31(a)(3)"}
