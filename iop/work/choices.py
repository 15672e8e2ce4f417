"""Kinds of work that somebody owes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkKind(models.TextChoices):
    SIGN_NOTE = "sign_note", _("Note to sign")
    COSIGN_NOTE = "cosign_note", _("Note to co-sign")
    CALL_ABSENT = "call_absent", _("Call somebody who was missed")
    SCHEDULE_CLASH = "schedule_clash", _("Schedule clash to settle")
    NEEDS_FACILITATOR = "needs_facilitator", _("Session without a licensed facilitator")
    CONCERN = "concern", _("Concern to follow up")
    CREDENTIAL_EXPIRING = "credential_expiring", _("Credential about to end")
    WAITLIST_SEAT = "waitlist_seat", _("Seat free for somebody waiting")
    INQUIRY_NEXT = "inquiry_next", _("Inquiry to follow up")
    HOLD_EXPIRED = "hold_expired", _("Held seat that ran out")
    STAY_ASK = "stay_ask", _("Ask after somebody in detox or residential")
    WRITE_PLAN = "write_plan", _("Treatment plan to write")
    GIVE_MEASURES = "give_measures", _("First measures to give")
    OPEN_AFTERCARE = "open_aftercare", _("Aftercare plan to begin")
    FINISH_ASSESSMENT = "finish_assessment", _("Assessment to finish")
    REVOCATION_IN_WRITING = "revocation_in_writing", _("Revocation to get in writing")
    CONSENT_EXPIRING = "consent_expiring", _("Consent about to end")
    RELIANCE_REVIEW = "reliance_review", _("What was done on a revoked consent")
    REVIEW_DISCLOSURE = "review_disclosure", _("Emergency disclosure to review")
    REVIEW_ACCESS = "review_access", _("Emergency access to review")
    REGISTER_DEADLINE = "register_deadline", _("Register entry with a deadline")
    REVIEW_PLAN = "review_plan", _("Treatment plan to review")
    PLAN_SIGNATURE = "plan_signature", _("Treatment plan to be signed by the client")
    BROKEN_THREAD = "broken_thread", _("Objective that no note has touched")
    THERAPY_MISSING = "therapy_missing", _("Individual session to book")
    CHECK_IN_DUE = "check_in_due", _("Counselor check-in to hold")
    MENTION = "mention", _("A colleague asks you")
    MEASURE_ALERT = "measure_alert", _("Answer to a questionnaire that needs you now")
    TEST_DUE = "test_due", _("Drug test to collect")
    TEST_UNEXPECTED = "test_unexpected", _("Test result to talk about")
    TEST_REVIEW = "test_review", _("Test result to review")
    OFFER_NALOXONE = "offer_naloxone", _("Naloxone to offer")
    RECONCILE_MEDICATIONS = "reconcile_medications", _("Medication list to go through")
    INJECTION_DUE = "injection_due", _("Long-acting injection due")
    REFERRAL_FOLLOW_UP = "referral_follow_up", _("Referral to follow up")
    SAFETY_PLAN = "safety_plan", _("Safety plan to make or review")
    DISCHARGE_SUMMARY = "discharge_summary", _("Discharge summary to write")
    EARLY_WARNING = "early_warning", _("Early warning to look at")
    TASK = "task", _("Task")


class WorkStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")
