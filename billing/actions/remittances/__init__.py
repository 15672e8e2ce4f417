"""Taking payers' answers in, finding their claims, and posting them."""

from billing.actions.remittances.matching import match_by_hand
from billing.actions.remittances.posting import post
from billing.actions.remittances.receiving import receive

__all__ = ["match_by_hand", "post", "receive"]
