"""Money: what is owed and how old it is, what is not billed yet, claims the first time, denials, what was collected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from billing.adjustment_codes import codes
from billing.choices.claims import ClaimStatus, Frequency
from billing.choices.coverage import Priority
from billing.choices.ledger import Account, EntryKind
from billing.choices.remittances import UNDER_WAY, Cause, DenialStatus
from billing.choices.rules import DayState, HoldCode
from billing.models import Charge, Claim, ClaimChange, ClaimLine, ClientDay, Denial, Posting
from iop.core.words import Sentence, say, sentence
from iop.reports.numbers.ground import (
    Cells,
    DaysBetween,
    around,
    choice,
    derived,
    grouped,
    labelled,
    local_day,
    merged,
    month,
    month_words,
    named,
    summed,
    today,
    whole,
)
from iop.reports.numbers.names import payer_names, site_names
from iop.reports.numbers.people import BY_MONTH, BY_SITE, every_month
from iop.reports.registry import report
from iop.reports.rules.rates import days_in_receivables, net_collection, percent
from iop.reports.shapes import Ask, Chart, Column, Filter, Period, Result, Row, Unit

GROUP = "money"
BY_PAYER = ("payer", say("Payer"))
HEADINGS: dict[str, Any] = dict((BY_MONTH, BY_SITE, BY_PAYER))
OWED = (Account.PAYERS_OWE, Account.CLIENTS_OWE)
AGES = (("to_30", 0, 30), ("to_60", 31, 60), ("to_90", 61, 90))
CHARGED_OVER_DAYS = 90
CLIENTS = "clients"


def _postings(ask: Ask, until: dt.date) -> QuerySet[Posting]:
    rows = Posting.objects.filter(entry__site__in=ask.sites, entry__posted_on__lte=until)
    return rows.filter(Q(payer=ask.payer) | Q(payer__isnull=True, charge__payer=ask.payer)) if ask.payer else rows


@report(
    "receivables",
    group=GROUP,
    title=say("Money owed and days in receivables"),
    definition=say(
        "What payers and clients owed at the end of the day by the ledger, by the age of the service. Days in receivables: the balance over "
        "the gross charges of the last 90 days, a day."
    ),
    period=Period.DAY,
    by=(BY_PAYER, BY_SITE),
    filters=(Filter.PAYER,),
    needs_billing=True,
)
def receivables(ask: Ask) -> Result:
    """Age the balances of the ledger. Two statements and one for names."""
    age = DaysBetween(
        Value(ask.last, output_field=DateField()), Coalesce("charge__on", "entry__posted_on", output_field=DateField())
    )
    owed = _postings(ask, ask.last).filter(account__in=OWED).annotate(age=age)
    buckets: dict[str, Any] = {key: Sum("cents", filter=Q(age__lte=high, age__gte=low)) for key, low, high in AGES[1:]}
    buckets["to_30"] = Sum("cents", filter=Q(age__lte=30))
    buckets["over_90"] = Sum("cents", filter=Q(age__gt=90))
    by = _payer_or_clients() if ask.by == "payer" else "entry__site"
    balances = grouped(owed, by, balance=Sum("cents"), **buckets)
    since = ask.last - dt.timedelta(days=CHARGED_OVER_DAYS - 1)
    revenue = _postings(ask, ask.last).filter(
        account=Account.REVENUE, entry__posted_on__gte=since, entry__kind__in=[EntryKind.CHARGE, EntryKind.CHARGE_REVERSED]
    )  # fmt: skip
    of = Coalesce(_text("charge__payer"), Value(CLIENTS)) if ask.by == "payer" else F("entry__site")
    charges = grouped(revenue, of, charges=-Sum("cents"))
    keys = ("balance", "to_30", "to_60", "to_90", "over_90", "charges")
    groups = {key: cells for key, cells in merged(balances, charges, blank=keys).items() if any(cells.values())}

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(keys, 0), **cells}
        rates = {
            "over_90_rate": percent(cells["over_90"], cells["balance"]),
            "days": days_in_receivables(cells["balance"], cells["charges"], CHARGED_OVER_DAYS),
        }
        return {**{key: whole(value) for key, value in cells.items()}, **rates}

    columns = (
        Column("balance", say("Owed"), Unit.CENTS),
        Column("to_30", say("To 30 days"), Unit.CENTS),
        Column("to_60", say("31 to 60"), Unit.CENTS),
        Column("to_90", say("61 to 90"), Unit.CENTS),
        Column("over_90", say("Over 90"), Unit.CENTS),
        Column("over_90_rate", say("Over 90, share"), Unit.PERCENT),
        Column("charges", say("Charges of 90 days"), Unit.CENTS),
        Column("days", say("Days in receivables"), Unit.DAYS),
    )
    done = derived(groups, derive)
    # A client's balance comes from charges to payers too: it has no charges of its own to be measured by.
    if ask.by == "payer" and CLIENTS in done:
        done[CLIENTS]["days"] = None
    rows = labelled(done, _payer_label() if ask.by == "payer" else named(site_names()))
    return Result(
        HEADINGS[ask.by], columns, rows, summed(groups, derive), Chart("stack", ("to_30", "to_60", "to_90", "over_90"))
    )


def _text(path: str) -> Any:
    return Func(F(path), function="", template="(%(expressions)s)::text", output_field=CharField())


def _payer_or_clients() -> Case:
    return Case(
        When(account=Account.CLIENTS_OWE, then=Value(CLIENTS)), default=_text("payer"), output_field=CharField()
    )  # fmt: skip


def _payer_label() -> Any:
    names: dict[str, Sentence] = {str(key): name for key, name in payer_names().items()}
    return named({**names, CLIENTS: say("Clients themselves")})


STATES: dict[str, Sentence] = {
    "ready": say("Ready to charge"),
    "held": say("Held"),
    "review": say("To look at"),
    "not_sent": say("Charged, on no claim that was sent"),
}


@report(
    "unbilled",
    group=GROUP,
    title=say("Days not billed yet"),
    definition=say(
        "Client days up to now that may be billed or wait for something, and charges to payers that are on no sent claim: how many, what "
        "they would bring, how old the oldest is."
    ),
    period=Period.NOW,
    by=(("state", say("What they wait for")), ("hold", say("Why they are held")), BY_PAYER, BY_SITE),
    filters=(Filter.PAYER,),
    needs_billing=True,
)
def unbilled(ask: Ask) -> Result:
    """Count what is delivered and not billed. Two statements and one for names."""
    on = today(ask)
    days = ClientDay.objects.filter(site__in=ask.sites, on__lte=on).filter(
        Q(state__in=[DayState.HELD, DayState.REVIEW]) | Q(state=DayState.BILLABLE, charged_at__isnull=True)
    )
    if ask.payer:
        days = days.filter(payer=ask.payer)
    numbers = {"days": Count("pk"), "cents": Sum("expected_cents"), "first": Min("on")}
    if ask.by == "hold":
        parts = [grouped(days.filter(state=DayState.HELD), Func(F("holds"), function="UNNEST"), **numbers)]
    else:
        by = {"state": _state(), "payer": "payer", "site": "site"}[ask.by]
        charged = grouped(
            _not_sent(ask), Value("not_sent") if ask.by == "state" else by,
            days=Count("day", distinct=True), cents=Sum("cents"), first=Min("on"),
        )  # fmt: skip
        parts = [grouped(days, by, **numbers), charged]
    groups: dict[Any, Cells] = {}
    for part in parts:
        for key, cells in part.items():
            _together(groups.setdefault(key, {"days": 0, "cents": 0, "first": None}), cells)

    def derive(cells: Cells) -> Cells:
        oldest = (on - cells["first"]).days if cells["first"] else None
        return {"days": cells["days"], "cents": cells["cents"], "oldest": oldest}

    columns = (
        Column("days", say("Client days")),
        Column("cents", say("Expected"), Unit.CENTS),
        Column("oldest", say("Oldest, days"), Unit.DAYS),
    )
    rows = labelled(
        derived(groups, derive), _unbilled_label(ask.by), order=list(STATES) if ask.by == "state" else None,
        place=(lambda key: f"unbilled_{key}") if ask.by == "state" else None,
    )  # fmt: skip
    total: Cells = {"days": 0, "cents": 0, "first": None}
    for cells in groups.values():
        _together(total, cells)
    notes: tuple[Sentence, ...] = ()
    if ask.by == "hold":
        notes = (say("A day that is held for two reasons stands in both rows, so there is no total."),)
    heading = {"state": say("What they wait for"), "hold": say("Why they are held")}.get(ask.by) or HEADINGS[ask.by]
    totals = None if ask.by == "hold" else derive(total)
    return Result(heading, columns, rows, totals, Chart("bar", ("cents",)), notes)


def _together(cells: Cells, more: Cells) -> None:
    cells["days"] += more["days"]
    cells["cents"] += more["cents"] or 0
    firsts = [each for each in (cells["first"], more["first"]) if each]
    cells["first"] = min(firsts, default=None)


def _state() -> Case:
    return Case(
        When(state=DayState.HELD, then=Value("held")), When(state=DayState.REVIEW, then=Value("review")),
        default=Value("ready"), output_field=CharField(),
    )  # fmt: skip


def _not_sent(ask: Ask) -> QuerySet[Charge]:
    sent = ClaimLine.objects.filter(charge=OuterRef("pk"), is_live=True, claim__sent_at__isnull=False)
    rows = Charge.objects.standing().filter(site__in=ask.sites, payer__isnull=False).filter(~Exists(sent))
    return rows.filter(payer=ask.payer) if ask.payer else rows


def _unbilled_label(by: str) -> Any:
    if by == "state":
        return named(STATES)
    if by == "hold":
        return choice(HoldCode)
    return named(payer_names(), say("Client pays")) if by == "payer" else named(site_names())


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
    """Count claims by how they fared at first. One statement and one for names."""
    by = {"payer": "payer", "month": month("day"), "site": "site"}[ask.by]
    numbers = {
        "sent": Count("pk"), "cents": Sum("cents"), "rejected": Count("pk", filter=Q(rejected=True)),
        "decided": Count("pk", filter=Q(decision__isnull=False)),
        "denied": Count("pk", filter=Q(decision=ClaimStatus.DENIED)),
    }  # fmt: skip
    groups = grouped(claims_sent(ask), by, **numbers)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(numbers, 0), **cells}
        clean = cells["sent"] - cells["rejected"]
        return {
            **{key: whole(value) for key, value in cells.items()}, "clean": clean, "clean_rate": percent(clean, cells["sent"]),
            "denial_rate": percent(cells["denied"], cells["decided"]),
        }  # fmt: skip

    columns = (
        Column("sent", say("Sent")),
        Column("cents", say("Amount"), Unit.CENTS),
        Column("clean", say("Clean")),
        Column("clean_rate", say("Clean claim rate"), Unit.PERCENT),
        Column("decided", say("Decided")),
        Column("denied", say("Denied at first")),
        Column("denial_rate", say("First-pass denials"), Unit.PERCENT),
    )
    return Result(
        HEADINGS[ask.by], columns, _rows(ask, derived(groups, derive), derive({})), summed(groups, derive),
        Chart("bar", ("clean_rate", "denial_rate")),
    )  # fmt: skip


def _rows(ask: Ask, groups: dict[Any, Cells], blank: Cells) -> list[Row]:
    if ask.by == "month":
        return labelled({key: groups.get(key, blank) for key in every_month(ask)}, month_words)
    return labelled(groups, named(payer_names() if ask.by == "payer" else site_names()))


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
    """Count denials and their money. One statement and one for names."""
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
    groups = grouped(rows, by, **numbers)
    money = sum(whole(cells["cents"]) for cells in groups.values())

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(numbers, 0), **cells}
        rates = {"share": percent(whole(cells["cents"]), money), "won_rate": percent(cells["won"], cells["settled"])}
        return {**{key: whole(value) for key, value in cells.items()}, **rates}

    columns = (
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
        made = _rows(ask, done, derive({}))
    heading = {"carc": say("Reason (CARC)"), "cause": say("Cause")}.get(ask.by) or HEADINGS[ask.by]
    return Result(heading, columns, made, summed(groups, derive), Chart("bar", ("cents",)))


def _reason(code: str) -> Sentence:
    """A code with what it means, in the house's own words: "CO-197 · …"."""
    if not code:
        return say("No reason given")
    return sentence("{code} · {says}", code=code, says=codes().reason(code.partition("-")[2]).words)


