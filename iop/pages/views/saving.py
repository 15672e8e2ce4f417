"""How a view tries an action: a refusal goes beside the field it is about, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from iop.pages.schedule_forms.base import RefusableForm


def tried(form: RefusableForm, act: Callable[[], Any], fallback: str | None = None) -> bool:
    """Do ``act`` when the form makes sense; say whether it was done. What clashes is said beside ``fallback``."""
    if fallback:
        form.clash_beside = fallback
    return form.attempt(act)
