"""Which roles may open which page about charges, held days and the ledger. The test of the matrix reads this table."""

from __future__ import annotations

VIEWS = frozenset({"intake", "biller", "clinical_director"})
"""Who reads what is billed and opens charts. A site administrator opens no chart."""
WORKS = frozenset({"biller"})
BOOKS = VIEWS | {"site_admin"}
"""Who reads the books: in them a client whom the reader does not look after stays unnamed."""
CLOSES = frozenset({"clinical_director", "site_admin"})

CHARGES: dict[str, frozenset[str]] = {
    "client_charges": VIEWS,
    "held_days": WORKS,
    "held_days_work": WORKS,
    "billing_days": VIEWS,
    "billing_day": VIEWS,
    "billing_day_decide": WORKS,
    "billing_day_hand": WORKS,
    "billing_day_anew": WORKS,
    "billing_day_leave": WORKS,
    "charge_take_back": WORKS,
    "charges_reprice": WORKS,
    "ledger": BOOKS,
    "ledger_csv": BOOKS,
    "month_close": CLOSES,
}
