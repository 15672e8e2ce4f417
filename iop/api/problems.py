"""Every refusal as RFC 9457 problem details, in the same words as the pages."""

from __future__ import annotations

from drf_standardized_errors.handler import exception_handler as handle

__all__ = ["handle"]
