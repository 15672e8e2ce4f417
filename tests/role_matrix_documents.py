"""Which roles may open which page about papers and numbers of a chart. The test of the matrix reads this table."""

from __future__ import annotations

KEEPS = frozenset({"case_manager", "intake", "clinical_director"})
"""Who keeps clients' details, and so sees and changes their numbers."""
WRITES = frozenset({"counselor", "therapist", "medical"})
PRIVACY = frozenset({"privacy_officer"})
CHART = KEEPS | WRITES | PRIVACY | {"biller"}

DOCUMENTS: dict[str, frozenset[str]] = {
    "client_documents": CHART,
    "client_document_add": KEEPS | WRITES | PRIVACY,
    "client_document": CHART,
    "client_document_share": KEEPS | WRITES | PRIVACY,
    "client_document_error": KEEPS | PRIVACY,
    "client_identifier_add": KEEPS,
    "client_identifier_remove": KEEPS,
    "client_identifier_show": KEEPS,
}
