"""Letters leave through the gate, say what the record says, and carry the notice and the consent."""

from __future__ import annotations

import datetime as dt
import hashlib
import io

import pytest
from pypdf import PdfReader

from clients import gate
from clients.models import Disclosure, Letter
from iop.clinic.actors import actor_of
from iop.core.errors import Invalid, NotAllowed, Stale
from iop.workflows import letters
from tests.factories import outward
from tests.pages.chart_clinic import NOON

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2026, 2, 23), dt.date(2026, 3, 2)


@pytest.fixture
def clinic(at):
    at(NOON)
    return outward.make_outward()


def asked(clinic, **other):
    known = {
        "by": clinic.by_counselor, "client": clinic.client, "episode": clinic.episode,
        "template": other.get("template") or outward.letter_for("probation"), "party": clinic.officer, "first": FIRST, "last": LAST, "at": NOON,
    }  # fmt: skip
    return {**known, **other}


def text_of(paper):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def sent(clinic, **other):
    return letters.release_letter(**asked(clinic, **other))


def test_a_letter_counts_the_sessions_that_are_over(clinic):
    week = letters.draft(**asked(clinic)).weeks[0]
    assert (week.scheduled, week.attended, week.missed, week.minutes) == (1, 1, 0, 180)


def test_a_day_outside_the_letter_is_not_counted(clinic):
    assert letters.draft(**asked(clinic, last=dt.date(2026, 3, 1))).weeks == []


def test_the_words_name_the_client_and_the_hours(clinic):
    words = " ".join(letters.draft(**asked(clinic)).paragraphs)
    assert clinic.client.legal_last_name in words
    assert "3 h in all" in words


def test_the_paper_carries_the_long_notice_word_for_word(clinic):
    letter = sent(clinic)
    assert " ".join(gate.notices.LONG.split()) in text_of(letter.paper.file.read())


def test_the_paper_carries_the_consent_as_it_was_signed(clinic):
    assert clinic.consent.text_shown in text_of(sent(clinic).paper.file.read())


def test_the_disclosure_keeps_the_hash_of_the_paper(clinic):
    letter = sent(clinic)
    assert letter.disclosure.digest == hashlib.sha256(letter.paper.file.read()).hexdigest()


def test_the_disclosure_says_to_whom_on_which_consent_and_with_which_notice(clinic):
    row = sent(clinic).disclosure
    assert (row.recipient_name, row.consent_id, row.notice, row.with_consent_copy) == (
        "Officer Dana Reyes", clinic.consent.pk, "long", True,
    )  # fmt: skip


def test_a_letter_in_spanish_is_in_spanish_and_its_notice_in_the_words_of_the_law(clinic):
    said = text_of(sent(clinic, template=outward.letter_for("probation", "es")).paper.file.read())
    assert "Carta de asistencia" in said
    assert "42 CFR part 2" in said


def test_a_tpo_consent_opens_no_letter_to_an_employer(clinic):
    outward.tpo(clinic)
    with pytest.raises(gate.NotDisclosable):
        sent(clinic, template=outward.letter_for("employer"), party=clinic.employer)
    assert not Disclosure.objects.exists()


def test_a_consent_that_names_the_employer_does(clinic):
    outward.employment(clinic)
    assert sent(clinic, template=outward.letter_for("employer"), party=clinic.employer).pk


def test_a_letter_to_an_employer_does_not_say_where_it_comes_from_more_than_it_must(clinic):
    outward.employment(clinic)
    words = " ".join(
        letters.draft(**asked(clinic, template=outward.letter_for("employer"), party=clinic.employer)).paragraphs
    )
    assert "program" not in words


def test_a_letter_for_probation_does_not_go_to_an_employer(clinic):
    with pytest.raises(NotAllowed, match="not for a recipient of this kind"):
        letters.draft(**asked(clinic, party=clinic.employer))


def test_a_stopped_consent_closes_the_letter(clinic):
    type(clinic.consent).objects.filter(pk=clinic.consent.pk).update(stopped_at=NOON)
    with pytest.raises(gate.NotDisclosable, match="taken this consent back"):
        sent(clinic)
    assert not Letter.objects.exists()


def test_days_ahead_are_refused(clinic):
    with pytest.raises(Invalid, match="cannot lie ahead"):
        letters.draft(**asked(clinic, last=dt.date(2026, 3, 3)))


def test_the_other_way_round_is_refused(clinic):
    with pytest.raises(Invalid, match="before the first"):
        letters.draft(**asked(clinic, first=LAST, last=FIRST))


def test_words_that_were_replaced_do_not_leave(clinic):
    old = outward.letter_for("probation")
    type(old).objects.filter(pk=old.pk).update(superseded_at=NOON)
    with pytest.raises(Stale, match="newer words"):
        sent(clinic, template=old)


def test_somebody_without_the_right_sends_none(clinic):
    biller = actor_of(outward.ground.make_staff("biller", site=clinic.site).pk, NOON)
    with pytest.raises(NotAllowed):
        sent(clinic, by=biller)


def test_the_same_letter_gives_the_same_paper(clinic):
    first = letters.paper_of(letters.draft(**asked(clinic)))
    assert letters.paper_of(letters.draft(**asked(clinic))) == first
