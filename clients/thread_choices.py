"""Words and limits of messages between clients and their care team."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import CareRole

THREAD = "clients.thread"
"""What a thread is called where work, messages and the audit record point to it."""
MOST_WORDS = 5_000
"""How many characters one message may have."""
MOST_SUBJECT = 120
MOST_FILES = 3
"""How many files go with one message."""
MOST_A_DAY = 40
"""How many messages somebody may write within a day before they are asked to call."""
AFTER_TREATMENT_ROLE = "case_manager"
"""Who answers people whose treatment has ended: contact after treatment is theirs."""
FALLBACK_ROLE = "clinical_director"
"""Who answers where nobody at the site holds the role that a message is for."""


class ThreadAbout(models.TextChoices):
    APPOINTMENT = "appointment", _("An appointment or a session")
    MEDICATION = "medication", _("A question about medication")
    PAPERWORK = "paperwork", _("Papers, work or insurance")
    OTHER = "other", _("Something else")


CARE_ROLE = {
    ThreadAbout.APPOINTMENT: CareRole.PRIMARY_COUNSELOR,
    ThreadAbout.MEDICATION: CareRole.PRESCRIBER,
    ThreadAbout.PAPERWORK: CareRole.CASE_MANAGER,
    ThreadAbout.OTHER: CareRole.PRIMARY_COUNSELOR,
}
"""Who of the care team a message is for first."""
SITE_ROLE = {
    ThreadAbout.APPOINTMENT: "case_manager",
    ThreadAbout.MEDICATION: "medical",
    ThreadAbout.PAPERWORK: "case_manager",
    ThreadAbout.OTHER: "counselor",
}
"""Whose at the site it is when nobody of the care team has that part."""
