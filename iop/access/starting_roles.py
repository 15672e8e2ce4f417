"""The roles a clinic begins with. They are rows from then on: a site administrator changes them on a page.

Descriptions are for the director who decides who gets which. Source: issue "The treatment day", roles as data.
"""

from __future__ import annotations

from dataclasses import dataclass

from iop.access.choices import Permission as P


@dataclass(frozen=True)
class StartingRole:
    """A role as it is first made. ``is_clinical`` says that its holders treat clients and may be on a care team."""

    key: str
    name: str
    description: str
    permissions: tuple[P, ...]
    is_clinical: bool = False


CARE = (
    P.CLIENT_VIEW, P.SESSION_VIEW, P.NOTE_VIEW, P.CONCERN_RAISE, P.CENSUS_VIEW, P.APPOINTMENT_BOOK, P.CONSENT_KEEP,
    P.DISCLOSE, P.EMERGENCY_OPEN, P.REGISTER_REPORT, P.PORTAL_INVITE, P.THREAD_ANSWER, P.REQUEST_SETTLE,
)  # fmt: skip
TREATS = (
    P.MEASURES_GIVE, P.TESTS_VIEW, P.MEDICATIONS_VIEW, P.MEDICATIONS_KEEP, P.SUPPORT_KEEP, P.REVIEW_WRITE, P.FAMILY_KEEP,
)  # fmt: skip
"""What everybody who treats clients one-to-one may do."""
GROUPS = (
    *TREATS, P.SESSION_RUN, P.NOTE_WRITE, P.COUNSELING_NOTES, P.PLAN_WRITE, P.TESTS_COLLECT, P.REWARDS_GIVE,
)  # fmt: skip

