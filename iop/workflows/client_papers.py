"""Papers about money that a client takes along: statement, receipt, estimate. In neutral words, through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from billing.choices.rules import Service
from billing.models import ClientPayment, ClientStatement, Estimate
from billing.policies.client_money import may_take_paper
from billing.rules.estimates import DISPUTE_DAYS
from clients.choices import Ground, Information, Purpose, SentKind
from clients.gate import Recipient, basis_for, release
from clients.rules import phone_for_people
from iop.access.actors import Actor
from iop.clinic.models import Organization, Site
from iop.core.errors import require
from iop.core.money import money
from iop.core.words import Sentence
from iop.documents.pdf import render

LANGUAGES = ("en", "es")
NEUTRAL: Mapping[str, Sentence] = {
    Service.TREATMENT_DAY: gettext_lazy("Day visit"),
    Service.GROUP: gettext_lazy("Visit"),
    Service.INDIVIDUAL: gettext_lazy("Appointment"),
    Service.FAMILY: gettext_lazy("Appointment"),
    Service.ASSESSMENT: gettext_lazy("First appointment"),
    Service.CASE_MANAGEMENT: gettext_lazy("Appointment"),
    Service.MEDICATION: gettext_lazy("Appointment"),
    Service.DRUG_TEST: gettext_lazy("Laboratory service"),
}
"""What was done, in words that tell nobody who finds the paper what kind of place this is (consent_privacy.md §6)."""
WHY: Mapping[str, Sentence] = {
    "PR-1": gettext_lazy("Your plan's deductible: the part you pay before the plan begins to pay."),
    "PR-2": gettext_lazy("Your share of the price (coinsurance)."),
    "PR-3": gettext_lazy("Your copay for the visit."),
}
OTHER_WHY = gettext_lazy("Your plan says that this part is yours.")
ALONE_WHY = gettext_lazy("No plan pays for this visit.")
Paper = ClientStatement | ClientPayment | Estimate


@transaction.atomic
def hand_paper(*, by: Actor, paper: Paper, language: str, at: dt.datetime) -> bytes:
    """Make the PDF, hand it to the client and write down that they got it (42 CFR 2.23). Raises ``NotAllowed``."""
    require(may_take_paper(by, paper))
    language = language if language in LANGUAGES else "en"
    template, kind, make = PAPERS[type(paper)]
    content = render(template, make(paper, language), language=language)
    basis = basis_for(
        by=by, client=paper.client, to=Recipient.client(), purpose=Purpose.REQUEST, information=[Information.BILLING], at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    release(
        by=by, client=paper.client, basis=basis, sent_as=SentKind.COPY, records=[(kind, paper.pk)], content=content, at=at,
        description=template,
    )  # fmt: skip
    return content


def statement_lines(row: ClientStatement) -> list[dict[str, Any]]:
    """Give a statement's lines in words: the day, what it was, each amount, and why something is left to pay."""
    return [
        {
            "on": date_format(dt.date.fromisoformat(line["on"]), "DATE_FORMAT"),
            "what": str(NEUTRAL[line["service"]]),
            "charged": money(line["charged"]),
            "paid_by": line["payer"],
            "payer_paid": money(line["payer_paid"]) if line["payer"] else "",
            "taken_off": money(line["written_off"] + line["sliding"]),
            "own_paid": money(line["own_paid"]),
            "left": money(line["left"]),
            "why": why(line),
        }
        for line in row.lines
    ]


def why(line: Mapping[str, Any]) -> str:
    """Say why the client pays what is left of one line."""
    if not line["payer"]:
        return str(ALONE_WHY)
    reasons = [reason for reason, cents in line["reasons"].items() if cents > 0]
    return " ".join(dict.fromkeys(str(WHY.get(reason, OTHER_WHY)) for reason in reasons)) or str(OTHER_WHY)


def statement_facts(row: ClientStatement) -> list[list[str]]:
    """Give what stands at a statement's top."""
    return [
        [_("Number"), row.number],
        [_("Made on"), date_format(row.made_on, "DATE_FORMAT")],
        [_("To pay"), money(row.due_cents)],
        [_("Please pay by"), date_format(row.due_on, "DATE_FORMAT")],
    ]


def plan_sentence(row: ClientStatement) -> str:
    """Say what a payment plan asks next; empty without one."""
    if not row.plan_words:
        return ""
    day = date_format(dt.date.fromisoformat(row.plan_words["on"]), "DATE_FORMAT")
    words = _(
        "You have a payment plan. The next payment is %(amount)s on %(day)s; you need not pay everything at once."
    )
    return words % {"amount": money(row.plan_words["cents"]), "day": day}


def neutral_head(site: Site) -> dict[str, Any]:
    """Give the letterhead of a paper that others may see: the neutral name, the address, the telephone."""
    name = Organization.objects.values_list("neutral_name", flat=True).first() or ""
    phone = phone_for_people(str(site.phone)) if site.phone else ""
    return {"clinic": name, "clinic_lines": [line for line in (*site.address.splitlines(), phone) if line]}


