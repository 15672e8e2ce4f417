"""What clients' days come to, what was charged, and the balances of the ledger."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from billing.choices.ledger import Account
from billing.models import BillingMonth, Charge, ClientDay, Entry, Payer, Posting
from clients.models import Client
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.fields import DayField, RowField, RowsField, TextField, every, seen
from iop.clinic.models import StaffMember


def worked(actor: Actor) -> Any:
    """Give the days on which the caller works."""
    return ClientDay.objects.visible_to(actor, Permission.BILLING_WORK)


class DayStepOut(serializers.Serializer[dict[str, object]]):
    """One step of the decision: whether it held, and its sentence; of a hold, what would mend it."""

    code = serializers.CharField()
    held = serializers.BooleanField(required=False)
    words = serializers.CharField(required=False)
    mends = serializers.CharField(required=False)


class BillingDayOut(serializers.ModelSerializer[ClientDay]):
    """A client's day: state, the decision's sentence (``words``) and every step of it (``trace``). Money is in whole cents."""

    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    site = serializers.UUIDField(source="site_id")
    payer = serializers.UUIDField(source="payer_id", allow_null=True)
    level = serializers.UUIDField(source="level_id", allow_null=True)
    trace = DayStepOut(many=True)

    class Meta:
        model = ClientDay
        fields = [
            "id", "client", "episode", "site", "on", "payer", "level", "state", "holds", "owner", "minutes", "expected_cents",
            "words", "trace", "file_by", "decided_at", "charged_at", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ChargeOut(serializers.ModelSerializer[Charge]):
    """One charge, in whole cents. One that was taken back stays, with the reason; ``replaces`` names the one it stands in for."""

    day = serializers.UUIDField(source="day_id")
    client = serializers.UUIDField(source="client_id")
    episode = serializers.UUIDField(source="episode_id")
    site = serializers.UUIDField(source="site_id")
    payer = serializers.UUIDField(source="payer_id", allow_null=True)
    level = serializers.UUIDField(source="level_id", allow_null=True)
    authorization = serializers.UUIDField(source="authorization_id", allow_null=True)
    replaces = serializers.UUIDField(source="replaces_id", allow_null=True)

    class Meta:
        model = Charge
        fields = [
            "id", "day", "client", "episode", "site", "on", "service", "payer", "level", "form", "code", "revenue_code",
            "modifiers", "place_of_service", "units", "cents", "minutes", "diagnoses", "authorization", "authorized_units",
            "posted_at", "replaces", "reversed_at", "reversed_because",
        ]  # fmt: skip
        read_only_fields = fields


class BalanceOut(serializers.Serializer[dict[str, object]]):
    """An account's balance in whole cents: what is owed to the clinic is positive. All of them add up to zero."""

    account = serializers.ChoiceField(choices=Account.choices)
    cents = serializers.IntegerField()


class WhyBilledIn(serializers.Serializer[Any]):
    """The reason, as the record and the ledger keep it."""

    because = serializers.CharField(max_length=200)


class BillingDayAssignIn(serializers.Serializer[Any]):
    """Whose list the day goes on, and what is to be done, without a name."""

    staff = RowField(every(StaffMember))
    note = TextField(300)


class BillingDaysIn(serializers.Serializer[Any]):
    """Days, at most four hundred."""

    days = RowsField(worked, allow_empty=False)


class DecidedOut(serializers.Serializer[Any]):
    """How many days came out differently."""

    changed = serializers.IntegerField()


class RepriceRangeIn(serializers.Serializer[Any]):
    """Charged days of a payer (none: paid by clients) from a day to a day."""

    payer = RowField(every(Payer), required=False, allow_null=True, default=None)
    first = DayField()
    last = DayField()


class RepricedOut(serializers.Serializer[Any]):
    """A day that today's rules and prices would charge differently: cents before and after, and whether a claim bears it."""

    day = serializers.UUIDField()
    client = serializers.UUIDField()
    on = serializers.DateField()
    before_cents = serializers.IntegerField()
    after_cents = serializers.IntegerField()
    is_on_claim = serializers.BooleanField()


class SettledOut(serializers.Serializer[Any]):
    """What charging anew came to: charges posted, charges taken back, days on a claim about which somebody is asked."""

    charged = serializers.IntegerField()
    taken_back = serializers.IntegerField()
    asked = serializers.IntegerField()
    cents = serializers.IntegerField()


class SuperbillIn(serializers.Serializer[Any]):
    """Whose superbill, and for which days of service."""

    client = RowField(seen(Client, Permission.BILLING_VIEW))
    first = DayField()
    last = DayField()


class EntryOut(serializers.ModelSerializer[Entry]):
    """An entry of the ledger: what happened, where and when. Its postings add up to zero."""

    class Meta:
        model = Entry
        fields = ["id", "kind", "site", "posted_on", "at", "size"]
        read_only_fields = fields


class PostingOut(serializers.ModelSerializer[Posting]):
    """One side of an entry, in whole cents: a debit is positive, a credit negative. Ids and codes, nobody's name."""

    entry = EntryOut()

    class Meta:
        model = Posting
        fields = ["id", "entry", "account", "cents", "client", "payer", "charge", "reason"]
        read_only_fields = fields


class BillingMonthOut(serializers.ModelSerializer[BillingMonth]):
    """A month of the ledger, with each account's balance at its end once it is closed."""

    totals = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = BillingMonth
        fields = ["id", "first_on", "closed_at", "totals"]
        read_only_fields = fields


class CloseMonthIn(serializers.Serializer[Any]):
    """The month's first day. It does not open again."""

    first_on = DayField()
