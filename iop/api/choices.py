"""What an integration may be allowed, in the words of ``manage.py api_key create --scopes`` and of OAuth2.

A scope is a resource and what may be done with it. ``OPENS`` says of each which permissions staff need for what it opens, and
which ones it lends an integration besides, so that policies need not know about scopes.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iop.access.choices import Permission as P

CALLS_A_MINUTE = 600
"""How often an integration may call unless it is told otherwise."""
STAFF_CALLS_A_MINUTE = 1200
"""How often a colleague's browser may."""


class Scope(models.TextChoices):
    CLIENTS_READ = "clients:read", _("Read clients, episodes and placements")
    CLIENTS_WRITE = "clients:write", _("Register clients and change their details")
    INTAKE_READ = "intake:read", _("Read inquiries and the intake board")
    INTAKE_WRITE = "intake:write", _("Take inquiries and work on them")
    CONSENTS_READ = "consents:read", _("Read consents, recipients, agreements and what was disclosed")
    CONSENTS_WRITE = "consents:write", _("Prepare consents, keep recipients and record what was revoked")
    DOCUMENTS_READ = "documents:read", _("Read which papers are in a chart")
    DOCUMENTS_WRITE = "documents:write", _("Add papers to a chart")
    REGISTERS_READ = "registers:read", _("Read incidents, breaches, grievances and requests")
    REGISTERS_WRITE = "registers:write", _("Report and work on incidents, breaches, grievances and requests")
    SCHEDULE_READ = "schedule:read", _("Read sites, levels, programs, tracks and enrolments")
    SCHEDULE_WRITE = "schedule:write", _("Change programs, tracks, rooms, weekly templates and the curriculum")
    ENROLMENTS_WRITE = "enrolments:write", _("Enrol, pause and end enrolments")
    SESSIONS_READ = "sessions:read", _("Read treatment days, rosters and attendance")
    SESSIONS_WRITE = "sessions:write", _("Move, cancel and staff treatment days")
    ATTENDANCE_WRITE = "attendance:write", _("Take attendance")
    APPOINTMENTS_READ = "appointments:read", _("Read appointments and what is due")
    APPOINTMENTS_WRITE = "appointments:write", _("Book, move and cancel appointments")
    GROUPS_READ = "groups:read", _("Read groups outside a stay and who came")
    GROUPS_WRITE = "groups:write", _("Keep groups outside a stay and who came")
    NOTES_READ = "notes:read", _("Read signed clinical notes")
    NOTES_WRITE = "notes:write", _("Write drafts of clinical notes")
    PLANS_READ = "plans:read", _("Read treatment, safety, relapse-prevention and aftercare plans")
    PLANS_WRITE = "plans:write", _("Change treatment plans")
    ASSESSMENTS_READ = "assessments:read", _("Read assessments and diagnoses")
    ASSESSMENTS_WRITE = "assessments:write", _("Write assessments and diagnoses")
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
    REVIEWS_WRITE = "reviews:write", _("Prepare reviews of the level of care and work on follow-up")
    MESSAGES_READ = "messages:read", _("Read which messages were sent when, and how they fared")
    MESSAGES_WRITE = "messages:write", _("Change reminders, and send failed messages again")
    THREADS_READ = "threads:read", _("Read what clients and their team write each other")
    THREADS_WRITE = "threads:write", _("Answer clients")
    FAMILY_READ = "family:read", _("Read family sessions and what was offered to families")
    FAMILY_WRITE = "family:write", _("Keep family sessions and what is offered to families")
    CLINIC_READ = "clinic:read", _("Read staff, credentials, roles and settings")
    CLINIC_WRITE = "clinic:write", _("Change sites, staff, credentials and settings")
    WORK_READ = "work:read", _("Read who owes what by when")
    WORK_WRITE = "work:write", _("Give and finish work")
    BILLING_READ = "billing:read", _("Read coverage, authorizations, what days come to, charges, claims and balances")
    BILLING_WRITE = "billing:write", _("Enter coverage, authorizations, payments and what clients owe")
    BILLING_WORK = "billing:work", _("Work on held days, claims, remittances and denials")
    BILLING_SETUP = "billing:setup", _("Change payers, billing rules and fees")
    REPORTS_READ = "reports:read", _("Read reports about the whole clinic")
    CHANGES_READ = "changes:read", _("Read what changed, and be told of it")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Keep the webhooks by which it is told of changes")


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Arrived")
    GIVEN_UP = "given_up", _("Given up")


class AttemptOutcome(models.TextChoices):
    ARRIVED = "arrived", _("Arrived")
    REFUSED = "refused", _("Refused")
    NO_ANSWER = "no_answer", _("No answer")
    NOT_ALLOWED = "not_allowed", _("Address not allowed")


