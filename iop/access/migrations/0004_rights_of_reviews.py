"""Reviews, absence, messages and background work."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_rights_of_care"),
    ]

    operations = [
        migrations.AlterField(
            model_name="role",
            name="permissions",
            field=django.contrib.postgres.fields.ArrayField(
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
                        ("intake.setup", "Change the fit checklist, referral sources and the program page"),
                        ("assessment.write", "Write and sign assessments and diagnoses"),
                        ("consent.keep", "Have consents signed and record revocations"),
                        ("consent.templates", "Make new versions of consent forms"),
                        ("disclosure.make", "Send information about a client out, through the gate"),
                        ("chart.emergency", "Open a chart outside one's bounds in an emergency, with a reason"),
                        (
                            "privacy.manage",
                            "Keep recipients, agreements and orders; review emergency access and disclosures",
                        ),
                        ("register.report", "Report an incident, breach or grievance"),
                        ("register.keep", "Work on the registers and decide requests"),
                        ("chart.restrict", "Restrict a chart, and open restricted charts"),
                        ("chart.merge", "Join two charts of one person, and undo it"),
                        ("counseling_notes.write", "Keep own SUD counseling notes, which nobody else reads"),
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
                        ("api.manage", "Make and revoke API keys"),
                    ],
                    max_length=40,
                ),
                default=list,
                size=None,
            ),
        ),
    ]
