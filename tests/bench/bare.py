"""One view of the bare worker, which loads what any API loads."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.urls import path
from rest_framework import generics, serializers


class GroupOut(serializers.ModelSerializer[Group]):
    class Meta:
        model = Group
        fields = ["id", "name"]


class Groups(generics.ListAPIView[Group]):
    """An empty list."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    serializer_class = GroupOut
    queryset = Group.objects.order_by("pk")


urlpatterns = [path("groups/", Groups.as_view())]