_OF_A_CHART = frozenset({P.CLIENT_VIEW})

OPENS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    Scope.CLIENTS_READ: (frozenset({P.CLIENT_VIEW}), frozenset()),
    Scope.CLIENTS_WRITE: (frozenset({P.CLIENT_EDIT}), _OF_A_CHART),
    Scope.INTAKE_READ: (frozenset({P.INTAKE_WORK}), _OF_A_CHART),
    Scope.INTAKE_WRITE: (
        frozenset({P.INTAKE_WORK}),
        frozenset({P.CLIENT_VIEW, P.CLIENT_EDIT, P.ADMIT, P.INTAKE_SETUP}),
    ),
    Scope.CONSENTS_READ: (frozenset({P.CONSENT_KEEP}), frozenset({P.CLIENT_VIEW, P.PRIVACY_MANAGE})),
    Scope.CONSENTS_WRITE: (
        frozenset({P.CONSENT_KEEP}),
        frozenset({P.CLIENT_VIEW, P.PRIVACY_MANAGE, P.CONSENT_TEMPLATES}),
    ),
    Scope.DOCUMENTS_READ: (_OF_A_CHART, frozenset()),
    Scope.DOCUMENTS_WRITE: (frozenset({P.CLIENT_EDIT}), _OF_A_CHART),
    Scope.REGISTERS_READ: (frozenset({P.REGISTER_REPORT}), frozenset({P.REGISTER_KEEP, P.CLIENT_VIEW})),
    Scope.REGISTERS_WRITE: (frozenset({P.REGISTER_REPORT}), frozenset({P.REGISTER_KEEP, P.CLIENT_VIEW})),
    Scope.SCHEDULE_READ: (frozenset({P.SESSION_VIEW}), frozenset()),
    Scope.SCHEDULE_WRITE: (
        frozenset({P.TEMPLATE_EDIT}),
        # A week that is published moves the days made ahead.
        frozenset({P.SESSION_VIEW, P.SESSION_MOVE, P.CLINIC_EDIT}),
    ),
    Scope.ENROLMENTS_WRITE: (frozenset({P.ENROL}), frozenset({P.CLIENT_VIEW, P.SESSION_VIEW})),
    Scope.SESSIONS_READ: (frozenset({P.SESSION_VIEW}), frozenset()),
    Scope.SESSIONS_WRITE: (frozenset({P.SESSION_MOVE}), frozenset({P.SESSION_VIEW, P.SESSION_RUN})),
    Scope.ATTENDANCE_WRITE: (frozenset({P.SESSION_RUN}), frozenset({P.SESSION_VIEW})),
    Scope.APPOINTMENTS_READ: (frozenset({P.SESSION_VIEW}), _OF_A_CHART),
    Scope.APPOINTMENTS_WRITE: (
        frozenset({P.APPOINTMENT_BOOK}),
        # Time away of colleagues is blocked by who staffs sessions.
        frozenset({P.CLIENT_VIEW, P.SESSION_VIEW, P.SESSION_MOVE}),
    ),
    Scope.GROUPS_READ: (frozenset({P.SESSION_VIEW}), _OF_A_CHART),
    Scope.GROUPS_WRITE: (
        frozenset({P.SESSION_RUN}),
        frozenset({P.CLIENT_VIEW, P.SESSION_VIEW, P.SESSION_MOVE, P.TEMPLATE_EDIT}),
    ),
    Scope.NOTES_READ: (frozenset({P.NOTE_VIEW}), _OF_A_CHART),
    Scope.NOTES_WRITE: (frozenset({P.NOTE_WRITE}), frozenset({P.CLIENT_VIEW, P.NOTE_VIEW, P.SESSION_VIEW})),
    Scope.PLANS_READ: (frozenset({P.NOTE_VIEW}), _OF_A_CHART),
    Scope.PLANS_WRITE: (frozenset({P.PLAN_WRITE}), frozenset({P.CLIENT_VIEW, P.NOTE_VIEW})),
    Scope.ASSESSMENTS_READ: (frozenset({P.NOTE_VIEW}), _OF_A_CHART),
    Scope.ASSESSMENTS_WRITE: (frozenset({P.ASSESS}), frozenset({P.CLIENT_VIEW, P.NOTE_VIEW})),
    Scope.MEASURES_READ: (frozenset({P.MEASURES_GIVE}), _OF_A_CHART),
    Scope.MEASURES_WRITE: (frozenset({P.MEASURES_GIVE}), frozenset({P.CLIENT_VIEW, P.MEASURES_SETUP})),
    Scope.TESTS_READ: (frozenset({P.TESTS_VIEW}), _OF_A_CHART),
    Scope.TESTS_WRITE: (frozenset({P.TESTS_COLLECT}), frozenset({P.CLIENT_VIEW, P.TESTS_VIEW})),
    Scope.MEDICATIONS_READ: (frozenset({P.MEDICATIONS_VIEW}), _OF_A_CHART),
    Scope.MEDICATIONS_WRITE: (frozenset({P.MEDICATIONS_KEEP}), frozenset({P.CLIENT_VIEW, P.MEDICATIONS_VIEW})),
    Scope.SUPPORT_READ: (frozenset({P.SUPPORT_KEEP}), _OF_A_CHART),
    Scope.SUPPORT_WRITE: (frozenset({P.SUPPORT_KEEP}), frozenset({P.CLIENT_VIEW, P.RESOURCES_EDIT})),
    Scope.TIMELINE_READ: (frozenset({P.NOTE_VIEW}), _OF_A_CHART),
    Scope.REVIEWS_READ: (frozenset({P.NOTE_VIEW}), _OF_A_CHART),
    Scope.REVIEWS_WRITE: (frozenset({P.REVIEW_WRITE}), frozenset({P.CLIENT_VIEW, P.NOTE_VIEW, P.SUPPORT_KEEP})),
    Scope.MESSAGES_READ: (frozenset({P.OUTBOX_VIEW}), _OF_A_CHART),
    Scope.MESSAGES_WRITE: (frozenset({P.MESSAGES_SETUP}), frozenset({P.CLIENT_VIEW, P.OUTBOX_VIEW})),
    Scope.THREADS_READ: (frozenset({P.THREAD_ANSWER}), _OF_A_CHART),
    Scope.THREADS_WRITE: (frozenset({P.THREAD_ANSWER}), _OF_A_CHART),
    Scope.FAMILY_READ: (frozenset({P.NOTE_VIEW}), _OF_A_CHART),
    Scope.FAMILY_WRITE: (frozenset({P.FAMILY_KEEP}), frozenset({P.CLIENT_VIEW, P.NOTE_VIEW, P.SESSION_VIEW})),
    Scope.CLINIC_READ: (frozenset({P.STAFF_EDIT}), frozenset({P.CLINIC_EDIT, P.OPERATIONS_VIEW})),
    Scope.CLINIC_WRITE: (frozenset({P.CLINIC_EDIT}), frozenset({P.STAFF_EDIT, P.OPERATIONS_VIEW})),
    Scope.WORK_READ: (frozenset(), _OF_A_CHART),
    Scope.WORK_WRITE: (frozenset(), _OF_A_CHART),
    Scope.BILLING_READ: (frozenset({P.BILLING_VIEW}), _OF_A_CHART),
    Scope.BILLING_WRITE: (
        frozenset({P.BILLING_VIEW}),
        # Giving money back, forgiving and closing a month are asked of the person who allowed the app (BILLING_CLOSE).
        frozenset({P.CLIENT_VIEW, P.COVERAGE_KEEP, P.AUTHORIZATION_KEEP, P.PAYMENT_TAKE, P.BILLING_CLOSE}),
    ),
    Scope.BILLING_WORK: (
        frozenset({P.BILLING_WORK}),
        frozenset({P.CLIENT_VIEW, P.BILLING_VIEW, P.DISCLOSE}),
    ),
    Scope.BILLING_SETUP: (frozenset({P.BILLING_SETUP}), frozenset({P.BILLING_VIEW})),
    Scope.REPORTS_READ: (frozenset({P.REPORTS_VIEW}), frozenset({P.BILLING_VIEW})),
    Scope.CHANGES_READ: (frozenset({P.AUDIT_VIEW}), frozenset()),
    # An integration keeps its own and lends nothing for it; colleagues keep those of all.
    Scope.WEBHOOKS_MANAGE: (frozenset({P.API_MANAGE}), frozenset()),
}

