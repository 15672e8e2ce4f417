"""The discharge summary: begun from what the chart knows, written, signed, co-signed, added to."""

from therapy.actions.summaries.after import add_addendum, cosign_summary, return_summary
from therapy.actions.summaries.drafts import open_summary, save_summary
from therapy.actions.summaries.owing import owe_summary
from therapy.actions.summaries.signing import sign_summary

__all__ = [
    "add_addendum",
    "cosign_summary",
    "open_summary",
    "owe_summary",
    "return_summary",
    "save_summary",
    "sign_summary",
]
