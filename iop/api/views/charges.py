"""Clients' days as billing sees them, charges, the ledger and its months, as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from billing import balances
from billing.actions import charges as actions
from billing.actions import days, months, repricing
from billing.choices.ledger import Account, EntryKind
from billing.choices.rules import DayState, HoldOwner
from billing.models import BillingMonth, Charge, ClientDay, Posting
from billing.policies.charges import may_view_money
from clients.choices import Information
from clients.models import Client
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import FOR_COLLEAGUES, MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import charges as shapes
from iop.api.uploads import PaperOut, paper
from iop.api.verbs import creates, verb
from iop.core import clock
from iop.core.errors import Invalid, NotAllowed
from iop.core.words import say
from iop.workflows import superbills

READ, WORK, SETUP = Scope.BILLING_READ, Scope.BILLING_WORK, Scope.BILLING_SETUP
MOST_DAYS = 400
TOO_MANY = say("Send at most 400 days at once.")


class BillingDayFilter(filters.FilterSet):
    """Days by client, stay, site, state, whose turn it is, last day of filing, and by date."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    site = filters.UUIDFilter(field_name="site_id")
    state = filters.ChoiceFilter(choices=DayState.choices)
    owner = filters.ChoiceFilter(choices=HoldOwner.choices)
    file_before = filters.DateFilter(field_name="file_by", lookup_expr="lte")
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = ClientDay
        fields: list[str] = []


class BillingDayResource(Resource):
    """What clients' days come to, each with its sentence and the steps that led there."""

    serializer_class = shapes.BillingDayOut
    filterset_class = BillingDayFilter
    read_scope = Scope.BILLING_READ
    client_path = "client_id"
    information = (Information.BILLING, Information.ATTENDANCE)
    event_name = "billing_days"
    scopes = {"anew": WORK, "what_would_change": SETUP, "reprice": SETUP}
    expands = {"client": "client", "episode": "episode", "site": "site", "payer": "payer", "level": "level"}

    def get_queryset(self) -> QuerySet[ClientDay]:
        """Scope to what the caller reads."""
        rows: QuerySet[ClientDay] = ClientDay.objects.visible_to(self.actor)
        return rows

    @verb(WORK, takes=shapes.BillingDayAssignIn)
    def assign(self, row: ClientDay, data: dict[str, Any]) -> None:
        """Put a day on a colleague's list."""
        days.assign(by=self.actor, day=row, at=self.at, **data)

    @verb(WORK)
    def decide_anew(self, row: ClientDay, data: dict[str, Any]) -> None:
        """Decide a day anew now."""
        days.decide_anew(by=self.actor, rows=[row], at=self.at)

    @verb(WORK, takes=shapes.WhyBilledIn)
    def leave_as_billed(self, row: ClientDay, data: dict[str, Any]) -> None:
        """Let a day that changed after it was billed stand as it was billed, with the reason."""
        days.leave_as_billed(by=self.actor, day=row, at=self.at, **data)

    @verb(WORK, takes=shapes.WhyBilledIn)
    def post_anew(self, row: ClientDay, data: dict[str, Any]) -> None:
        """Bring a charged day's charges in line with what it is now."""
        actions.post_anew(by=self.actor, day=row, at=self.at, **data)

    @extend_schema(request=shapes.BillingDaysIn, responses=shapes.DecidedOut)
    @action(detail=False, methods=["post"], url_path="decide-many")
    def anew(self, request: Request) -> Response:
        """Decide many days anew now; says how many came out differently."""
        number = days.decide_anew(by=self.actor, rows=self._days(), at=self.at)
        return Response({"changed": number})

    @extend_schema(request=shapes.RepriceRangeIn, responses=shapes.RepricedOut(many=True))
    @action(detail=False, methods=["post"], url_path="what-would-change", pagination_class=None, filterset_class=None)
    def what_would_change(self, request: Request) -> Response:
        """Say which charged days today's rules and prices would charge differently. Nothing is written."""
        data = self.parsed(shapes.RepriceRangeIn)
        payer = data.pop("payer")
        found = repricing.what_would_change(by=self.actor, payer_id=payer.pk if payer else None, at=self.at, **data)
        told = {str(row["id"]) for row in self.exit([one.day for one in found])}
        rows = [
            {
                "day": one.day.pk, "client": one.day.client_id, "on": one.day.on, "before_cents": one.before,
                "after_cents": one.after, "is_on_claim": one.is_on_claim,
            }
            for one in found if str(one.day.pk) in told
        ]  # fmt: skip
        return Response(shapes.RepricedOut(rows, many=True).data)

    @extend_schema(request=shapes.BillingDaysIn, responses=shapes.SettledOut)
    @action(detail=False, methods=["post"])
    def reprice(self, request: Request) -> Response:
        """Charge these days anew by today's rules and prices; days on a claim that stands are put on the list."""
        done = repricing.reprice(by=self.actor, day_ids=[row.pk for row in self._days()], at=self.at)
        return Response(shapes.SettledOut(done).data)

    def _days(self) -> list[ClientDay]:
        rows: list[ClientDay] = self.parsed(shapes.BillingDaysIn)["days"]
        if len(rows) > MOST_DAYS:
            raise Invalid(TOO_MANY, field="days")
        return rows


