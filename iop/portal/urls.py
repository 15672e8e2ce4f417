"""Where the addresses of clients and families lead. Paths say nothing about treatment."""

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("", include("iop.portal.urls_door")),
    path("", include("iop.portal.urls_home")),
    path("", include("iop.portal.urls_recovery")),
    path("", include("iop.portal.urls_papers")),
    path("", include("iop.portal.urls_threads")),
    path("", include("iop.portal.urls_shared")),
    path("", include("iop.portal.urls_family_groups")),
    path("", include("iop.portal.urls_bills")),
]
