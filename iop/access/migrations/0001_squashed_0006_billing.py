"""The roles and their permissions.

What the steps before made one by one, made at once: an empty database comes to the same schema much sooner.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

import iop.core.clock
import iop.core.ids
import iop.core.migrating


class Migration(migrations.Migration):
    replaces = [
        ("access", "0001_initial"),
        ("access", "0002_more_permissions"),
        ("access", "0003_rights_of_care"),
        ("access", "0004_rights_of_reviews"),
        ("access", "0005_rights_of_families"),
        ("access", "0006_billing"),
    ]

    initial = True

    dependencies = []

    operations = [
        iop.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Role",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=iop.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=iop.core.clock.now, editable=False)),
                        ("key", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=80)),
                        ("description", models.TextField()),
                        (
                            "permissions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("client.view", "Open charts of the site's clients"),
                                        ("client.edit", "Register clients and change their details"),
                                        ("placement.decide", "Place a client in a level of care"),
                                        ("enrolment.change", "Enrol, pause, move and end enrolment in a track"),
                                        ("template.edit", "Change tracks, weekly templates and the curriculum"),
                                        ("session.view", "Open the treatment day"),
                                        ("session.run", "Run a session: start, attendance, check-in, wrap-up, close"),
                                        ("session.move", "Move, cancel and staff sessions"),
                                        ("attendance.correct", "Correct attendance after a session has closed"),
                                        ("appointment.book", "Book, move and cancel appointments"),
                                        ("note.view", "Read clinical notes"),
                                        ("note.write", "Write and sign clinical notes"),
                                        ("note.cosign", "Co-sign notes of supervised staff"),
                                        ("note.mark_error", "Mark a note as entered in error"),
                                        ("concern.raise", "Raise and follow up a concern about safety"),
                                        ("census.view", "See the census"),
                                        ("staff.edit", "Change staff, credentials and roles"),
                                        ("clinic.edit", "Change sites, rooms, levels and settings"),
                                        ("audit.view", "Read the audit record"),
                                        ("outbox.view", "See messages and their delivery"),
                                        ("intake.work", "Take calls, hold seats and keep the intake board"),
                                        ("intake.admit", "Admit somebody once nothing is missing"),
                                        (
                                            "intake.setup",
                                            "Change the fit checklist, referral sources and the program page",
                                        ),
                                        ("assessment.write", "Write and sign assessments and diagnoses"),
                                        ("consent.keep", "Have consents signed and record revocations"),
                                        ("consent.templates", "Make new versions of consent forms"),
                                        ("disclosure.make", "Send information about a client out, through the gate"),
                                        (
                                            "chart.emergency",
                                            "Open a chart outside one's bounds in an emergency, with a reason",
                                        ),
                                        (
                                            "privacy.manage",
                                            "Keep recipients, agreements and orders; review emergency access and disclosures",
                                        ),
                                        ("register.report", "Report an incident, breach or grievance"),
                                        ("register.keep", "Work on the registers and decide requests"),
                                        ("chart.restrict", "Restrict a chart, and open restricted charts"),
                                        ("chart.merge", "Join two charts of one person, and undo it"),
                                        (
                                            "counseling_notes.write",
                                            "Keep own SUD counseling notes, which nobody else reads",
                                        ),
                                        ("plan.write", "Write, sign and review treatment plans"),
                                        ("note.templates", "Change note templates"),
                                        ("measures.give", "Give questionnaires and read their results"),
                                        ("measures.setup", "Load questionnaires and change their rhythm"),
                                        ("tests.view", "Read drug test results"),
                                        ("tests.collect", "Order, collect and enter drug tests"),
                                        ("tests.setup", "Change panels, and draw who is tested"),
                                        ("medications.view", "Read medications and allergies"),
                                        ("medications.keep", "Keep the medication list; give naloxone kits"),
                                        ("medications.give", "Record injections given"),
                                        ("support.keep", "Work on referrals, contacts and support meetings"),
                                        ("resources.edit", "Change the list of community resources"),
                                        ("rewards.give", "Draw and hand out rewards"),
                                        ("rewards.setup", "Switch rewards on and set their caps"),
                                        ("review.write", "Prepare and sign reviews of the level of care"),
                                        ("review.setup", "Change the rhythm of reviews and the target weeks"),
                                        ("absence.setup", "Change the policy about missed days"),
                                        ("messages.setup", "Change reminders, and send failed messages again"),
                                        ("operations.view", "See background work and its failures"),
                                        ("portal.invite", "Let clients and relatives sign in from outside"),
                                        ("thread.answer", "Read and answer messages of clients"),
                                        ("family.keep", "Keep family sessions and what is offered to families"),
                                        ("request.settle", "Settle what clients ask for: other times, corrections"),
                                        ("billing.view", "See coverage, authorizations, charges, claims and balances"),
                                        ("coverage.keep", "Enter and check who covers a client"),
                                        (
                                            "authorization.keep",
                                            "Ask payers for authorization and keep what they answer",
                                        ),
                                        ("billing.work", "Work on held days, claims, remittances and denials"),
                                        ("payment.take", "Take payments of clients and make estimates and plans"),
                                        ("billing.setup", "Change payers, billing rules and fees"),
                                        ("billing.close", "Write off, refund and close a month"),
                                        ("api.manage", "Make and revoke API keys"),
                                    ],
                                    max_length=40,
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("is_clinical", models.BooleanField(default=False)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["position", "name"],
                    },
                ),
            ],
        ),
    ]
