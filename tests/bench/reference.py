"""The reference views: what a page costs on Django and this database with nothing but what each one names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination

from clients.models import Client
from iop.clinic.models import SiteRole
from iop.core import clock
from scheduling.models import Track
from sessions_app.models import ProgramSession

ROWS = 30
FROM = dt.timedelta(days=1)


def _days(request: HttpRequest) -> QuerySet[ProgramSession]:
    """Thirty days of a site by the index that leads with it."""
    days = ProgramSession.objects.filter(site=request.GET["site"], starts_at__gte=clock.now() - FROM)
    return days.select_related("track").order_by("starts_at")[:ROWS]


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    return list(_days(request).values("id", "starts_at", "ends_at", "status", "track__name"))


def values(request: HttpRequest) -> HttpResponse:
    """One indexed query, ``.values()``, JSON."""
    return JsonResponse({"rows": _rows(request)})


def auth(request: HttpRequest) -> HttpResponse:
    """The same, with session and user."""
    return JsonResponse({"rows": _rows(request), "user": str(request.user.pk)})


def ref(request: HttpRequest) -> HttpResponse:
    """The same, with one permission query and one access-log INSERT, as HTML from strings made in Python."""
    roles = list(SiteRole.objects.filter(staff__user=request.user.pk).values_list("role__permissions", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (at, actor_kind, actor_id, verb, subject_kind, channel, request_id, detail) "
            "VALUES (now(), 'staff', %s, 'bench.opened', '', 'web', '', '{}')",
            [request.user.pk],
        )
    cells = "".join(
        f"<tr><td>{row['track__name']}</td><td>{row['starts_at']:%H:%M}</td><td>{row['status']}</td></tr>"
        for row in _rows(request)
    )
    return HttpResponse(f"<!doctype html><title>{len(roles)}</title><table>{cells}</table>")


class TrackOfDay(serializers.ModelSerializer[Track]):
    class Meta:
        model = Track
        fields = ["id", "name", "day_part"]


class Day(serializers.ModelSerializer[ProgramSession]):
    track = TrackOfDay()

    class Meta:
        model = ProgramSession
        fields = ["id", "track", "on", "starts_at", "ends_at", "focus", "status", "version"]


class Drf(generics.ListAPIView[ProgramSession]):
    """One query through a nested ModelSerializer."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    filter_backends: list[Any] = []
    pagination_class = None
    serializer_class = Day

    def get_queryset(self) -> Any:
        return _days(self.request)


class Person(serializers.ModelSerializer[Client]):
    class Meta:
        model = Client
        fields = [
            "id", "record_number", "legal_first_name", "legal_last_name", "preferred_name", "date_of_birth", "language",
            "version", "created_at",
        ]  # fmt: skip


class Pages(PageNumberPagination):
    page_size = ROWS


class ClientsDrf(generics.ListAPIView[Client]):
    """Thirty of all clients and their count, through the framework."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    filter_backends: list[Any] = []
    pagination_class = Pages
    serializer_class = Person
    queryset = Client.objects.order_by("legal_last_name", "legal_first_name", "id")


def book(request: HttpRequest) -> HttpResponse:
    """One INSERT under an exclusion constraint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO scheduling_busytime (calendar_id, starts_at, ends_at, source, source_id) "
            "SELECT (SELECT id FROM scheduling_calendar WHERE client_id IS NOT NULL LIMIT 1), s.at, s.at + interval '1 minute', "
            "'block', gen_random_uuid() FROM (SELECT timestamptz '2100-01-01' + nextval('bench_slot') * interval '2 minutes' AS at) s"
        )
    return HttpResponse("ok")


urlpatterns = [
    path("values/", login_not_required(values)),
    path("auth/", login_not_required(auth)),
    path("ref/", login_not_required(ref)),
    path("drf/", Drf.as_view()),
    path("clientsdrf/", ClientsDrf.as_view()),
    path("book/", login_not_required(book)),
]
