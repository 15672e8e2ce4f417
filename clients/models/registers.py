"""The registers: incidents, breaches, grievances, and what clients ask of their record. Each with its clock and history."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from clients.choices import Information, Purpose
from clients.models.people import Client
from clients.querysets import RegisterQuerySet
from clients.register_choices import (
    CopyForm,
    EntryStatus,
    Factor,
    Harm,
    IncidentKind,
    RefusedBecause,
    Register,
    RestrictionEnd,
)
from iop.clinic.models import Site, StaffMember
from iop.core.models import Row, Versioned
from iop.core.triggers import append_only, no_delete, status_has_history

CLOSED = (EntryStatus.NO_BREACH, EntryStatus.ANSWERED, EntryStatus.REFUSED, EntryStatus.ENDED, EntryStatus.DONE, EntryStatus.WITHDRAWN)  # fmt: skip


def kept(table: str) -> list[pgtrigger.Trigger]:
    """Guard a register: nothing is removed, the status follows its history, and who reported what stays as it was."""
    return [
        *no_delete(),
        *status_has_history(f"clients_{table}change", "entry_id", EntryStatus.RECEIVED),
        pgtrigger.Protect(
            name="report_stays",
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__received_on__df=pgtrigger.F("new__received_on"))
            | pgtrigger.Q(old__reported_by_id__df=pgtrigger.F("new__reported_by_id"))
            | pgtrigger.Q(old__text__df=pgtrigger.F("new__text")),
        ),
    ]


def checks(table: str, *more: models.BaseConstraint) -> list[Any]:
    """Constraints that every register has: words, dates forward, a decision with its author."""
    return [
        models.CheckConstraint(condition=~Q(text=""), name=f"{table}_has_words"),
        models.CheckConstraint(
            condition=Q(decided_on__isnull=True) | (Q(decided_by__isnull=False) & ~Q(decision="")),
            name=f"{table}_decision_has_reason",
        ),
        *more,
    ]


class Entry(Row, Versioned):
    """What every register keeps: where, about whom, what was reported, the next deadline, and what was decided and why."""

    register: Register

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=EntryStatus, default=EntryStatus.RECEIVED)
    received_on = models.DateField()
    """The clinic date from which clocks run: when we learned of it."""
    reported_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    """The next deadline that still runs; none once all were met (``clients.register_rules``)."""
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RegisterQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-received_on", "-id"]

    @property
    def is_open(self) -> bool:
        """Say whether something may still follow."""
        return self.status not in CLOSED


class EntryChange(Row):
    """How an entry came to its status. The newest row equals the entry's column."""

    status = models.CharField(max_length=12, choices=EntryStatus)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class Incident(Entry):
    """Something happened that should not have: to a client, a colleague or the clinic."""

    register = Register.INCIDENT

    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=12, choices=IncidentKind)
    harm = models.CharField(max_length=8, choices=Harm, default=Harm.NONE)
    happened_on = models.DateField()
    done_at_once = models.TextField(blank=True)

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["site", "status", "due_on"], name="incident_open")]
        constraints = checks(
            "incident",
            models.CheckConstraint(condition=Q(happened_on__lte=F("received_on")), name="incident_then_known"),
        )
        triggers = kept("incident")


class IncidentChange(EntryChange):
    """The history of an incident."""

    entry = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="changes")

    class Meta(EntryChange.Meta):
        triggers = append_only()