def help_lines(site: Site) -> list[str]:
    """Say what somebody may do who cannot pay, or does not understand."""
    phone = phone_for_people(str(site.phone)) if site.phone else ""
    return [
        _("Do you have a question, or is something wrong? Call us: %(phone)s.") % {"phone": phone or "—"},
        _("If this is too much at once, ask for a payment plan. There is no interest."),
        _("If money is short, ask for a lower fee: we look at your income and household together."),
    ]


def statement_paper(row: ClientStatement, language: str) -> dict[str, Any]:
    """Give a statement as the paper's template reads it."""
    with override(language):
        return {
            "title": _("Statement"), **neutral_head(row.site),
            "facts": [[_("For"), row.client.name], *statement_facts(row)],
            "columns": [_("Day"), _("What"), _("Price"), _("Plan paid"), _("Taken off"), _("You paid"), _("To pay")],
            "rows": [
                [line["on"], line["what"], line["charged"], line["payer_paid"], line["taken_off"], line["own_paid"], line["left"]]
                for line in statement_lines(row)
            ],
            "why_title": _("Why you pay this"),
            "why": list(dict.fromkeys(f"{line['what']}: {line['why']}" for line in statement_lines(row))),
            "total": [[_("Money of yours not used yet"), money(row.credit_cents)]] if row.credit_cents else [],
            "plan": plan_sentence(row), "help_title": _("If you need help"), "help": help_lines(row.site),
            "reference": row.number,
        }  # fmt: skip


def receipt_paper(row: ClientPayment, language: str) -> dict[str, Any]:
    """Give a receipt as the paper's template reads it."""
    with override(language):
        refunds = sum(row.refunds.values_list("cents", flat=True))
        facts = [
            [_("Number"), row.number],
            [_("For"), row.client.name],
            [_("Received on"), date_format(row.received_on, "DATE_FORMAT")],
            [_("Amount"), money(row.cents)],
            [_("How"), str(row.get_way_display())],
        ]
        if row.reference:
            facts.append([_("Reference"), row.reference])
        if refunds:
            facts.append([_("Given back since"), money(refunds)])
        return {
            "title": _("Receipt"), **neutral_head(row.site), "facts": facts,
            "words": [_("Thank you. Your payment went to the oldest open amounts first.")], "reference": row.number,
        }  # fmt: skip


def estimate_paper(row: Estimate, language: str) -> dict[str, Any]:
    """Give an estimate with all that the rule asks (45 CFR 149.610(c)(1)); it names services, so it goes to the client alone."""
    with override(language):
        return {
            "title": _("Good-faith estimate"), **neutral_head(row.site),
            "facts": [
                [_("For"), row.client.name],
                [_("Born"), date_format(row.client.date_of_birth, "DATE_FORMAT")],
                [_("Given on"), date_format(row.given_on, "DATE_FORMAT")],
                [_("For services from"), date_format(row.starts_on, "DATE_FORMAT")],
                [_("Until"), date_format(row.ends_on, "DATE_FORMAT")],
                [_("Diagnosis codes"), ", ".join(row.diagnoses) or _("None yet")],
                [_("Expected in all"), money(row.total_cents)],
            ],
            "columns": [_("Code"), _("Service"), _("Given by"), _("How many"), _("Each"), _("Together")],
            "rows": [
                [item.code, item.words, " ".join(filter(None, [item.provider, item.provider_number])), str(item.units),
                 money(item.cents), money(item.total)]
                for item in row.items.all()
            ],
            "words_title": _("What this paper means"), "words": disclaimers(), "reference": str(row.pk)[-12:].upper(),
        }  # fmt: skip


def disclaimers() -> Sequence[str]:
    """Give the statements that an estimate must carry (45 CFR 149.610(c)(1)(vi) to (x))."""
    return [
        _("This is an estimate of what we reasonably expect. The real costs may differ."),
        _("You may need other services that are not in this estimate. They are planned and estimated on their own."),
        _(
            "If you are billed $400 or more above this estimate, you have the right to dispute the bill. You can ask us to correct "
            "it, or start a dispute with the U.S. Department of Health and Human Services within %(days)s days of the bill. There "
            "is a small fee."
        ) % {"days": DISPUTE_DAYS},
        _("A dispute does not change how you are treated here. More: www.cms.gov/nosurprises or 1-800-985-3059."),
        _("This is no contract: it does not oblige you to take any of these services from us."),
        _("Keep this paper, or take a picture of it. You may need it if you are billed more."),
    ]  # fmt: skip


PAPERS: Mapping[type, Any] = {
    ClientStatement: ("statement", "billing.clientstatement", statement_paper),
    ClientPayment: ("receipt", "billing.clientpayment", receipt_paper),
    Estimate: ("estimate", "billing.estimate", estimate_paper),
}
