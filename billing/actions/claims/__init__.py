"""Making claims, checking them, sending them and keeping what is answered."""

from billing.actions.claims.answers import take_in
from billing.actions.claims.batches import drop_from_batch, hand_out, make_batch, make_batches, mark_sent
from billing.actions.claims.checking import check, check_many, mend
from billing.actions.claims.correcting import replace, secondary_of, void
from billing.actions.claims.making import Preview, make, preview
from billing.actions.claims.moving import leave, settle

__all__ = [
    "Preview",
    "check",
    "check_many",
    "drop_from_batch",
    "hand_out",
    "leave",
    "make",
    "make_batch",
    "make_batches",
    "mark_sent",
    "mend",
    "preview",
    "replace",
    "secondary_of",
    "settle",
    "take_in",
    "void",
]