GRANTED_BY: dict[str, frozenset[str]] = {
    scope: (needed | lent) - {P.AUDIT_VIEW, P.API_MANAGE} for scope, (needed, lent) in OPENS.items()
}
"""The permissions that a scope lends to the integration's actor; the audit record itself is read, and keys are made, by people alone."""
NEEDED_FOR: dict[str, frozenset[str]] = {scope: needed for scope, (needed, _lent) in OPENS.items()}
"""The permissions signed-in staff need for what a scope opens."""
COMES_IN_BY: dict[str, frozenset[str]] = {
    # Whoever looks after enrolment calls those who were missed; the care team settles limits; directors correct.
    Scope.ATTENDANCE_WRITE: frozenset({P.ENROL, P.NOTE_WRITE, P.ATTENDANCE_CORRECT}),
    # Who runs a day staffs it while it is under way; the policy about missed days is a right of its own.
    Scope.SESSIONS_WRITE: frozenset({P.SESSION_RUN, P.ABSENCE_SETUP}),
    # Everybody who sees the schedule blocks their own time.
    Scope.APPOINTMENTS_WRITE: frozenset({P.SESSION_VIEW}),
    Scope.GROUPS_WRITE: frozenset({P.ENROL, P.SESSION_MOVE}),
    # Clinicians who assess answer the checklist, and keep stays elsewhere.
    Scope.INTAKE_READ: frozenset({P.ASSESS, P.PLACEMENT_DECIDE}),
    Scope.INTAKE_WRITE: frozenset({P.INTAKE_SETUP, P.ASSESS, P.PLACEMENT_DECIDE, P.ADMIT}),
    # Care teams, levels and holds on messages are kept by those who decide about treatment and who answer for privacy too.
    Scope.CLIENTS_WRITE: frozenset({P.PLACEMENT_DECIDE, P.PRIVACY_MANAGE}),
    Scope.DOCUMENTS_WRITE: frozenset({P.NOTE_WRITE, P.PRIVACY_MANAGE}),
    Scope.REGISTERS_READ: frozenset({P.REGISTER_KEEP}),
    Scope.REGISTERS_WRITE: frozenset({P.REGISTER_KEEP}),
    # Safety plans are for whoever may have to help, and are written by who writes notes.
    Scope.PLANS_READ: frozenset({P.CONCERN_RAISE}),
    Scope.PLANS_WRITE: frozenset({P.NOTE_WRITE}),
    Scope.NOTES_WRITE: frozenset({P.NOTE_COSIGN, P.NOTE_MARK_ERROR, P.NOTE_TEMPLATES}),
    Scope.ASSESSMENTS_WRITE: frozenset({P.PLACEMENT_DECIDE}),
    Scope.TESTS_WRITE: frozenset({P.TESTS_SETUP}),
    Scope.MEDICATIONS_WRITE: frozenset({P.MEDICATIONS_GIVE}),
    Scope.SUPPORT_READ: frozenset({P.REWARDS_GIVE, P.RESOURCES_EDIT}),
    Scope.SUPPORT_WRITE: frozenset({P.REWARDS_GIVE, P.REWARDS_SETUP, P.RESOURCES_EDIT}),
    # Where stays led, and who asks for more support, is for whoever looks after people; calls for who works on contacts.
    Scope.REVIEWS_READ: frozenset({P.CONCERN_RAISE, P.SUPPORT_KEEP}),
    Scope.REVIEWS_WRITE: frozenset(
        {P.CONCERN_RAISE, P.SUPPORT_KEEP, P.PLACEMENT_DECIDE, P.CLIENT_EDIT, P.REVIEW_SETUP}
    ),
    Scope.TIMELINE_READ: _OF_A_CHART,
    Scope.CLINIC_WRITE: frozenset({P.STAFF_EDIT, P.OPERATIONS_VIEW}),
}
"""By which of these signed-in staff come in as well: for what the policies of the actions that the scope opens let them do."""
FOR_A_COLLEAGUE: dict[str, frozenset[str]] = {
    Scope.CLIENTS_WRITE: frozenset({P.CLIENTS_IMPORT}),
    Scope.CONSENTS_READ: frozenset({P.DISCLOSE, P.CHART_MERGE}),
    Scope.CONSENTS_WRITE: frozenset({P.DISCLOSE, P.CHART_RESTRICT, P.CHART_MERGE, P.EMERGENCY_OPEN, P.PORTAL_INVITE}),
    Scope.DOCUMENTS_READ: frozenset({P.NOTE_VIEW, P.INTAKE_WORK, P.PRIVACY_MANAGE}),
    Scope.DOCUMENTS_WRITE: frozenset({P.NOTE_VIEW, P.INTAKE_WORK, P.NOTE_MARK_ERROR}),
    Scope.NOTES_READ: frozenset({P.NOTE_COSIGN, P.NOTE_MARK_ERROR}),
    Scope.TESTS_READ: frozenset({P.TESTS_SETUP}),
    Scope.MEASURES_WRITE: frozenset({P.NOTE_MARK_ERROR}),
    Scope.REVIEWS_WRITE: frozenset({P.NOTE_COSIGN, P.ENROL}),
    Scope.WORK_WRITE: frozenset({P.CONCERN_RAISE}),
}
"""What a scope opens besides for an app that a colleague let act for them, as far as their own roles reach: what policies keep
for people. An integration that calls for itself gets none of it."""
