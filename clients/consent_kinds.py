"""What a fresh draft of each kind of consent proposes. The client changes it; nothing here binds anybody."""

from __future__ import annotations

from typing import Any

from clients.choices import ConsentKind, Information, Purpose, RecipientClass

CARE_INFORMATION = tuple(code for code in Information.values if code != Information.COUNSELING_NOTES)

PROPOSED: dict[str, dict[str, Any]] = {
    ConsentKind.TPO: {
        "information": list(CARE_INFORMATION),
        "recipient_class": RecipientClass.TPO,
        "purposes": [Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS],
        "never_expires": True,
    },
    ConsentKind.RELATIVE: {
        "information": [Information.PRESENCE, Information.ATTENDANCE, Information.SAFETY],
        "purposes": [Purpose.FAMILY_SUPPORT],
    },
    ConsentKind.CRIMINAL_JUSTICE: {
        "information": [Information.PRESENCE, Information.ATTENDANCE, Information.PROGRESS],
        "purposes": [Purpose.MONITORING],
    },
    ConsentKind.LEGAL_PROCEEDINGS: {"purposes": [Purpose.LEGAL_PROCEEDINGS]},
    ConsentKind.COUNSELING_NOTES: {"information": [Information.COUNSELING_NOTES], "purposes": [Purpose.TREATMENT]},
}
"""Codes by kind; the words that go with them are in ``consent_texts``."""

FIXED: dict[str, frozenset[str]] = {
    ConsentKind.TPO: frozenset({"purposes"}),
    ConsentKind.LEGAL_PROCEEDINGS: frozenset({"purposes"}),
    ConsentKind.COUNSELING_NOTES: frozenset({"information"}),
}
"""What a page does not offer to change, because any other answer would be refused."""
