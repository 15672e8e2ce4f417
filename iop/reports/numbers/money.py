"""Money: what is owed and how old it is, what is not billed yet, what was collected."""

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
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from billing.choices.ledger import Account, EntryKind
from billing.choices.rules import DayState, HoldCode
from billing.models import Charge, ClaimLine, ClientDay, Posting
from iop.core.words import Sentence, say
from iop.reports.numbers.ground import (
    PEOPLE,
    Cells,
    DaysBetween,
    choice,
    derived,
    grouped,
    heads,
    labelled,
    merged,
    month,
    month_words,
    named,
    pairs,
    person,
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
    """Age the balances of the ledger. Three statements and one for names."""
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
    people, everybody = heads(_owing(owed, by))
    keys = ("people", "balance", "to_30", "to_60", "to_90", "over_90", "charges")
    found = merged(balances, charges, people, blank=keys)
    groups = {key: cells for key, cells in found.items() if any(cells.values())}

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys(keys, 0), **cells}
        rates = {
            "over_90_rate": percent(cells["over_90"], cells["balance"]),
            "days": days_in_receivables(cells["balance"], cells["charges"], CHARGED_OVER_DAYS),
        }
        return {**{key: whole(value) for key, value in cells.items()}, **rates}

    columns = (
        PEOPLE,
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
    totals = summed(groups, derive, people=everybody)
    return Result(HEADINGS[ask.by], columns, rows, totals, Chart("stack", ("to_30", "to_60", "to_90", "over_90")))


def _owing(owed: QuerySet[Any], by: Any) -> QuerySet[Any, Any]:
    """Give each group with each client of whose treatment something is owed there (or paid too much)."""
    key = F(by) if isinstance(by, str) else by
    of = owed.order_by().annotate(grp=key, person=person("client"))
    return of.values("grp", "person").annotate(net=Sum("cents")).exclude(net=0).values_list("grp", "person")


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
    """Count what is delivered and not billed. Three statements and one for names."""
    on = today(ask)
    days = ClientDay.objects.filter(site__in=ask.sites, on__lte=on).filter(
        Q(state__in=[DayState.HELD, DayState.REVIEW]) | Q(state=DayState.BILLABLE, charged_at__isnull=True)
    )
    if ask.payer:
        days = days.filter(payer=ask.payer)
    numbers = {"days": Count("pk"), "cents": Sum("expected_cents"), "first": Min("on")}
    if ask.by == "hold":
        held, reason = days.filter(state=DayState.HELD), Func(F("holds"), function="UNNEST")
        parts, who = [grouped(held, reason, **numbers)], pairs(held, reason, "client")
    else:
        by = {"state": _state(), "payer": "payer", "site": "site"}[ask.by]
        charges, of = _not_sent(ask), Value("not_sent", CharField()) if ask.by == "state" else by
        charged = grouped(charges, of, days=Count("day", distinct=True), cents=Sum("cents"), first=Min("on"))
        parts, who = (
            [grouped(days, by, **numbers), charged],
            pairs(days, by, "client").union(pairs(charges, of, "client")),
        )
    people, everybody = heads(who)
    groups: dict[Any, Cells] = {}
    for part in parts:
        for key, cells in part.items():
            _together(groups.setdefault(key, {**people.get(key, {}), "days": 0, "cents": 0, "first": None}), cells)

    def derive(cells: Cells) -> Cells:
        oldest = (on - cells["first"]).days if cells["first"] else None
        return {"people": cells.get("people", 0), "days": cells["days"], "cents": cells["cents"], "oldest": oldest}

    columns = (
        PEOPLE,
        Column("days", say("Client days")),
        Column("cents", say("Expected"), Unit.CENTS),
        Column("oldest", say("Oldest, days"), Unit.DAYS),
    )
    rows = labelled(
        derived(groups, derive), _unbilled_label(ask.by), order=list(STATES) if ask.by == "state" else None,
        place=(lambda key: f"unbilled_{key}") if ask.by == "state" else None,
    )  # fmt: skip
    total: Cells = {"people": everybody, "days": 0, "cents": 0, "first": None}
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
    """Compare money with charges by the ledger. Two statements and one for names."""
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
    people, everybody = heads(pairs(rows, by, "client"))
    groups = merged(grouped(rows, by, **sums), people)

    def derive(cells: Cells) -> Cells:
        cells = {**dict.fromkeys((*accounts, "people"), 0), **cells}
        charges, contractual, received = -whole(cells["revenue"]), whole(cells["contractual"]), whole(cells["received"])
        return {
            "people": cells["people"], "charges": charges, "contractual": contractual, "received": received, "lost": whole(cells["lost"]),
            "rate": net_collection(received, charges, contractual),
        }  # fmt: skip

    columns = (
        PEOPLE,
        Column("charges", say("Charges"), Unit.CENTS),
        Column("contractual", say("Contract write-offs"), Unit.CENTS),
        Column("received", say("Received"), Unit.CENTS),
        Column("lost", say("Not collected"), Unit.CENTS),
        Column("rate", say("Net collection"), Unit.PERCENT),
    )
    return Result(
        HEADINGS[ask.by], columns, rows_of(ask, derived(groups, derive), derive({})),
        summed(groups, derive, people=everybody), Chart("bar", ("charges", "received")),
    )  # fmt: skip


def rows_of(ask: Ask, groups: dict[Any, Cells], blank: Cells) -> list[Row]:
    """Make rows by month, payer or site."""
    if ask.by == "month":
        return labelled({key: groups.get(key, blank) for key in every_month(ask)}, month_words)
    return labelled(groups, named(payer_names() if ask.by == "payer" else site_names()))
