"""Changing somebody's level of care as one act: preview, carry out, undo until it begins."""

from iop.workflows.transitions.carrying import ChangedSince, carry_out, preview
from iop.workflows.transitions.undoing import undo
from iop.workflows.transitions.wish import Change, InTheWay, Preview, Wish

__all__ = ["Change", "ChangedSince", "InTheWay", "Preview", "Wish", "carry_out", "preview", "undo"]
