"""A letter to a payer about a denial: written by whoever works on it, let leave through the gate, kept as it left."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from billing.actions.denials.working import change, held
from billing.choices.remittances import DENIAL_MOVES, DenialStatus, LetterKind
from billing.models import Denial, DenialLetter
from billing.policies.remittances import may_work
from billing.rules.denial_letters import beginning
from clients import gate
from clients.choices import Information, Purpose, SentKind
from clients.rules import plain_text, why_too_long
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Invalid, NotAllowed, require, require_valid
from iop.core.ids import uuid7
from iop.core.words import say
from iop.documents.actions.papers import keep_paper
from iop.documents.pdf import render
from iop.workflows.letterheads import letterhead

TOLD = (Information.CONTACT, Information.ATTENDANCE, Information.BILLING)
AT_MOST = 6000
ENGLISH = "en"


def words_for(denial: Denial, kind: str) -> str:
    """Give the words a letter begins with; they are changed before it leaves."""
    claim = denial.claim
    sent = clock.local_date(claim.sent_at, claim.site.time_zone) if claim.sent_at else None
    return beginning(
        kind, claim=claim.control_number, number=claim.payer_number, cents=denial.cents, first=claim.starts_on,
        last=claim.ends_on, decided=denial.denied_on, sent=sent, reasons=", ".join(denial.reasons) or "taken back",
    )  # fmt: skip


@transaction.atomic
def send(
    *, by: Actor, denial: Denial, kind: str, words: str, version: int | None = None, at: dt.datetime
) -> tuple[DenialLetter, bytes]:
    """Make the letter, let it leave through the gate, keep it, and note the appeal. Gives the paper to be sent.

    Raises ``NotDisclosable`` with what would mend it when no consent for payment covers it: then nothing leaves.
    """
    row = held(denial.pk, version)
    require(may_work(by, row.claim.site_id))
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can send a letter."))
    if kind not in LetterKind.values:
        raise Invalid(say("Choose from the list."), field="kind")
    said = plain_text(words)
    if not said:
        raise Invalid(say("Write what the payer is to read."), field="words")
    require_valid(why_too_long(said, AT_MOST), "words")
    basis = _ground(by, row, at)
    content = render("letter", _paper(by, row, basis, kind, said, at), language=ENGLISH)
    letter_id = uuid7()
    disclosure = gate.release(
        by=by, client=row.claim.client, basis=basis, sent_as=SentKind.LETTER,
        records=[("billing.denialletter", letter_id), ("billing.claim", row.claim_id)], content=content, at=at,
        description=str(LetterKind(kind).label),
    )  # fmt: skip
    letter = DenialLetter.objects.create(
        id=letter_id, denial=row, kind=kind, words=said, paper=keep_paper(by=by, content=content, name="denial-letter"),
        disclosure=disclosure, at=at, by_staff_id=by.staff_id,
    )  # fmt: skip
    if DenialStatus.APPEALED in DENIAL_MOVES[row.status]:
        change(by=by, denial=row, status=DenialStatus.APPEALED, words=str(LetterKind(kind).label), at=at)
    return letter, content


@transaction.atomic
def look_again(*, by: Actor, letter: DenialLetter, basis: Basis, at: dt.datetime) -> bytes:
    """Give a letter as it left, for the clinic's own use; looking is an event on record."""
    claim = letter.denial.claim
    record(
        by=by, verb="billing.denial_letter_read", subject=letter, clients=[claim.client_id], site_id=claim.site_id,
        detail=basis.as_data(),
    )  # fmt: skip
    with letter.paper.file.open("rb") as opened:
        return bytes(opened.read())


def _ground(by: Actor, row: Denial, at: dt.datetime) -> Basis:
    return gate.basis_for(
        by=by, client=row.claim.client, to=gate.Recipient.of_party(row.claim.payer.party), purpose=Purpose.PAYMENT,
        information=TOLD, at=at,
    )  # fmt: skip


def _paper(by: Actor, row: Denial, basis: Basis, kind: str, words: str, at: dt.datetime) -> dict[str, Any]:
    claim, party = row.claim, row.claim.payer.party
    site = claim.site
    with override(ENGLISH):
        return {
            "title": str(LetterKind(kind).label),
            **letterhead(site),
            "dated": date_format(clock.local_date(at, site.time_zone), "DATE_FORMAT"),
            "to": [line for line in (party.name, party.organization, *party.address.splitlines()) if line],
            "our_reference": [
                [_("Our claim"), claim.control_number],
                [_("Your claim"), claim.payer_number or "—"],
                [_("Client"), claim.client.name],
                [_("Born"), date_format(claim.client.date_of_birth, "DATE_FORMAT")],
            ],
            "paragraphs": words.split("\n\n"),
            "columns": [],
            "rows": [],
            "signed_by": by.display_name,
            "credential": by.credential,
            "notice_title": _("Notice to the recipient"),
            "notice": gate.notice_text(basis, ENGLISH),
            "consent_title": _("Copy of the consent on which this letter rests"),
            "consent": gate.consent_copy(basis, ENGLISH),
            "footer": gate.notices.SHORT if basis.consent_id else "",
        }
