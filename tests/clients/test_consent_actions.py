"""Consents: drafted, filled in, signed, carried over."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.actions import consents
from clients.consent_writing import digest_of_consent
from clients.models import ChannelPermission, Consent, ConsentTemplate
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actions import change_setting
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import consents as make
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_client, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(clinic):
    return make_admitted(clinic.site).client


def test_forms_of_every_kind_are_installed_in_both_languages(clinic):
    assert make.install() == 22


def test_installing_again_adds_nothing(clinic):
    make.install()
    assert make.install() == 0


def test_a_draft_proposes_what_is_usual(clinic, client):
    row = make.draft(clinic, client, "tpo")
    assert set(row.purposes) == {"treatment", "payment", "operations"}
    assert row.recipient_class == "tpo"
    assert "counseling_notes" not in row.information


def test_a_draft_is_no_consent(clinic, client):
    assert not Consent.objects.standing(TODAY).filter(pk=make.draft(clinic, client).pk).exists()


def test_a_biller_drafts_none(clinic, client):
    with pytest.raises(NotAllowed):
        make.draft(clinic, client, by=make_actor(clinic.site, "biller"))


def test_a_colleague_of_another_site_drafts_none(clinic, client):
    with pytest.raises(NotAllowed):
        make.draft(clinic, client, by=make_actor(make_site()))


def test_the_words_shown_are_kept_with_their_hash(clinic, client):
    row = make.signed(clinic, client)
    assert "Dr. Ines Moreau" in row.text_shown
    assert "when I attended" in row.text_shown
    assert row.digest == digest_of_consent(row, row.text_shown)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "You can change your mind"), ("es", "Usted puede cambiar de opinión")]
)
def test_they_are_in_the_language_of_the_client(language, words, clinic, client):
    assert words in make.signed(clinic, client, language=language).text_shown


def test_a_language_without_a_form_gets_english(clinic, client):
    assert make.draft(clinic, client, language="pt").template.language == "en"


def test_switching_the_language_takes_the_proposed_words_along(clinic, client):
    row = make.draft(clinic, client, "criminal_justice")
    row = consents.change_draft(
        by=clinic.as_counselor, consent=row, version=row.version, changes={"language": "es"}, at=AT
    )
    assert (row.template.language, row.revocable_event) == ("es", "la resolución final de mi caso")


def test_switching_the_language_leaves_typed_words_alone(clinic, client):
    row = make.draft(clinic, client, "criminal_justice", revocable_event="end of probation")
    row = consents.change_draft(
        by=clinic.as_counselor, consent=row, version=row.version, changes={"language": "es"}, at=AT
    )
    assert row.revocable_event == "end of probation"


def test_the_signature_says_who_how_and_who_saw_it(clinic, client):
    signature = make.sign(clinic, make.draft(clinic, client), witness=clinic.counselor).signatures.get()
    assert (signature.role, signature.identity_seen, signature.witness) == ("client", make.IDENTITY, clinic.counselor)


def test_a_typed_name_is_the_clients_own(clinic, client):
    with pytest.raises(Invalid, match="does not match"):
        make.sign(clinic, make.draft(clinic, client), signer_name="Somebody Else")


def test_accents_and_case_of_a_typed_name_do_not_matter(clinic, client):
    name = f"{client.legal_first_name} {client.legal_last_name}".upper()
    assert make.sign(clinic, make.draft(clinic, client), signer_name=name).status == "signed"


def test_a_drawn_signature_is_kept_as_a_file(clinic, client):
    row = make.sign(clinic, make.draft(clinic, client), method="drawn", drawing=make.png())
    assert row.signatures.get().drawing.content_type == "image/png"


@pytest.mark.parametrize("drawing", [None, make.png(drawn=False)])
def test_an_empty_box_is_no_signature(drawing, clinic, client):
    with pytest.raises(Invalid) as told:
        make.sign(clinic, make.draft(clinic, client), method="drawn", drawing=drawing)
    assert told.value.field == "drawing"


def test_a_paper_needs_the_scan(clinic, client):
    with pytest.raises(Invalid, match="scanned paper"):
        make.sign(clinic, make.draft(clinic, client), method="paper")


def test_how_the_signer_is_known_must_be_said(clinic, client):
    with pytest.raises(Invalid) as told:
        make.sign(clinic, make.draft(clinic, client), identity_seen=" ")
    assert told.value.field == "identity_seen"


def test_a_refused_signature_leaves_nothing(clinic, client):
    row = make.draft(clinic, client)
    with pytest.raises(Invalid):
        make.sign(clinic, row, identity_seen="")
    row.refresh_from_db()
    assert (row.status, row.digest, row.signatures.count()) == ("draft", "", 0)


def test_signing_twice(clinic, client):
    row = make.signed(clinic, client)
    with pytest.raises(Conflict, match="signed already"):
        make.sign(clinic, row)


def test_signing_what_somebody_else_changed_meanwhile(clinic, client):
    row = make.draft(clinic, client)
    consents.change_draft(
        by=clinic.as_counselor, consent=row, version=row.version, changes={"information": ["attendance", "plan"]}, at=AT
    )
    with pytest.raises(Stale):
        make.sign(clinic, row)


def test_words_that_read_otherwise_than_they_were_shown(clinic, client):
    with pytest.raises(Stale, match="words have changed"):
        make.sign(clinic, make.draft(clinic, client), seen="0" * 64)


def test_a_signed_consent_is_not_changed(clinic, client):
    row = make.signed(clinic, client)
    with pytest.raises(Conflict):
        consents.change_draft(
            by=clinic.as_counselor, consent=row, version=row.version, changes={"purposes": ["audit"]}, at=AT
        )


def new_version(kind="specific"):
    form = ConsentTemplate.objects.get(kind=kind, language="en", superseded_at=None)
    return consents.new_template_version(
        by=SYSTEM, template=form, title=form.title, sections=form.sections, valid_from=TODAY, at=AT
    )


def test_a_form_replaced_meanwhile_cannot_be_signed(clinic, client):
    row = make.draft(clinic, client)
    new_version()
    with pytest.raises(Conflict) as told:
        make.sign(clinic, row)
    assert told.value.code == "superseded"


def test_its_answers_are_carried_over_to_the_new_form(clinic, client):
    row = make.draft(clinic, client, information=["attendance", "plan"])
    form = new_version()
    new = consents.carry_over(by=clinic.as_counselor, consent=row, version=row.version, at=AT)
    row.refresh_from_db()
    assert (new.template, new.information, new.party, row.status) == (
        form,
        ["attendance", "plan"],
        row.party,
        "discarded",
    )
    assert make.sign(clinic, new).status == "signed"


def test_a_consent_signed_before_stays_what_it_was(clinic, client):
    row = make.signed(clinic, client)
    new_version()
    assert Consent.objects.standing(TODAY).filter(pk=row.pk).exists()


def test_two_new_versions_of_one_form(clinic):
    make.install()
    form = ConsentTemplate.objects.get(kind="tpo", language="en")
    new_version("tpo")
    with pytest.raises(Stale):
        consents.new_template_version(
            by=SYSTEM, template=form, title=form.title, sections=form.sections, valid_from=TODAY, at=AT
        )


def test_a_counselor_makes_no_form(clinic):
    make.install()
    form = ConsentTemplate.objects.first()
    with pytest.raises(NotAllowed):
        consents.new_template_version(
            by=clinic.as_counselor, template=form, title=form.title, sections=form.sections, valid_from=TODAY, at=AT
        )


def test_a_discarded_draft_is_not_signed(clinic, client):
    row = make.draft(clinic, client)
    row = consents.discard(by=clinic.as_counselor, consent=row, version=row.version, at=AT)
    with pytest.raises(Conflict, match="discarded"):
        make.sign(clinic, row)


def test_a_relative_of_another_client_is_refused(clinic, client):
    strange = make.relative(clinic, make_client(clinic.site))
    with pytest.raises(Invalid, match="not among the people"):
        make.draft(clinic, client, "relative", party=strange)


def test_signing_for_messages_allows_the_channel(clinic, client):
    make.signed(clinic, client, "messages")
    assert ChannelPermission.objects.filter(client=client, channel="sms").latest("since").allowed


def test_signing_is_on_record_without_a_name(clinic, client):
    make.signed(clinic, client)
    event = AuditEvent.objects.filter(verb="clients.consent_signed").latest("id")
    assert event.detail["complete"]
    assert client.legal_last_name not in str(event.detail)


def test_a_recipient_named_twice_is_one(clinic, client):
    named = [
        consents.name_recipient(by=clinic.as_counselor, client=client, kind="provider", name=name, at=AT)
        for name in ("Dr. Moreau", "dr. moreau")
    ]
    assert named[0] == named[1]


# ---- Minors and those who sign for others --------------------------------------------------------------------------------


def of_age(clinic, years):
    return make_admitted(clinic.site, date_of_birth=TODAY.replace(year=TODAY.year - years)).client


def set_rule(clinic, alone_from):
    change_setting(
        by=SYSTEM, key="minors.alone_from", value=alone_from, valid_from=TODAY, on=TODAY, site_id=clinic.site.pk
    )


def sign_as(clinic, row, role, name="Kim Vale"):
    return make.sign(clinic, row, signer_role=role, signer_name=name)


def test_without_the_states_rule_no_minor_signs(clinic):
    with pytest.raises(Invalid, match="minor"):
        make.signed(clinic, of_age(clinic, 16))


def test_a_minor_whom_the_state_lets_consent_signs_alone(clinic):
    set_rule(clinic, 14)
    assert make.signed(clinic, of_age(clinic, 16)).status == "signed"


def test_then_a_parent_may_not_sign_for_them(clinic):
    set_rule(clinic, 14)
    with pytest.raises(Invalid, match="only they may sign"):
        sign_as(clinic, make.draft(clinic, of_age(clinic, 16)), "parent")


def test_a_younger_minor_and_a_parent_both_sign(clinic):
    set_rule(clinic, 17)
    row = make.sign(clinic, make.draft(clinic, of_age(clinic, 16)))
    assert row.status == "draft"
    assert sign_as(clinic, row, "parent").status == "signed"


def test_after_the_first_signature_the_words_stand(clinic):
    set_rule(clinic, 17)
    row = make.sign(clinic, make.draft(clinic, of_age(clinic, 16)))
    with pytest.raises(Conflict, match="signed these words"):
        consents.change_draft(
            by=clinic.as_counselor, consent=row, version=row.version, changes={"purposes": ["audit"]}, at=AT
        )


def test_an_adults_parent_does_not_sign(clinic, client):
    with pytest.raises(Invalid, match="adult"):
        sign_as(clinic, make.draft(clinic, client), "parent")


@pytest.mark.parametrize("role", ["guardian", "representative"])
def test_a_guardian_or_representative_signs_for_an_adult(role, clinic, client):
    assert sign_as(clinic, make.draft(clinic, client), role).status == "signed"


def test_the_rule_of_the_day_counts(clinic):
    set_rule(clinic, 14)
    tomorrow = AT + dt.timedelta(days=1)
    change_setting(
        by=SYSTEM,
        key="minors.alone_from",
        value=17,
        valid_from=TODAY + dt.timedelta(days=1),
        on=TODAY,
        site_id=clinic.site.pk,
    )
    assert make.sign(clinic, make.draft(clinic, of_age(clinic, 16), at=tomorrow), at=tomorrow).status == "draft"


@pytest.mark.parametrize(
    ("kind", "said", "left_out"),
    [
        ("relative", {"expires_on": TODAY}, "expires_event"),
        ("tpo", {"expires_event": "end of treatment"}, "never_expires"),
        ("criminal_justice", {"revocable_from": TODAY}, "revocable_event"),
    ],
)
def test_what_is_said_takes_the_place_of_what_is_usual(kind, said, left_out, clinic, client):
    assert not getattr(make.draft(clinic, client, kind, **said), left_out)


def test_a_named_recipient_takes_the_place_of_the_usual_class(clinic, client):
    assert make.draft(clinic, client, "tpo", party=make.party()).recipient_class == ""
