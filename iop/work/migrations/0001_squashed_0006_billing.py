"""Work that waits for somebody.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.db.models.deletion
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("work", "0001_initial"),
        ("work", "0002_more_kinds"),
        ("work", "0003_kinds_of_care"),
        ("work", "0004_kinds_of_reviews"),
        ("work", "0005_kinds_of_families"),
        ("work", "0006_billing"),
    ]

    initial = True

    dependencies = [
        ("clinic", "0001_squashed_0002_site_profile"),
    ]

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="WorkItem",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sign_note", "Note to sign"),
                                    ("cosign_note", "Note to co-sign"),
                                    ("call_absent", "Call somebody who was missed"),
                                    ("schedule_clash", "Schedule clash to settle"),
                                    ("needs_facilitator", "Session without a licensed facilitator"),
                                    ("concern", "Concern to follow up"),
                                    ("credential_expiring", "Credential about to end"),
                                    ("waitlist_seat", "Seat free for somebody waiting"),
                                    ("inquiry_next", "Inquiry to follow up"),
                                    ("hold_expired", "Held seat that ran out"),
                                    ("stay_ask", "Ask after somebody in detox or residential"),
                                    ("write_plan", "Treatment plan to write"),
                                    ("give_measures", "First measures to give"),
                                    ("open_aftercare", "Aftercare plan to begin"),
                                    ("finish_assessment", "Assessment to finish"),
                                    ("revocation_in_writing", "Revocation to get in writing"),
                                    ("consent_expiring", "Consent about to end"),
                                    ("reliance_review", "What was done on a revoked consent"),
                                    ("review_disclosure", "Emergency disclosure to review"),
                                    ("review_access", "Emergency access to review"),
                                    ("register_deadline", "Register entry with a deadline"),
                                    ("review_plan", "Treatment plan to review"),
                                    ("plan_signature", "Treatment plan to be signed by the client"),
                                    ("broken_thread", "Objective that no note has touched"),
                                    ("therapy_missing", "Individual session to book"),
                                    ("check_in_due", "Counselor check-in to hold"),
                                    ("mention", "A colleague asks you"),
                                    ("measure_alert", "Answer to a questionnaire that needs you now"),
                                    ("test_due", "Drug test to collect"),
                                    ("test_unexpected", "Test result to talk about"),
                                    ("test_review", "Test result to review"),
                                    ("offer_naloxone", "Naloxone to offer"),
                                    ("reconcile_medications", "Medication list to go through"),
                                    ("injection_due", "Long-acting injection due"),
                                    ("referral_follow_up", "Referral to follow up"),
                                    ("safety_plan", "Safety plan to make or review"),
                                    ("discharge_summary", "Discharge summary to write"),
                                    ("early_warning", "Early warning to look at"),
                                    ("review_due", "Review of the level of care"),
                                    ("review_cosign", "Review to co-sign"),
                                    ("transition_step", "Step of a change of level"),
                                    ("absence_step", "Next step after missed days"),
                                    ("no_service", "Nobody has seen them for a while"),
                                    ("follow_up", "Check-in after treatment"),
                                    ("first_appointment", "First appointment elsewhere to ask after"),
                                    ("more_support", "Somebody asks for more support"),
                                    ("message_failed", "Message that did not arrive"),
                                    ("thread_waits", "Message of a client to answer"),
                                    ("client_asks", "Something a client asks for"),
                                    ("portal_locked", "Sign-in from outside that was locked"),
                                    ("family_due", "Family session to offer"),
                                    ("coverage_check", "Coverage to check"),
                                    ("authorization_low", "Authorization nearly used up"),
                                    ("authorization_review", "Concurrent review with a payer"),
                                    ("authorization_appeal", "Authorization denied: answer in time"),
                                    ("day_held", "Day that cannot be billed yet"),
                                    ("billed_day_changed", "Day changed after it was billed"),
                                    ("claim_fault", "Claim to mend"),
                                    ("denial", "Denied claim to work on"),
                                    ("estimate_due", "Estimate of costs to give"),
                                    ("payment_missed", "Payment of a plan that did not come"),
                                    ("task", "Task"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clinic.site"
                            ),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work",
                                to="clinic.staffmember",
                            ),
                        ),
                        ("role_key", models.SlugField(blank=True)),
                        ("client_id", models.UUIDField(blank=True, null=True)),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.UUIDField()),
                        ("summary", models.CharField(max_length=300)),
                        ("due_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Open"), ("done", "Done"), ("dropped", "No longer needed")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("dedupe_key", models.CharField(max_length=200)),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("closed_by", models.UUIDField(null=True)),
                        ("outcome", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "ordering": ["due_at"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["assignee", "due_at"],
                                name="work_open_mine",
                            ),
                            models.Index(
                                condition=models.Q(("status", "open")),
                                fields=["site", "role_key", "due_at"],
                                name="work_open_role",
                            ),
                            models.Index(
                                condition=models.Q(("status", "open")), fields=["client_id"], name="work_open_client"
                            ),
                            models.Index(fields=["subject_kind", "subject_id"], name="work_subject"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")), fields=("dedupe_key",), name="work_open_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("status", "open")),
                                    models.Q(models.Q(("status", "open"), _negated=True), ("closed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="work_closed_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("assignee__isnull", False),
                                    models.Q(("role_key", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="work_has_owner",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
