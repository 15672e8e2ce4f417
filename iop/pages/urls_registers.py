"""Addresses of the pages about guarded charts, emergency access, and the registers."""

from django.urls import URLPattern, path

from iop.pages.views.registers import charts, emergency, entries

urlpatterns: list[URLPattern] = [
    path("emergency/", emergency.search, name="emergency"),
    path("emergency/reviews/", emergency.accesses, name="emergency_accesses"),
    path("emergency/<uuid:access_id>/", emergency.access, name="emergency_access"),
    path("emergency/<uuid:access_id>/give-back/", emergency.give_back, name="emergency_give_back"),
    path("clients/<uuid:client_id>/emergency-access/", emergency.open_chart, name="emergency_open"),
    path("clients/<uuid:client_id>/guard/", charts.guard, name="chart_guard"),
    path("clients/<uuid:client_id>/guard/restrict/", charts.restrict, name="chart_restrict"),
    path("clients/<uuid:client_id>/guard/lift/", charts.lift, name="chart_lift"),
    path("clients/<uuid:client_id>/merge/", charts.merge_find, name="chart_merge_find"),
    path("clients/<uuid:client_id>/merge/join/", charts.merge, name="chart_merge"),
    path("clients/<uuid:client_id>/merge/<uuid:merge_id>/undo/", charts.merge_undo, name="chart_merge_undo"),
    path("clients/<uuid:client_id>/contacts/holds/", charts.hold_add, name="client_hold_add"),
    path(
        "clients/<uuid:client_id>/contacts/holds/<uuid:message_hold_id>/end/", charts.hold_end, name="client_hold_end"
    ),
    path("registers/", entries.overview, name="registers"),
    path("registers/<slug:register>/", entries.show_list, name="register_list"),
    path("registers/<slug:register>/download/", entries.download, name="register_download"),
    path("registers/<slug:register>/new/", entries.new, name="register_new"),
    path("registers/<slug:register>/<uuid:entry_id>/", entries.entry, name="register_entry"),
    path("registers/<slug:register>/<uuid:entry_id>/facts/", entries.amend, name="register_amend"),
    path("registers/<slug:register>/<uuid:entry_id>/step/", entries.move, name="register_move"),
    path("registers/<slug:register>/<uuid:entry_id>/extend/", entries.extend, name="register_extend"),
]
