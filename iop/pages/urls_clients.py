"""Addresses of the pages about clients: list, census, chart, enrolment, concerns, and the palette."""

from django.urls import URLPattern, path

from iop.pages.views import census, clients, search
from iop.pages.views.chart import care, concerns, contacts, enrolment, parts

urlpatterns: list[URLPattern] = [
    path("palette/", search.palette, name="palette"),
    path("census/", census.census, name="census"),
    path("clients/", clients.clients, name="clients"),
    path("clients/download/", clients.clients_download, name="clients_download"),
    path("clients/new/", clients.client_new, name="client_new"),
    path("clients/<uuid:client_id>/", parts.client, name="client"),
    path("clients/<uuid:client_id>/schedule/", parts.client_schedule, name="client_schedule"),
    path("clients/<uuid:client_id>/attendance/", parts.client_attendance, name="client_attendance"),
    path("clients/<uuid:client_id>/notes/", parts.client_notes, name="client_notes"),
    path("clients/<uuid:client_id>/notes/<uuid:line_id>/", parts.client_note, name="client_note"),
    path("clients/<uuid:client_id>/edit/", clients.client_edit, name="client_edit"),
    path("clients/<uuid:client_id>/photo/", clients.client_photo, name="client_photo"),
    path("clients/<uuid:client_id>/photo/set/", clients.client_photo_set, name="client_photo_set"),
    path("clients/<uuid:client_id>/contacts/", contacts.client_contacts, name="client_contacts"),
    path("clients/<uuid:client_id>/contacts/add/", contacts.client_contact_add, name="client_contact_add"),
    path(
        "clients/<uuid:client_id>/contacts/<uuid:point_id>/remove/",
        contacts.client_contact_remove,
        name="client_contact_remove",
    ),
    path("clients/<uuid:client_id>/contacts/channels/", contacts.client_channels, name="client_channels"),
    path("clients/<uuid:client_id>/contacts/emergency/", contacts.client_emergency, name="client_emergency"),
    path("clients/<uuid:client_id>/care/", care.client_care, name="client_care"),
    path("clients/<uuid:client_id>/care/place/", care.client_place, name="client_place"),
    path(
        "clients/<uuid:client_id>/care/placements/<uuid:placement_id>/withdraw/",
        care.client_placement_withdraw,
        name="client_placement_withdraw",
    ),
    path("clients/<uuid:client_id>/care/admit/", care.client_admit, name="client_admit"),
    path("clients/<uuid:client_id>/care/team/", care.client_team, name="client_team"),
    path("clients/<uuid:client_id>/care/close/", care.client_inquiry_close, name="client_inquiry_close"),
    path("clients/<uuid:client_id>/care/return/", care.client_return, name="client_return"),
    path("clients/<uuid:client_id>/concern/", concerns.client_concern, name="client_concern"),
    path("concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path("clients/<uuid:client_id>/enrol/", enrolment.client_enrol, name="client_enrol"),
    path("clients/<uuid:client_id>/wait/", enrolment.client_wait, name="client_wait"),
    path("enrolments/<uuid:enrolment_id>/", enrolment.enrolment, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/pause/", enrolment.enrolment_pause, name="enrolment_pause"),
    path(
        "enrolments/<uuid:enrolment_id>/pauses/<uuid:pause_id>/cancel/",
        enrolment.enrolment_pause_cancel,
        name="enrolment_pause_cancel",
    ),
    path("enrolments/<uuid:enrolment_id>/weekdays/", enrolment.enrolment_weekdays, name="enrolment_weekdays"),
    path("enrolments/<uuid:enrolment_id>/track/", enrolment.enrolment_track, name="enrolment_track"),
    path("enrolments/<uuid:enrolment_id>/end/", enrolment.enrolment_end, name="enrolment_end"),
    path("enrolments/<uuid:enrolment_id>/withdraw/", enrolment.enrolment_withdraw, name="enrolment_withdraw"),
]
