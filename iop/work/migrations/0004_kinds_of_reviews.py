"""Reviews, absence, messages and background work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0003_kinds_of_care"),
    ]

    operations = [
        migrations.AlterField(
            model_name="workitem",
            name="kind",
            field=models.CharField(
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
                    ("task", "Task"),
                ],
                max_length=30,
            ),
        ),
    ]
