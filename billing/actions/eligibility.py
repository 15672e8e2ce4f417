"""Asking a payer about a cover by file (270), reading its answer (271), and taking it over once somebody compared it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.actions.numbers import next_numbers
from billing.actions.verifications import verify
from billing.choices.coverage import RELATION_CODE, SEX_CODE, Subscriber, VerifiedBy
from billing.choices.eligibility import AnswerState, FileKind
from billing.choices.payers import AuthorizationNeed
from billing.models import BillingIdentity, Coverage, EligibilityFile, Verification
from billing.policies.coverage import may_keep_coverage
from billing.x12 import e270, e271
from billing.x12.segments import BadFile
from clients import gate
from clients.choices import Information, Purpose, SentKind
from clients.gate import Recipient
from clients.models import Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.crypto import plainest
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import Sentence, day_words, say, sentence

TOLD = (Information.PRESENCE, Information.CONTACT, Information.BILLING)
MOST_BYTES = 2_000_000
SEQUENCE = "billing_eligibility_number"


@dataclass(frozen=True)
class Asked:
    """A question as it leaves: its row and the file."""

    row: EligibilityFile
    content: bytes


@transaction.atomic
def ask(*, by: Actor, coverage: Coverage, about_on: dt.date, at: dt.datetime) -> Asked:
    """Make the file that asks a payer whether a cover holds on a day; it leaves on the client's consent and is written down.

    Raises ``NotDisclosable`` without a ground, ``Conflict`` while the site has no name and numbers to ask under.
    """
    row = _standing(by, coverage)
    site = _site(row)
    identity = BillingIdentity.objects.filter(site=site).on(_today(site, at)).first() if site else None
    if site is None or identity is None:
        raise Conflict(say("The site has no billing name and numbers yet: the payer would not know who asks."))
    payer = row.plan.payer
    basis = gate.basis_for(
        by=by, client=row.client, to=Recipient.of_party(payer.party), purpose=Purpose.PAYMENT, information=TOLD, at=at
    )
    number = next_numbers(SEQUENCE)[0]
    content = e270.write(_question(row, identity, number, about_on, at.astimezone(ZoneInfo(site.time_zone)))).encode()
    made = EligibilityFile.objects.create(
        coverage=row, kind=FileKind.ASKED, at=at, by_id=by.staff_id or by.id, about_on=about_on, trace=_trace(number),
        digest=_digest(content), state=AnswerState.WAITS,
    )  # fmt: skip
    gate.release(
        by=by, client=row.client, basis=basis, sent_as=SentKind.EXPORT, records=[("billing.coverage", row.pk)], content=content,
        at=at, description=str(say("Question about coverage (270)")),
    )  # fmt: skip
    record(
        by=by, verb="billing.coverage_asked", subject=made, clients=[row.client_id], detail={"on": about_on, "at": at}
    )
    return Asked(made, content)


@transaction.atomic
def receive(*, by: Actor, coverage: Coverage, upload: Any, at: dt.datetime) -> EligibilityFile:
    """Read an answer to compare with the chart; nothing of it counts until somebody takes it over.

    Raises ``BadFile`` for what is no whole answer, ``Conflict`` for one that came before, ``Invalid`` for one about somebody
    else or in which the payer does not answer.
    """
    row = _standing(by, coverage)
    content = upload.read(MOST_BYTES + 1)
    require_valid(
        say("The file is too large for an answer about one person.") if len(content) > MOST_BYTES else None, "file"
    )
    digest = _digest(content)
    known = EligibilityFile.objects.filter(kind=FileKind.ANSWERED, digest=digest).first()
    if known:
        words = say("This file was read before, on {day}. It is not read twice.")
        raise Conflict(sentence(words, day=day_words(_today(_site(row), known.at))), field="file", code="read_before")
    asked = _asked_before(row)
    answer = _ours(e271.answers(io.BytesIO(content)), row, {each.trace for each in asked})
    require_valid(answer.why_rejected, "file")
    facts = e271.facts(answer)
    if facts.is_active is None:
        raise BadFile(say("The answer does not say whether the cover is active."), "no_status")
    question = next((each for each in asked if each.trace == answer.trace), None)
    made = EligibilityFile.objects.create(
        coverage=row, kind=FileKind.ANSWERED, at=at, by_id=by.staff_id or by.id, trace=answer.trace[:30], digest=digest,
        about_on=question.about_on if question else _today(_site(row), at), facts=_plain(facts),
    )  # fmt: skip
    record(by=by, verb="billing.answer_read", subject=made, clients=[row.client_id], detail={"at": at})
    return made


@transaction.atomic
def accept(*, by: Actor, answer: EligibilityFile, at: dt.datetime, covers_iop: bool | None = None) -> Verification:
    """Take an answer over as a check of the cover: somebody has compared it. Raises ``Conflict`` for one already decided."""
    row = _waiting(by, answer)
    check = verify(
        by=by, coverage=row.coverage, at=at, source=VerifiedBy.FILE, about_on=row.about_on, covers_iop=covers_iop,
        call_reference=row.trace, **as_check(row.facts),
    )  # fmt: skip
    _decide(by, row, AnswerState.ACCEPTED, at, check)
    return check


@transaction.atomic
def set_aside(*, by: Actor, answer: EligibilityFile, at: dt.datetime) -> EligibilityFile:
    """Leave an answer without taking it over; it stays to be seen."""
    row = _waiting(by, answer)
    _decide(by, row, AnswerState.SET_ASIDE, at, None)
    return row


def as_check(facts: dict[str, Any]) -> dict[str, Any]:
    """Give an answer's facts as fields of a check: what is left becomes what is used or met."""
    days, left = facts.get("benefit_days"), facts.get("benefit_days_left")
    share = facts.get("coinsurance_percent")
    need = {"Y": AuthorizationNeed.NEEDED, "N": AuthorizationNeed.NOT_NEEDED}
    return {
        "is_active": bool(facts.get("is_active")), "benefit_days": left if days is None else days,
        "benefit_days_used": max(0, days - left) if days is not None and left is not None else None,
        "copay_cents": facts.get("copay_cents"), "coinsurance_percent": None if share is None else Decimal(share),
        "deductible_cents": facts.get("deductible_cents"),
        "deductible_met_cents": _met(facts, "deductible"), "out_of_pocket_cents": facts.get("out_of_pocket_cents"),
        "out_of_pocket_met_cents": _met(facts, "out_of_pocket"), "is_in_network": facts.get("is_in_network"),
        "authorization": need.get(facts.get("authorization") or "", AuthorizationNeed.UNKNOWN),
        "carve_out": (facts.get("carve_out") or "")[:200],
    }  # fmt: skip


