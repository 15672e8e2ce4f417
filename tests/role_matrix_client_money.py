"""Which roles may open which page about what clients pay. The test of the matrix reads this table."""

from __future__ import annotations

TAKES = frozenset({"intake", "biller"})
SEES = TAKES | {"clinical_director"}
"""A site administrator sees balances by account, and opens no chart."""
GIVES_BACK = frozenset({"clinical_director"})
SETS_UP = frozenset({"biller", "site_admin"})

CLIENT_MONEY: dict[str, frozenset[str]] = {
    "client_account": SEES,
    "client_payment_take": TAKES,
    "client_forgive": GIVES_BACK,
    "client_plan_agree": TAKES,
    "client_sliding_fee": TAKES,
    "client_estimate_give": TAKES,
    "client_estimate_ask": TAKES,
    "client_statement_make": TAKES,
    "payment_receipt": TAKES,
    "payment_refund": GIVES_BACK,
    "payment_plan": SEES,
    "payment_plan_end": TAKES,
    "statement": SEES,
    "statement_pdf": TAKES,
    "estimate_pdf": TAKES,
    "client_balances": TAKES,
    "sliding_scale": SETS_UP,
}
