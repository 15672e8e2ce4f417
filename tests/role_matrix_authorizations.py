"""Which roles may open which page about what payers authorized. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"intake", "biller", "clinical_director"})
"""Who reads what is billed and opens charts. A site administrator opens no chart."""
KEEPS = frozenset({"intake", "biller", "clinical_director"})
"""Who asks payers and keeps what they answer."""

AUTHORIZATIONS: dict[str, frozenset[str]] = {
    "authorizations": KEEPS,
    "authorization": READS,
    "authorization_give": KEEPS,
    "authorization_deny": KEEPS,
    "authorization_appeal": KEEPS,
    "authorization_cancel": KEEPS,
    "authorization_note": KEEPS,
    "client_authorizations": READS,
    "client_authorization_new": KEEPS,
}
