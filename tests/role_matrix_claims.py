"""Which roles may open which page about claims and their batches. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"intake", "biller", "clinical_director"})
"""Who reads what is billed and opens charts."""
WORKS = frozenset({"biller"})
"""Who makes, sends and corrects claims."""

CLAIMS: dict[str, frozenset[str]] = {
    "claims": WORKS,
    "claims_make": WORKS,
    "claims_batch": WORKS,
    "claim": READS,
    "claim_check": WORKS,
    "claim_paper": READS,
    "claim_pdf": READS,
    "claim_step": WORKS,
    "claim_batches": WORKS,
    "claim_batch": WORKS,
    "claim_batch_file": WORKS,
    "claim_batch_sent": WORKS,
    "client_superbill": READS,
}
