"""Kinds of licences, and what each allows. Where a state differs, the clinic changes the row."""

from __future__ import annotations

ALONE = {"may_lead": True, "may_lead_supervised": False, "may_sign": True, "needs_cosignature": False, "expires": True}
SUPERVISED = {
    "may_lead": False,
    "may_lead_supervised": True,
    "may_sign": True,
    "needs_cosignature": True,
    "expires": True,
}
MEDICAL = {**ALONE, "may_lead": False}
"""Signs, and leads no group: medical staff and case managers."""
PEER = {"may_lead": False, "may_lead_supervised": False, "may_sign": False, "needs_cosignature": False, "expires": True}

CREDENTIALS: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("LCSW", "Licensed clinical social worker", ALONE),
    ("LMHC", "Licensed mental health counselor", ALONE),
    ("LPC", "Licensed professional counselor", ALONE),
    ("LMFT", "Licensed marriage and family therapist", ALONE),
    ("LADC", "Licensed alcohol and drug counselor", ALONE),
    ("CADC", "Certified alcohol and drug counselor", ALONE),
    ("LISAC", "Licensed independent substance abuse counselor (Arizona)", ALONE),
    ("PSYD", "Licensed psychologist", ALONE),
    ("RN", "Registered nurse", MEDICAL),
    ("NP", "Nurse practitioner", MEDICAL),
    ("MD", "Physician", MEDICAL),
    ("CCM", "Certified case manager", MEDICAL),
    ("INTERN", "Intern or license candidate, supervised", SUPERVISED),
    ("CARC", "Certified addiction recovery coach (peer)", PEER),
)
