"""How a view tries an action: a refusal goes beside the field it is about, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from iop.core.errors import NotAllowed, Refusal
from iop.pages.schedule_forms.base import RefusableForm


def tried(form: RefusableForm, act: Callable[[], Any], fallback: str | None = None) -> bool:
    """Do ``act`` when the form makes sense; say whether it was done. "Not allowed" goes on to become its own page."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.refuse(refusal, fallback)
        return False
    return True
