"""People who sign in from outside."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

from clients.models import PortalAccount
from iop.accounts.choices import UserKind
from iop.accounts.models import User


def make_account(*, client=None, person=None, email="someone@home.example", language="en", **fields) -> PortalAccount:
    """Give a client or a related person a sign-in of their own."""
    kind = UserKind.CLIENT if client else UserKind.RELATED
    user = User.objects.create_user(email=email, kind=kind, language=language)
    return PortalAccount.objects.create(user=user, client=client, person=person, word="blue heron", **fields)


def enter(browser, account) -> None:
    """Sign in from outside with Django's test browser."""
    browser.force_login(account.user, backend="allauth.account.auth_backends.AuthenticationBackend")


def portal_addresses() -> dict[str, tuple[frozenset[str], list[str]]]:
    """Every address made for clients or relatives: for which kinds, with the places it has."""
    return {name: (kinds, places) for name, kinds, places in _walk(get_resolver().url_patterns)}


def _walk(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "portal_of"):
            yield pattern.name, pattern.callback.portal_of, list(pattern.pattern.converters)