def _met(facts: dict[str, Any], name: str) -> int | None:
    whole, left = facts.get(f"{name}_cents"), facts.get(f"{name}_left_cents")
    return max(0, whole - left) if whole is not None and left is not None else None


def _ours(found: list[e271.Answer], row: Coverage, traces: set[str]) -> e271.Answer:
    """Find who the file answers about among what we asked, else by member number and name; anybody else's is not read."""
    for answer in found:
        if (answer.trace and answer.trace in traces) or _is_them(answer, row):
            if answer.last_name and not _same_name(answer, row):
                break
            return answer
    if len(found) == 1 and found[0].rejects and not found[0].member_number:
        return found[0]
    raise Invalid(_somebody_else(), field="file", code="somebody_else")


def _somebody_else() -> Sentence:
    return say(
        "This answer is about somebody else: neither our mark nor name and member number fit. Nothing was read from it."
    )


def _is_them(answer: e271.Answer, row: Coverage) -> bool:
    return (
        bool(answer.member_number)
        and plainest(answer.member_number) == plainest(row.member_number)
        and _born_fits(answer, row)
    )


def _born_fits(answer: e271.Answer, row: Coverage) -> bool:
    return answer.born is None or answer.born in (row.client.date_of_birth, row.subscriber_born)


def _same_name(answer: e271.Answer, row: Coverage) -> bool:
    names = {plainest(e270.words(name)) for name in (row.client.legal_last_name, row.subscriber_last_name) if name}
    return plainest(e270.words(answer.last_name)) in names


def _question(
    row: Coverage, identity: BillingIdentity, number: int, about_on: dt.date, at: dt.datetime
) -> e270.Question:
    payer, person = row.plan.payer, row.client
    own = row.subscriber == Subscriber.SELF
    return e270.Question(
        number=number, trace=_trace(number), at=at, sender_code=identity.submitter_code, payer_name=payer.name,
        receiver_code=payer.receiver_code or payer.payer_code, payer_code=payer.payer_code, provider_name=identity.legal_name,
        provider_npi=identity.npi, company=f"1{identity.ein}", member_number=row.member_number,
        first_name=person.legal_first_name, last_name=person.legal_last_name, born=person.date_of_birth,
        sex=SEX_CODE.get(person.sex, ""), about_on=about_on, group_number=row.group_number,
        holder_first="" if own else row.subscriber_first_name, holder_last="" if own else row.subscriber_last_name,
        holder_born=None if own else row.subscriber_born, relation=RELATION_CODE[row.subscriber],
    )  # fmt: skip


def _asked_before(row: Coverage) -> list[EligibilityFile]:
    return list(EligibilityFile.objects.filter(coverage=row, kind=FileKind.ASKED))


def _site(row: Coverage) -> Site | None:
    """Give where the client's newest stay is: its clock says which day it is."""
    stay = Episode.objects.filter(client=row.client_id).select_related("site").order_by("-opened_on", "-pk").first()
    return stay.site if stay else None


def _today(site: Site | None, at: dt.datetime) -> dt.date:
    return clock.local_date(at, site.time_zone if site else "UTC")


def _standing(by: Actor, coverage: Coverage) -> Coverage:
    rows = Coverage.objects.select_for_update(of=("self",)).select_related("client", "plan__payer__party")
    row = rows.get(pk=coverage.pk)
    require(may_keep_coverage(by, row.client))
    if row.error_at:
        raise Conflict(say("This cover was entered in error: there is nothing to ask."))
    return row


def _waiting(by: Actor, answer: EligibilityFile) -> EligibilityFile:
    rows = EligibilityFile.objects.select_for_update(of=("self",)).select_related("coverage__client")
    row = rows.get(pk=answer.pk)
    require(may_keep_coverage(by, row.coverage.client))
    if row.kind != FileKind.ANSWERED or row.state != AnswerState.WAITS:
        raise Conflict(say("Somebody has decided about this answer already."), code="decided")
    return row


def _decide(by: Actor, row: EligibilityFile, state: str, at: dt.datetime, check: Verification | None) -> None:
    row.state, row.decided_at, row.decided_by, row.verification = state, at, by.staff_id or by.id, check
    row.save(update_fields=["state", "decided_at", "decided_by", "verification"])
    record(
        by=by,
        verb="billing.answer_decided",
        subject=row,
        clients=[row.coverage.client_id],
        detail={"state": str(state), "at": at},
    )


def _plain(facts: e271.Facts) -> dict[str, Any]:
    found = dataclasses.asdict(facts)
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in found.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _trace(number: int) -> str:
    return f"E{number:09d}"