STARTING_ROLES: tuple[StartingRole, ...] = (
    StartingRole(
        "counselor",
        "Counselor",
        "Runs the groups of the treatment day: starts a session, takes attendance and check-ins, writes and signs group "
        "notes, and raises a concern when somebody is not safe.",
        (*CARE, *GROUPS),
        is_clinical=True,
    ),
    StartingRole(
        "therapist",
        "Therapist",
        "Treats people one-to-one and in families, leads groups where licensed, places a client in a level of care, and "
        "co-signs for colleagues under supervision.",
        (*CARE, *GROUPS, P.PLACEMENT_DECIDE, P.NOTE_COSIGN, P.ASSESS, P.ADMIT),
        is_clinical=True,
    ),
    StartingRole(
        "medical",
        "Medical",
        "Looks after medication and physical health: reads the chart, writes and signs medical notes, decides placements "
        "together with the team. Does not run groups.",
        (*CARE, *TREATS, P.NOTE_WRITE, P.PLACEMENT_DECIDE, P.ASSESS, P.TESTS_COLLECT, P.MEDICATIONS_GIVE),
        is_clinical=True,
    ),
    StartingRole(
        "case_manager",
        "Case manager",
        "Keeps people in care: calls those who were missed, offers make-ups, books appointments, and changes enrolment when "
        "work, family or transport changes.",
        (
            *CARE, *TREATS, P.STATE_DATA_KEEP, P.CLIENT_EDIT, P.ENROL, P.NOTE_WRITE, P.INTAKE_WORK, P.ADMIT, P.TESTS_COLLECT, P.RESOURCES_EDIT,
        ),
        is_clinical=True,
    ),
    StartingRole(
        "intake",
        "Intake",
        "Answers the first call: registers a client, finds a track with a free seat, enrols, and books the assessment. Reads "
        "no clinical notes.",
        (
            P.CLIENT_VIEW, P.CLIENT_EDIT, P.ENROL, P.SESSION_VIEW, P.APPOINTMENT_BOOK, P.CENSUS_VIEW, P.CONCERN_RAISE,
            P.INTAKE_WORK, P.ADMIT, P.CONSENT_KEEP, P.DISCLOSE, P.EMERGENCY_OPEN, P.REGISTER_REPORT,
            P.PORTAL_INVITE, P.REQUEST_SETTLE, P.BILLING_VIEW, P.COVERAGE_KEEP, P.AUTHORIZATION_KEEP, P.PAYMENT_TAKE,
            P.STATE_DATA_KEEP, P.CLIENTS_IMPORT,
        ),
    ),
    StartingRole(
        "biller",
        "Biller",
        "Turns signed attendance into charges and follows the money. Sees who came, when and for how long, and no clinical "
        "notes.",
        (
            P.CLIENT_VIEW, P.SESSION_VIEW, P.CENSUS_VIEW, P.REGISTER_REPORT, P.BILLING_VIEW, P.COVERAGE_KEEP,
            P.AUTHORIZATION_KEEP, P.BILLING_WORK, P.PAYMENT_TAKE, P.BILLING_SETUP, P.REPORTS_VIEW,
        ),
    ),
    StartingRole(
        "clinical_director",
        "Clinical director",
        "Answers for the clinical work: everything a counselor and a therapist may do, staffing and moving sessions, "
        "templates and curriculum, corrections after closing, notes in the wrong chart, co-signatures, the audit record.",
        (
            *CARE, *GROUPS, P.CLIENT_EDIT, P.PLACEMENT_DECIDE, P.ENROL, P.TEMPLATE_EDIT, P.SESSION_MOVE, P.ATTENDANCE_CORRECT,
            P.NOTE_COSIGN, P.NOTE_MARK_ERROR, P.AUDIT_VIEW, P.OUTBOX_VIEW, P.INTAKE_WORK, P.ADMIT, P.INTAKE_SETUP, P.ASSESS,
            P.CONSENT_TEMPLATES, P.PRIVACY_MANAGE, P.REGISTER_KEEP, P.CHART_RESTRICT, P.CHART_MERGE, P.NOTE_TEMPLATES,
            P.MEASURES_SETUP, P.TESTS_SETUP, P.MEDICATIONS_GIVE, P.RESOURCES_EDIT, P.REWARDS_SETUP, P.REVIEW_SETUP,
            P.ABSENCE_SETUP, P.MESSAGES_SETUP, P.BILLING_VIEW, P.COVERAGE_KEEP, P.AUTHORIZATION_KEEP, P.BILLING_CLOSE,
            P.REPORTS_VIEW, P.STATE_DATA_KEEP, P.CLIENTS_IMPORT,
        ),
        is_clinical=True,
    ),
    StartingRole(
        "site_admin",
        "Site administrator",
        "Sets the site up and keeps it running: sites, rooms, staff and their licences, roles, settings, tracks and templates, "
        "messages, API keys, the audit record. Opens no chart and reads no notes.",
        (
            P.SESSION_VIEW, P.SESSION_MOVE, P.TEMPLATE_EDIT, P.STAFF_EDIT, P.CLINIC_EDIT, P.AUDIT_VIEW, P.OUTBOX_VIEW,
            P.API_MANAGE, P.CENSUS_VIEW, P.INTAKE_SETUP, P.CONSENT_TEMPLATES, P.REGISTER_REPORT, P.MESSAGES_SETUP,
            P.OPERATIONS_VIEW, P.BILLING_VIEW, P.BILLING_SETUP, P.BILLING_CLOSE, P.REPORTS_VIEW,
        ),
    ),
    StartingRole(
        "privacy_officer",
        "Privacy officer",
        "Answers for privacy: consents and what left on them, agreements and court orders, emergency access, incidents, "
        "breaches, grievances and requests, restricted and duplicate charts. Reads no clinical notes.",
        (
            P.CLIENT_VIEW, P.CENSUS_VIEW, P.AUDIT_VIEW, P.OUTBOX_VIEW, P.CONSENT_KEEP, P.CONSENT_TEMPLATES, P.DISCLOSE,
            P.PRIVACY_MANAGE, P.REGISTER_REPORT, P.REGISTER_KEEP, P.CHART_RESTRICT, P.CHART_MERGE, P.PORTAL_INVITE,
        ),
    ),
)  # fmt: skip