class Breach(Entry):
    """Records were used or disclosed as they must not be: presumed a breach until the four factors say otherwise.

    ``received_on`` is the day of discovery: the first day it was known to anybody here, or would have been with
    reasonable care (45 CFR 164.404(a)(2)).
    """

    register = Register.BREACH

    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="breaches")
    happened_on = models.DateField(null=True, blank=True)
    affected = models.PositiveIntegerField(default=1)
    factor_what = models.CharField(max_length=4, choices=Factor, blank=True)
    factor_what_words = models.TextField(blank=True)
    factor_who = models.CharField(max_length=4, choices=Factor, blank=True)
    factor_who_words = models.TextField(blank=True)
    factor_seen = models.CharField(max_length=4, choices=Factor, blank=True)
    factor_seen_words = models.TextField(blank=True)
    factor_mended = models.CharField(max_length=4, choices=Factor, blank=True)
    factor_mended_words = models.TextField(blank=True)
    told_people_on = models.DateField(null=True, blank=True)
    told_hhs_on = models.DateField(null=True, blank=True)
    told_media_on = models.DateField(null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name_plural = "breaches"
        indexes = [models.Index(fields=["site", "status", "due_on"], name="breach_open")]
        constraints = checks(
            "breach",
            models.CheckConstraint(condition=Q(affected__gte=1), name="breach_affects_somebody"),
            models.CheckConstraint(
                condition=Q(happened_on__isnull=True) | Q(happened_on__lte=F("received_on")), name="breach_then_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=EntryStatus.NO_BREACH)
                | (
                    Q(factor_what=Factor.LOW, factor_who=Factor.LOW, factor_seen=Factor.LOW, factor_mended=Factor.LOW)
                    & ~Q(factor_what_words="")
                    & ~Q(factor_who_words="")
                    & ~Q(factor_seen_words="")
                    & ~Q(factor_mended_words="")
                ),
                name="breach_low_only_when_weighed",
            ),
            models.CheckConstraint(
                condition=~Q(status=EntryStatus.DONE) | Q(told_people_on__isnull=False, told_hhs_on__isnull=False),
                name="breach_done_when_told",
            ),
        )
        triggers = kept("breach")


class BreachChange(EntryChange):
    """The history of a breach."""

    entry = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="changes")

    class Meta(EntryChange.Meta):
        triggers = append_only()


class Grievance(Entry):
    """A client, or somebody for them, is not content, and is owed an answer. Nobody is treated worse for it."""

    register = Register.GRIEVANCE

    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.PROTECT, related_name="grievances")
    from_name = models.CharField(max_length=300, blank=True)
    """Empty: they want to stay unnamed."""
    is_privacy = models.BooleanField(default=False)
    """A complaint about privacy (42 CFR 2.4; 45 CFR 164.530(d))."""
    acknowledged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta(Entry.Meta):
        indexes = [models.Index(fields=["site", "status", "due_on"], name="grievance_open")]
        constraints = checks(
            "grievance",
            models.CheckConstraint(
                condition=~Q(status=EntryStatus.ANSWERED) | Q(answered_on__isnull=False), name="grievance_answered_when"
            ),
        )
        triggers = kept("grievance")


class GrievanceChange(EntryChange):
    """The history of a grievance."""

    entry = models.ForeignKey(Grievance, on_delete=models.PROTECT, related_name="changes")

    class Meta(EntryChange.Meta):
        triggers = append_only()


class Wish(Entry):
    """What a client asks of us. Nobody of staff reported it when they asked by themselves, signed in from outside."""

    reported_by = models.ForeignKey(  # type: ignore[assignment]
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Entry.Meta):
        abstract = True


class RestrictionRequest(Wish):
    """A client asks us not to use or tell something, for some purposes (42 CFR 2.26; 45 CFR 164.522(a))."""

    register = Register.RESTRICTION

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="restrictions")
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose))
    information = ArrayField(models.CharField(max_length=20, choices=Information), default=list, blank=True)
    """Empty: all of it."""
    paid_in_full = models.BooleanField(default=False)
    required_by_law = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """The last day on which it holds."""
    ended_how = models.CharField(max_length=16, choices=RestrictionEnd, blank=True)

    class Meta(Wish.Meta):
        indexes = [
            models.Index(fields=["site", "status", "due_on"], name="restriction_open"),
            models.Index(fields=["client"], condition=Q(starts_on__isnull=False), name="restriction_agreed"),
        ]
        constraints = checks(
            "restriction",
            models.CheckConstraint(condition=Q(purposes__len__gte=1), name="restriction_names_purpose"),
            models.CheckConstraint(
                condition=~Q(status=EntryStatus.REFUSED)
                | Q(paid_in_full=False)
                | Q(required_by_law=True)
                | ~Q(purposes__overlap=[Purpose.PAYMENT, Purpose.OPERATIONS]),
                name="restriction_paid_in_full_agreed",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[EntryStatus.AGREED, EntryStatus.ENDED], starts_on__isnull=False)
                | (~Q(status__in=[EntryStatus.AGREED, EntryStatus.ENDED]) & Q(starts_on__isnull=True)),
                name="restriction_agreed_from",
            ),
            models.CheckConstraint(
                condition=Q(status=EntryStatus.ENDED, ends_on__isnull=False) & ~Q(ended_how="")
                | (~Q(status=EntryStatus.ENDED) & Q(ends_on__isnull=True, ended_how="")),
                name="restriction_ended_how",
            ),
        )
        triggers = kept("restrictionrequest")


