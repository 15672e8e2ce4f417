"""Addresses of the pages about how long a stay lasts, and the packet of a review."""

from django.urls import URLPattern, path

from iop.pages.views import stays

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/care/length/", stays.client_length, name="client_length"),
    path(
        "stay-extensions/<uuid:extension_id>/withdraw/", stays.stay_extension_withdraw, name="stay_extension_withdraw"
    ),
    path("reviews/<uuid:packet_review_id>/packet/", stays.level_review_packet, name="level_review_packet"),
]
