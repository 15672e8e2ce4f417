"""Which roles may open which page about answers of payers and denials. The test of the matrix reads this table."""

from __future__ import annotations

WORKS = frozenset({"biller"})
"""Who works on remittances and denials."""
LOOKS = WORKS | {"clinical_director"}
"""Who looks at denials: those who decide about large sums too."""

REMITTANCES: dict[str, frozenset[str]] = {
    "remittances": WORKS,
    "remittance_files": WORKS,
    "remittance": WORKS,
    "remittance_post": WORKS,
    "remittance_match": WORKS,
    "denials": LOOKS | {"site_admin"},
    "denial": LOOKS,
    "denial_take": WORKS,
    "denial_step": WORKS,
    "denial_give_up": LOOKS,
    "denial_letter": WORKS,
    "denial_letter_paper": LOOKS,
}
