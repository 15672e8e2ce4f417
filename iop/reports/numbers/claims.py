"""Claims: how they fare the first time, and why they are denied."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.adjustment_codes import codes
from billing.choices.claims import ClaimStatus, Frequency
from billing.choices.coverage import Priority
from billing.choices.remittances import UNDER_WAY, Cause, DenialStatus
from billing.models import Claim, ClaimChange, Denial
from iop.core.words import Sentence, say, sentence
from iop.reports.numbers.ground import (
    PEOPLE,
    Cells,
    around,
    choice,
    derived,
    grouped,
    heads,
    labelled,
    local_day,
    merged,
    month,
    pairs,
    summed,
    whole,
)
from iop.reports.numbers.money import BY_PAYER, GROUP, HEADINGS, rows_of
from iop.reports.numbers.people import BY_MONTH, BY_SITE
from iop.reports.registry import report
from iop.reports.rules.rates import percent
from iop.reports.shapes import Ask, Chart, Column, Filter, Result, Unit


def claims_sent(ask: Ask) -> QuerySet[Any]:
    """Give first claims to first payers that were sent in the period, with whether they were rejected and first decided how."""
    rows: QuerySet[Any] = Claim.objects.filter(
        around("sent_at", ask), site__in=ask.sites, frequency=Frequency.ORIGINAL, priority=Priority.PRIMARY
    )
    rows = rows.annotate(day=local_day("sent_at", "site__time_zone")).filter(day__gte=ask.first, day__lte=ask.last)
    if ask.payer:
        rows = rows.filter(payer=ask.payer)
    changes = ClaimChange.objects.filter(claim=OuterRef("pk"), at__lte=ask.at)
    decided = changes.filter(status__in=[ClaimStatus.PAID, ClaimStatus.PARTIAL, ClaimStatus.DENIED])
    return rows.annotate(
        rejected=Exists(changes.filter(status=ClaimStatus.REJECTED)),
        decision=Subquery(decided.order_by("at", "pk").values("status")[:1]),
    )


@report(
    "claims_first_pass",
    group=GROUP,
    title=say("Claims the first time"),
    definition=say(
        "Original claims to first payers sent in the period. Clean: never rejected before the payer looked at them, out of all sent. "
        "First-pass denial: denied whole at the payer's first decision, out of those decided."
    ),
    by=(BY_PAYER, BY_MONTH, BY_SITE),
    filters=(Filter.PAYER,),
    needs_billing=True,
)
def claims_first_pass(ask: Ask) -> Result:
    """Count claims by how they fared at first. Two statements and one for names."""
    by = {"payer": "payer", "month": month("day"), "site": "site"}[ask.by]
    numbers = {
        "sent": Count("pk"), "cents": Sum("cents"), "rejected": Count("pk", filter=Q(rejected=True)),
        "decided": Count("pk", filter=Q(decision__isnull=False)),
        "denied": Count("pk", filter=Q(decision=ClaimStatus.DENIED)),
    }  # fmt: skip
    people, everybody = heads(pairs(claims_sent(ask), by, "client"))
    groups = merged(grouped(claims_sent(ask), by, **numbers), people)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys((*numbers, "people"), 0), **cells}
        clean = cells["sent"] - cells["rejected"]
        return {
            **{key: whole(value) for key, value in cells.items()}, "clean": clean, "clean_rate": percent(clean, cells["sent"]),
            "denial_rate": percent(cells["denied"], cells["decided"]),
        }  # fmt: skip

    columns = (
        PEOPLE,
        Column("sent", say("Sent")),
        Column("cents", say("Amount"), Unit.CENTS),
        Column("clean", say("Clean")),
        Column("clean_rate", say("Clean claim rate"), Unit.PERCENT),
        Column("decided", say("Decided")),
        Column("denied", say("Denied at first")),
        Column("denial_rate", say("First-pass denials"), Unit.PERCENT),
    )
    return Result(
        HEADINGS[ask.by], columns, rows_of(ask, derived(groups, derive), derive({})),
        summed(groups, derive, people=everybody), Chart("bar", ("clean_rate", "denial_rate")),
    )  # fmt: skip


@report(
    "denials_by_reason",
    group=GROUP,
    title=say("Denials by reason"),
    definition=say(
        "Denials of the period by the payer's adjustment code (CARC) with the most money; the share is of the money denied. Won: of those "
        "that are settled."
    ),
    by=(("carc", say("Reason (CARC)")), ("cause", say("Cause")), BY_PAYER, BY_MONTH, BY_SITE),
    filters=(Filter.PAYER,),
    needs_billing=True,
)
def denials_by_reason(ask: Ask) -> Result:
    """Count denials and their money. Two statements and one for names."""
    rows = Denial.objects.filter(claim__site__in=ask.sites, denied_on__gte=ask.first, denied_on__lte=ask.last)
    if ask.payer:
        rows = rows.filter(claim__payer=ask.payer)
    by = {
        "carc": Coalesce("reasons__0", Value(""), output_field=CharField()), "cause": "cause", "payer": "claim__payer",
        "month": month("denied_on"), "site": "claim__site",
    }[ask.by]  # fmt: skip
    won, settled = Q(status=DenialStatus.WON), ~Q(status__in=UNDER_WAY)
    numbers = {
        "denials": Count("pk"), "cents": Sum("cents"), "under_way": Count("pk", filter=~settled),
        "settled": Count("pk", filter=settled), "won": Count("pk", filter=won),
    }  # fmt: skip
    people, everybody = heads(pairs(rows, by, "claim__client"))
    groups = merged(grouped(rows, by, **numbers), people)
    money = sum(whole(cells["cents"]) for cells in groups.values())

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys((*numbers, "people"), 0), **cells}
        rates = {"share": percent(whole(cells["cents"]), money), "won_rate": percent(cells["won"], cells["settled"])}
        return {**{key: whole(value) for key, value in cells.items()}, **rates}

    columns = (
        PEOPLE,
        Column("denials", say("Denials")),
        Column("cents", say("Amount"), Unit.CENTS),
        Column("share", say("Share of the money"), Unit.PERCENT),
        Column("under_way", say("Under way")),
        Column("won", say("Won")),
        Column("won_rate", say("Won, of those settled"), Unit.PERCENT),
    )
    done = derived(groups, derive)
    if ask.by == "carc":
        made = sorted(labelled(done, _reason), key=lambda row: -int(row.cells["cents"] or 0))  # type: ignore[arg-type]
    elif ask.by == "cause":
        made = labelled(done, choice(Cause))
    else:
        made = rows_of(ask, done, derive({}))
    heading = {"carc": say("Reason (CARC)"), "cause": say("Cause")}.get(ask.by) or HEADINGS[ask.by]
    return Result(heading, columns, made, summed(groups, derive, people=everybody), Chart("bar", ("cents",)))


def _reason(code: str) -> Sentence:
    """A code with what it means, in the house's own words: "CO-197 · …"."""
    if not code:
        return say("No reason given")
    return sentence("{code} · {says}", code=code, says=codes().reason(code.partition("-")[2]).words)
