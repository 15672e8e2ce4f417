"""Paging by cursor: stable while rows are added, and as fast on the last page as on the first."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    """Thirty rows a page unless ``page_size`` asks for up to two hundred."""

    page_size = 30
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "id"
