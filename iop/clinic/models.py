"""The clinic itself: its sites, their hours, the people who work there and what they are licensed to do."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from phonenumber_field.modelfields import PhoneNumberField

from iop.access.models import Role
from iop.clinic.choices import Therapy, Weekday
from iop.clinic.querysets import OnCallQuerySet, StaffQuerySet
from iop.core.models import Row, Span, Versioned
from iop.core.querysets import SpanQuerySet, date_span, instant_span
from iop.core.triggers import append_only, no_delete


class Organization(Row):
    """The one organisation of this installation."""

    singleton = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=200)
    neutral_name = models.CharField(max_length=80, blank=True)
    """What messages call us: a name that reveals no treatment (42 CFR Part 2)."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(singleton=True), name="organization_only_one")]


class Site(Row, Versioned):
    """A place (or a telehealth-only one) that runs programs, with its own wall clock."""

    name = models.CharField(max_length=120, unique=True)
    code = models.SlugField(max_length=12, unique=True)
    address = models.TextField(blank=True)
    state = models.CharField(max_length=2, blank=True)
    phone = PhoneNumberField(blank=True)
    time_zone = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        triggers = no_delete()

    def __str__(self) -> str:
        return self.name


class SiteProfile(Row, Versioned):
    """What a site tells everybody who asks: licence, therapies, insurance (program.md SEED-34). Nothing until published."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="profile")
    is_published = models.BooleanField(default=False)
    form_enabled = models.BooleanField(default=False)
    """Whether people may write to intake from the page."""
    shows_seats = models.BooleanField(default=False)
    licence = models.CharField(max_length=200, blank=True)
    accreditation = models.CharField(max_length=200, blank=True)
    therapies = ArrayField(models.CharField(max_length=12, choices=Therapy), default=list, blank=True)
    co_occurring = models.BooleanField(default=False)
    """Whether mental health is treated at the same time."""
    insurers = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    about_en = models.TextField(blank=True)
    about_es = models.TextField(blank=True)
    costs_en = models.TextField(blank=True)
    costs_es = models.TextField(blank=True)

    class Meta:
        triggers = no_delete()


class OpeningHours(Row):
    """When a site is open on a weekday. No row: closed that day."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["site", "weekday", "opens"], name="opening_hours_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_forward"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday"),
        ]


class Closure(Row, Span):
    """Days on which a site runs nothing: a holiday, snow."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="closures")
    reason = models.CharField(max_length=120)

    objects = SpanQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closure_forward"),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="closure_ends"),
        ]


class SettingValue(Row):
    """A clinic's own value for one of ``choices.SETTINGS``, from a date on; without a site it holds everywhere."""

    key = models.CharField(max_length=60)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    value = models.JSONField()

    class Meta:
        ordering = ["key", "-valid_from"]
        indexes = [models.Index(fields=["key", "valid_from"], name="setting_by_key")]
        # A value typed wrong today is corrected today: the row made last for a day holds, and all of them stay.
        triggers = append_only()


class CredentialKind(Row):
    """A licence or certificate and what it allows: LCSW, LADC, CADC, RN …"""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    may_lead = models.BooleanField(default=True)
    """May be the facilitator a group is answered for by."""
    may_lead_supervised = models.BooleanField(default=False)
    """May lead while supervised (an intern, a candidate)."""
    may_sign = models.BooleanField(default=True)
    needs_cosignature = models.BooleanField(default=False)
    expires = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class StaffMember(Row, Versioned):
    """Somebody who works here. A departed colleague keeps their signatures and loses everything else."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff")
    first_name = models.CharField(max_length=300)
    last_name = models.CharField(max_length=300)
    title = models.CharField(max_length=120, blank=True)
    phone = PhoneNumberField(blank=True)
    supervisor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="supervises")
    left_on = models.DateField(null=True, blank=True)
    """The first day on which this colleague no longer works here."""

    objects = StaffQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(condition=~Q(supervisor=F("id")), name="staff_not_own_supervisor"),
        ]
        triggers = no_delete()

    @property
    def name(self) -> str:
        """The name colleagues use."""
        return f"{self.first_name} {self.last_name}"

    def __str__(self) -> str:
        return self.name


class StaffCredential(Row):
    """A licence held by a colleague, for the days from ``issued_on`` to ``expires_on``, both included."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="credentials")
    kind = models.ForeignKey(CredentialKind, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    is_primary = models.BooleanField(default=True)

    class Meta:
        ordering = ["-is_primary", "kind__code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")), name="credential_forward"
            ),
        ]


class SiteRole(Row, Span):
    """A role that a colleague has at a site, by date."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="site_roles")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="site_role_forward"
            ),
            ExclusionConstraint(
                name="site_role_once",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    ("site", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (date_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class OnCallShift(Row):
    """Who answers for a site in a crisis, also after hours."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="on_call")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    phone = PhoneNumberField(blank=True)
    """Where to call during the shift; empty means the colleague's own number."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OnCallQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="on_call_forward"),
            ExclusionConstraint(
                name="on_call_one_at_a_time",
                expressions=[("site", RangeOperators.EQUAL), (instant_span(), RangeOperators.OVERLAPS)],
            ),
        ]
