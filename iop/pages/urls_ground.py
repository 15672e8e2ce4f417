"""Addresses of the ground: the clinic and its people, work, the audit record, the first run."""

from django.urls import URLPattern, path

from iop.pages.views import audit, clinic, files, setup, sign_in, staff, work

urlpatterns: list[URLPattern] = [
    path("setup/", setup.setup, name="setup"),
    path("setup/next/", setup.setup_next, name="setup_next"),
    path("session/ping/", sign_in.ping, name="ping"),
    path("session/left/", sign_in.session_left, name="session_left"),
    path("session/site/", sign_in.choose_site, name="choose_site"),
    path("work/", work.work, name="work"),
    path("work/<uuid:item_id>/close/", work.work_close, name="work_close"),
    path("audit/", audit.audit, name="audit"),
    path("audit/download/", audit.audit_csv, name="audit_csv"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("clinic/", clinic.sites, name="sites"),
    path("clinic/name/", clinic.organization, name="organization"),
    path("clinic/sites/add/", clinic.site_add, name="site_add"),
    path("clinic/sites/<uuid:site_id>/", clinic.site, name="site"),
    path("clinic/sites/<uuid:site_id>/hours/", clinic.opening_hours, name="opening_hours"),
    path("clinic/sites/<uuid:site_id>/closures/add/", clinic.closure_add, name="closure_add"),
    path("clinic/sites/<uuid:site_id>/on-call/", clinic.on_call, name="on_call"),
    path("clinic/closures/<uuid:closure_id>/remove/", clinic.closure_remove, name="closure_remove"),
    path("clinic/on-call/<uuid:shift_id>/remove/", clinic.on_call_remove, name="on_call_remove"),
    path("clinic/settings/", clinic.settings, name="settings"),
    path("clinic/settings/<str:key>/", clinic.setting, name="setting"),
    path("clinic/roles/", clinic.roles, name="roles"),
    path("clinic/roles/add/", clinic.role_add, name="role_add"),
    path("clinic/roles/<uuid:role_id>/", clinic.role, name="role"),
    path("clinic/credentials/", staff.credential_kinds, name="credential_kinds"),
    path("clinic/credentials/add/", staff.credential_kind_add, name="credential_kind_add"),
    path("clinic/credentials/<uuid:kind_id>/", staff.credential_kind, name="credential_kind"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<uuid:staff_id>/", staff.staff_member, name="staff_member"),
    path("staff/<uuid:staff_id>/credentials/add/", staff.credential_add, name="credential_add"),
    path("staff/<uuid:staff_id>/roles/add/", staff.role_give, name="role_give"),
    path("staff/<uuid:staff_id>/leave/", staff.staff_leave, name="staff_leave"),
    path("staff/credentials/<uuid:credential_id>/", staff.credential_change, name="credential_change"),
    path("staff/roles/<uuid:site_role_id>/end/", staff.role_end, name="role_end"),
]
