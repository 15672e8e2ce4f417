"""Paging by cursor: stable while rows are added, and as fast on the last page as on the first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from iop.core.errors import Invalid
from iop.core.words import say

NOT_OURS = say("This cursor leads nowhere. Follow `next` and `previous` as they were given.")
TOO_LARGE = say("A page has between 1 and 200 rows.")


class ByCursor(CursorPagination):
    """Thirty rows a page unless ``page_size`` asks for up to two hundred."""

    page_size = 30
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "id"

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any] | None:
        """Give a page. Raises ``Invalid`` for a cursor that somebody wrote by themselves."""
        try:
            page: list[Any] | None = super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError) as wrong:
            raise Invalid(NOT_OURS, field="cursor") from wrong
        return page

    def get_page_size(self, request: Request) -> int:
        """Read the size that was asked for. Raises ``Invalid`` for one that cannot be."""
        told = request.query_params.getlist("page_size")
        if not told:
            return self.page_size
        text = told[0]
        if len(told) > 1 or not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= self.max_page_size:
            raise Invalid(TOO_LARGE, field="page_size")
        return int(text)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, object]]:
        """Say in the schema how large a page may be."""
        told: list[dict[str, object]] = super().get_schema_operation_parameters(view)
        for parameter in told:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        return told


class NewestFirst(ByCursor):
    """The same, with what happened last on the first page: for logs."""

    ordering = "-id"
