"""Which roles may open which page about clients. The test of the matrix reads this table."""

from __future__ import annotations

EVERYBODY = frozenset(
    {
        "counselor",
        "therapist",
        "medical",
        "case_manager",
        "intake",
        "biller",
        "clinical_director",
        "site_admin",
        "privacy_officer",
    }
)
CHART = EVERYBODY - {"site_admin"}
"""Who may open charts."""
KEEPS = frozenset({"case_manager", "intake", "clinical_director"})
"""Who registers clients and keeps their details."""
DECIDES = frozenset({"therapist", "medical", "clinical_director"})
"""Who decides about levels of care."""
ENROLS = frozenset({"case_manager", "intake", "clinical_director"})
READS_NOTES = CHART - {"intake", "biller", "privacy_officer"}
WORRIES = CHART - {"biller", "privacy_officer"}

CLIENTS: dict[str, frozenset[str]] = {
    "palette": EVERYBODY,
    "census": EVERYBODY,
    "clients": CHART,
    "clients_download": KEEPS,
    "client_new": KEEPS,
    "client": CHART,
    "client_schedule": CHART,
    "client_attendance": CHART,
    "client_notes": READS_NOTES,
    "client_note": READS_NOTES,
    "client_edit": KEEPS,
    "client_photo": CHART,
    "client_photo_set": KEEPS,
    "client_contacts": CHART,
    "client_contact_add": KEEPS,
    "client_contact_remove": KEEPS,
    "client_channels": KEEPS,
    "client_emergency": KEEPS,
    "client_care": CHART,
    "client_place": DECIDES,
    "client_placement_withdraw": DECIDES,
    "client_admit": KEEPS | DECIDES,
    "client_team": KEEPS | DECIDES,
    "client_inquiry_close": KEEPS | DECIDES,
    "client_return": KEEPS,
    "client_concern": WORRIES,
    "concern": CHART,
    "client_enrol": ENROLS,
    "client_wait": ENROLS,
    "enrolment": CHART,
    "enrolment_pause": ENROLS,
    "enrolment_pause_cancel": ENROLS,
    "enrolment_weekdays": ENROLS,
    "enrolment_track": ENROLS,
    "enrolment_end": ENROLS,
    "enrolment_withdraw": ENROLS,
}
