"""What a role may be allowed. Policies ask for these; roles (rows) grant them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    CLIENT_VIEW = "client.view", _("Open charts of the site's clients")
    CLIENT_EDIT = "client.edit", _("Register clients and change their details")
    PLACEMENT_DECIDE = "placement.decide", _("Place a client in a level of care")
    ENROL = "enrolment.change", _("Enrol, pause, move and end enrolment in a track")
    TEMPLATE_EDIT = "template.edit", _("Change tracks, weekly templates and the curriculum")
    SESSION_VIEW = "session.view", _("Open the treatment day")
    SESSION_RUN = "session.run", _("Run a session: start, attendance, check-in, wrap-up, close")
    SESSION_MOVE = "session.move", _("Move, cancel and staff sessions")
    ATTENDANCE_CORRECT = "attendance.correct", _("Correct attendance after a session has closed")
    APPOINTMENT_BOOK = "appointment.book", _("Book, move and cancel appointments")
    NOTE_VIEW = "note.view", _("Read clinical notes")
    NOTE_WRITE = "note.write", _("Write and sign clinical notes")
    NOTE_COSIGN = "note.cosign", _("Co-sign notes of supervised staff")
    NOTE_MARK_ERROR = "note.mark_error", _("Mark a note as entered in error")
    CONCERN_RAISE = "concern.raise", _("Raise and follow up a concern about safety")
    CENSUS_VIEW = "census.view", _("See the census")
    STAFF_EDIT = "staff.edit", _("Change staff, credentials and roles")
    CLINIC_EDIT = "clinic.edit", _("Change sites, rooms, levels and settings")
    AUDIT_VIEW = "audit.view", _("Read the audit record")
    OUTBOX_VIEW = "outbox.view", _("See messages and their delivery")
    INTAKE_WORK = "intake.work", _("Take calls, hold seats and keep the intake board")
    ADMIT = "intake.admit", _("Admit somebody once nothing is missing")
    INTAKE_SETUP = "intake.setup", _("Change the fit checklist, referral sources and the program page")
    ASSESS = "assessment.write", _("Write and sign assessments and diagnoses")
    CONSENT_KEEP = "consent.keep", _("Have consents signed and record revocations")
    CONSENT_TEMPLATES = "consent.templates", _("Make new versions of consent forms")
    DISCLOSE = "disclosure.make", _("Send information about a client out, through the gate")
    EMERGENCY_OPEN = "chart.emergency", _("Open a chart outside one's bounds in an emergency, with a reason")
    PRIVACY_MANAGE = (
        "privacy.manage",
        _("Keep recipients, agreements and orders; review emergency access and disclosures"),
    )
    REGISTER_REPORT = "register.report", _("Report an incident, breach or grievance")
    REGISTER_KEEP = "register.keep", _("Work on the registers and decide requests")
    CHART_RESTRICT = "chart.restrict", _("Restrict a chart, and open restricted charts")
    CHART_MERGE = "chart.merge", _("Join two charts of one person, and undo it")
    COUNSELING_NOTES = "counseling_notes.write", _("Keep own SUD counseling notes, which nobody else reads")
    API_MANAGE = "api.manage", _("Make and revoke API keys")
