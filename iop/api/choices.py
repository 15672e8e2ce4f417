"""What an integration may be allowed, in the words of ``manage.py api_key create --scopes``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iop.access.choices import Permission


class Scope(models.TextChoices):
    CLIENTS_READ = "clients:read", _("Read clients, episodes and placements")
    CLIENTS_WRITE = "clients:write", _("Register clients and change their details")
    SCHEDULE_READ = "schedule:read", _("Read sites, levels, programs, tracks and enrolments")
    ENROLMENTS_WRITE = "enrolments:write", _("Enrol, pause and end enrolments")
    SESSIONS_READ = "sessions:read", _("Read treatment days, rosters and attendance")
    ATTENDANCE_WRITE = "attendance:write", _("Take attendance")
    APPOINTMENTS_READ = "appointments:read", _("Read appointments and what is due")
    APPOINTMENTS_WRITE = "appointments:write", _("Book, move and cancel appointments")
    NOTES_READ = "notes:read", _("Read signed clinical notes")
    PLANS_READ = "plans:read", _("Read treatment, safety, relapse-prevention and aftercare plans")
    PLANS_WRITE = "plans:write", _("Change treatment plans")
    MEASURES_READ = "measures:read", _("Read questionnaires and their results")
    MEASURES_WRITE = "measures:write", _("Enter answers to questionnaires")
    TESTS_READ = "tests:read", _("Read drug tests")
    TESTS_WRITE = "tests:write", _("Enter laboratory results")
    MEDICATIONS_READ = "medications:read", _("Read medications and allergies")
    MEDICATIONS_WRITE = "medications:write", _("Keep the medication list")
    SUPPORT_READ = "support:read", _("Read referrals, resources and support meetings")
    SUPPORT_WRITE = "support:write", _("Keep referrals and support meetings")
    TIMELINE_READ = "timeline:read", _("Read the timeline of a stay")
    REVIEWS_READ = "reviews:read", _("Read reviews of the level of care, changes of level and follow-up")
    MESSAGES_READ = "messages:read", _("Read which messages were sent when, and how they fared")
    FAMILY_READ = "family:read", _("Read family sessions and what was offered to families")
    BILLING_READ = "billing:read", _("Read coverage, authorizations, what days come to, charges, claims and balances")
    BILLING_WRITE = "billing:write", _("Enter coverage and payments")
    GROUPS_READ = "groups:read", _("Read groups outside a stay and who came")


GRANTED_BY: dict[str, frozenset[str]] = {
    Scope.CLIENTS_READ: frozenset({Permission.CLIENT_VIEW}),
    Scope.CLIENTS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.CLIENT_EDIT}),
    Scope.SCHEDULE_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ENROLMENTS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.SESSION_VIEW, Permission.ENROL}),
    Scope.SESSIONS_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ATTENDANCE_WRITE: frozenset({Permission.SESSION_VIEW, Permission.SESSION_RUN}),
    Scope.APPOINTMENTS_READ: frozenset({Permission.CLIENT_VIEW, Permission.SESSION_VIEW}),
    Scope.APPOINTMENTS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.SESSION_VIEW, Permission.APPOINTMENT_BOOK}),
    Scope.NOTES_READ: frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW}),
    Scope.PLANS_READ: frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW}),
    Scope.PLANS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW, Permission.PLAN_WRITE}),
    Scope.MEASURES_READ: frozenset({Permission.CLIENT_VIEW, Permission.MEASURES_GIVE}),
    Scope.MEASURES_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.MEASURES_GIVE, Permission.MEASURES_GIVE}),
    Scope.TESTS_READ: frozenset({Permission.CLIENT_VIEW, Permission.TESTS_VIEW}),
    Scope.TESTS_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.TESTS_VIEW, Permission.TESTS_COLLECT}),
    Scope.MEDICATIONS_READ: frozenset({Permission.CLIENT_VIEW, Permission.MEDICATIONS_VIEW}),
    Scope.MEDICATIONS_WRITE: frozenset(
        {Permission.CLIENT_VIEW, Permission.MEDICATIONS_VIEW, Permission.MEDICATIONS_KEEP}
    ),
    Scope.SUPPORT_READ: frozenset({Permission.CLIENT_VIEW, Permission.SUPPORT_KEEP}),
    Scope.SUPPORT_WRITE: frozenset({Permission.CLIENT_VIEW, Permission.SUPPORT_KEEP, Permission.SUPPORT_KEEP}),
    Scope.TIMELINE_READ: frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW}),
    Scope.REVIEWS_READ: frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW}),
    Scope.MESSAGES_READ: frozenset({Permission.CLIENT_VIEW, Permission.OUTBOX_VIEW}),
    Scope.GROUPS_READ: frozenset({Permission.CLIENT_VIEW, Permission.SESSION_VIEW}),
    Scope.FAMILY_READ: frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW}),
    Scope.BILLING_READ: frozenset({Permission.CLIENT_VIEW, Permission.BILLING_VIEW}),
    Scope.BILLING_WRITE: frozenset(
        {Permission.CLIENT_VIEW, Permission.BILLING_VIEW, Permission.COVERAGE_KEEP, Permission.PAYMENT_TAKE}
    ),
}
"""The permissions that a scope lends to the integration's actor, so that policies need not know about scopes."""

NEEDED_FOR: dict[str, frozenset[str]] = {
    Scope.CLIENTS_READ: frozenset({Permission.CLIENT_VIEW}),
    Scope.CLIENTS_WRITE: frozenset({Permission.CLIENT_EDIT}),
    Scope.SCHEDULE_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ENROLMENTS_WRITE: frozenset({Permission.ENROL}),
    Scope.SESSIONS_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.ATTENDANCE_WRITE: frozenset({Permission.SESSION_RUN}),
    Scope.APPOINTMENTS_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.APPOINTMENTS_WRITE: frozenset({Permission.APPOINTMENT_BOOK}),
    Scope.NOTES_READ: frozenset({Permission.NOTE_VIEW}),
    Scope.PLANS_READ: frozenset({Permission.NOTE_VIEW}),
    Scope.PLANS_WRITE: frozenset({Permission.PLAN_WRITE}),
    Scope.MEASURES_READ: frozenset({Permission.MEASURES_GIVE}),
    Scope.MEASURES_WRITE: frozenset({Permission.MEASURES_GIVE}),
    Scope.TESTS_READ: frozenset({Permission.TESTS_VIEW}),
    Scope.TESTS_WRITE: frozenset({Permission.TESTS_COLLECT}),
    Scope.MEDICATIONS_READ: frozenset({Permission.MEDICATIONS_VIEW}),
    Scope.MEDICATIONS_WRITE: frozenset({Permission.MEDICATIONS_KEEP}),
    Scope.SUPPORT_READ: frozenset({Permission.SUPPORT_KEEP}),
    Scope.SUPPORT_WRITE: frozenset({Permission.SUPPORT_KEEP}),
    Scope.TIMELINE_READ: frozenset({Permission.NOTE_VIEW}),
    Scope.REVIEWS_READ: frozenset({Permission.NOTE_VIEW}),
    Scope.MESSAGES_READ: frozenset({Permission.OUTBOX_VIEW}),
    Scope.GROUPS_READ: frozenset({Permission.SESSION_VIEW}),
    Scope.FAMILY_READ: frozenset({Permission.NOTE_VIEW}),
    Scope.BILLING_READ: frozenset({Permission.BILLING_VIEW}),
    Scope.BILLING_WRITE: frozenset({Permission.BILLING_VIEW}),
}
"""The permissions signed-in staff need for what a scope opens."""