@report(
    "collections",
    group=GROUP,
    title=say("Charged and collected"),
    definition=say(
        "By the day of posting: gross charges less those taken back, contract write-offs, and money received less refunds. Net collection: "
        "money received over charges less contract write-offs of the same period."
    ),
    by=(BY_MONTH, BY_SITE),
    needs_billing=True,
)
def collections(ask: Ask) -> Result:
    """Compare money with charges by the ledger. One statement and one for names."""
    rows = Posting.objects.filter(
        entry__site__in=ask.sites, entry__posted_on__gte=ask.first, entry__posted_on__lte=ask.last
    )
    by = month("entry__posted_on") if ask.by == "month" else "entry__site"
    accounts = {
        "revenue": Account.REVENUE,
        "contractual": Account.CONTRACTUAL,
        "received": Account.CASH,
        "lost": Account.BAD_DEBT,
    }
    sums = {
        key: Coalesce(Sum("cents", filter=Q(account=account)), 0, output_field=BigIntegerField())
        for key, account in accounts.items()
    }
    groups = grouped(rows, by, **sums)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(accounts, 0), **cells}
        charges, contractual, received = -whole(cells["revenue"]), whole(cells["contractual"]), whole(cells["received"])
        return {
            "charges": charges, "contractual": contractual, "received": received, "lost": whole(cells["lost"]),
            "rate": net_collection(received, charges, contractual),
        }  # fmt: skip

    columns = (
        Column("charges", say("Charges"), Unit.CENTS),
        Column("contractual", say("Contract write-offs"), Unit.CENTS),
        Column("received", say("Received"), Unit.CENTS),
        Column("lost", say("Not collected"), Unit.CENTS),
        Column("rate", say("Net collection"), Unit.PERCENT),
    )
    return Result(
        HEADINGS[ask.by], columns, _rows(ask, derived(groups, derive), derive({})), summed(groups, derive),
        Chart("bar", ("charges", "received")),
    )  # fmt: skip
