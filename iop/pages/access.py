"""How a view says that it needs no sign-in. Search for ``@public`` to see every such page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Let anybody open this view. Every other view asks for a sign-in (``iop.pages.middleware``)."""
    return login_not_required(view)