class ChargeFilter(filters.FilterSet):
    """Charges by client, stay, day and date; ``standing`` leaves out those taken back."""

    client = filters.UUIDFilter(field_name="client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    day = filters.UUIDFilter(field_name="day_id")
    payer = filters.UUIDFilter(field_name="payer_id")
    standing = filters.BooleanFilter(field_name="reversed_at", lookup_expr="isnull")
    first = filters.DateFilter(field_name="on", lookup_expr="gte")
    last = filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = Charge
        fields: list[str] = []


class ChargeResource(Resource):
    """Charges, those taken back too."""

    serializer_class = shapes.ChargeOut
    filterset_class = ChargeFilter
    read_scope = Scope.BILLING_READ
    client_path = "client_id"
    information = (Information.BILLING, Information.DIAGNOSIS)
    event_name = "charges"
    scopes = {"superbill": READ}
    expands = {
        "client": "client",
        "episode": "episode",
        "day": "billing-day",
        "payer": "payer",
        "authorization": "authorization",
    }

    def get_queryset(self) -> QuerySet[Charge]:
        """Scope to what the caller reads."""
        rows: QuerySet[Charge] = Charge.objects.visible_to(self.actor)
        return rows

    @verb(WORK, takes=shapes.WhyBilledIn)
    def take_back(self, row: Charge, data: dict[str, Any]) -> None:
        """Take a charge back: it stays on record, and the ledger gets its counter-entry."""
        actions.take_back(by=self.actor, charge=row, at=self.at, **data)

    @extend_schema(request=shapes.SuperbillIn, responses=PaperOut)
    @action(detail=False, methods=["post"])
    def superbill(self, request: Request) -> Response:
        """Make a client's superbill to be handed to them; a colleague does it, and it is on record as their own copy."""
        if self.key is not None:
            raise NotAllowed(FOR_COLLEAGUES)
        return Response(paper(superbills.hand_out(by=self.actor, at=self.at, **self.parsed(shapes.SuperbillIn))))


class LedgerBalanceResource(Resource):
    """The balances of all accounts of the ledger. They are about nobody."""

    serializer_class = shapes.BalanceOut
    read_scope = Scope.BILLING_READ
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        """Balances are sums and rows of no table."""
        return BillingMonth.objects.none()

    @extend_schema(responses=shapes.BalanceOut(many=True), parameters=[])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List every account with its balance now; they add up to zero."""
        known = balances.by_account()
        return Response(self.exit([{"account": account, "cents": cents} for account, cents in known.items()]))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """An account has no page of its own."""
        return self.http_method_not_allowed(request, *args, **kwargs)


class PostingFilter(filters.FilterSet):
    """Postings by client, payer, charge, account, kind of entry, site and day."""

    client = filters.UUIDFilter(field_name="client_id")
    payer = filters.UUIDFilter(field_name="payer_id")
    charge = filters.UUIDFilter(field_name="charge_id")
    entry = filters.UUIDFilter(field_name="entry_id")
    site = filters.UUIDFilter(field_name="entry__site_id")
    account = filters.ChoiceFilter(choices=Account.choices)
    kind = filters.ChoiceFilter(field_name="entry__kind", choices=EntryKind.choices)
    first = filters.DateFilter(field_name="entry__posted_on", lookup_expr="gte")
    last = filters.DateFilter(field_name="entry__posted_on", lookup_expr="lte")

    class Meta:
        model = Posting
        fields: list[str] = []


class PostingResource(MayBeNobodys):
    """The ledger, side by side: ids, codes, dates and amounts. Nothing in it ever changes."""

    serializer_class = shapes.PostingOut
    filterset_class = PostingFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.BILLING,)
    event_name = "ledger_postings"
    expands = {"client": "client", "payer": "payer", "charge": "charge"}

    def get_queryset(self) -> QuerySet[Posting]:
        """Scope to sites whose money the caller reads, and to charts within their reach."""
        here = Posting.objects.filter(entry__site__in=self.actor.sites_where(Permission.BILLING_VIEW))
        seen = Client.objects.visible_to(self.actor, Permission.BILLING_VIEW)
        merged = Q(client__merged_into__in=seen)
        return here.filter(Q(client__isnull=True) | Q(client__in=seen) | merged).select_related("entry")


class BillingMonthResource(Resource):
    """Months of the ledger, and closing them. They are about nobody."""

    serializer_class = shapes.BillingMonthOut
    read_scope = READ
    event_name = "billing_months"

    def get_queryset(self) -> QuerySet[BillingMonth]:
        """The same for everybody who reads billing."""
        return BillingMonth.objects.none() if may_view_money(self.actor) else BillingMonth.objects.all()

    @creates(Scope.BILLING_WRITE, takes=shapes.CloseMonthIn)
    def create(self, data: dict[str, Any]) -> BillingMonth:
        """Close a month that is over, the oldest open one first. It does not open again; a person does it."""
        return months.close_month(by=self.actor, today=clock.local_date(self.at, "UTC"), at=self.at, **data)