class RestrictionRequestChange(EntryChange):
    """The history of a wish to restrict."""

    entry = models.ForeignKey(RestrictionRequest, on_delete=models.PROTECT, related_name="changes")

    class Meta(EntryChange.Meta):
        triggers = append_only()


class Extended(Wish):
    """A request whose clock may be extended once, with a reason that the client gets in writing."""

    client: Any
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=500, blank=True)
    refused_because = models.CharField(max_length=16, choices=RefusedBecause, blank=True)

    class Meta(Wish.Meta):
        abstract = True


def extended_checks(table: str) -> list[models.BaseConstraint]:
    """An extension says why, and a refusal on which ground."""
    return [
        models.CheckConstraint(
            condition=Q(extended_on__isnull=True) | ~Q(extension_reason=""), name=f"{table}_extension_has_reason"
        ),
        models.CheckConstraint(
            condition=~Q(status=EntryStatus.REFUSED) | ~Q(refused_because=""), name=f"{table}_refused_because"
        ),
    ]


class AmendmentRequest(Extended):
    """A client asks that their record is corrected (45 CFR 164.526). A refusal leaves room for their own statement."""

    register = Register.AMENDMENT

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="amendments")
    disagreement = models.TextField(blank=True)
    """The client's statement after a refusal: it goes along with the record from then on."""

    class Meta(Extended.Meta):
        indexes = [models.Index(fields=["site", "status", "due_on"], name="amendment_open")]
        constraints = checks("amendment", *extended_checks("amendment"))
        triggers = kept("amendmentrequest")


class AmendmentRequestChange(EntryChange):
    """The history of a wish to amend."""

    entry = models.ForeignKey(AmendmentRequest, on_delete=models.PROTECT, related_name="changes")

    class Meta(EntryChange.Meta):
        triggers = append_only()


class AccessRequest(Extended):
    """A client asks for a copy of their record, or to see it (45 CFR 164.524; 42 CFR 2.23)."""

    register = Register.ACCESS

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="access_requests")
    form = models.CharField(max_length=12, choices=CopyForm, default=CopyForm.ELECTRONIC)
    given_on = models.DateField(null=True, blank=True)

    class Meta(Extended.Meta):
        indexes = [models.Index(fields=["site", "status", "due_on"], name="access_request_open")]
        constraints = checks(
            "access_request",
            *extended_checks("access_request"),
            models.CheckConstraint(
                condition=~Q(status=EntryStatus.DONE) | Q(given_on__isnull=False), name="access_request_given_when"
            ),
        )
        triggers = kept("accessrequest")


class AccessRequestChange(EntryChange):
    """The history of a request for a copy."""

    entry = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="changes")

    class Meta(EntryChange.Meta):
        triggers = append_only()


REGISTERS: dict[str, type[Entry]] = {
    model.register: model
    for model in (Incident, Breach, Grievance, RestrictionRequest, AmendmentRequest, AccessRequest)
}
CHANGES: dict[str, Any] = {
    Register.INCIDENT: IncidentChange,
    Register.BREACH: BreachChange,
    Register.GRIEVANCE: GrievanceChange,
    Register.RESTRICTION: RestrictionRequestChange,
    Register.AMENDMENT: AmendmentRequestChange,
    Register.ACCESS: AccessRequestChange,
}
