"""Where a request comes from, for the record and for the locks on the door."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Say the address of whoever asks; empty when none can be told.

    Only the last ``ALLAUTH_TRUSTED_PROXY_COUNT`` entries of X-Forwarded-For are believed: the rest anybody can write.
    """
    told = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        told = forwarded[-proxies]
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""
