"""Addresses of the pages about calls, the intake board, admission, and the program page."""

from django.urls import URLPattern, path

from iop.pages.views.intake import admission, board, calls, inquiry, program, setup, stays

urlpatterns: list[URLPattern] = [
    path("intake/", board.intake_board, name="intake_board"),
    path("intake/figures/", board.intake_figures, name="intake_figures"),
    path("intake/call/", calls.inquiry_new, name="inquiry_new"),
    path("intake/<uuid:inquiry_id>/", inquiry.inquiry, name="inquiry"),
    path("intake/<uuid:inquiry_id>/change/", inquiry.inquiry_edit, name="inquiry_edit"),
    path("intake/<uuid:inquiry_id>/move/", board.inquiry_move, name="inquiry_move"),
    path("intake/<uuid:inquiry_id>/check/", inquiry.inquiry_check, name="inquiry_check"),
    path("intake/<uuid:inquiry_id>/owner/", inquiry.inquiry_assign, name="inquiry_assign"),
    path("intake/<uuid:inquiry_id>/next/", inquiry.inquiry_next_step, name="inquiry_next_step"),
    path("intake/<uuid:inquiry_id>/link/", inquiry.inquiry_link, name="inquiry_link"),
    path("intake/<uuid:inquiry_id>/unlink/", inquiry.inquiry_unlink, name="inquiry_unlink"),
    path("intake/<uuid:inquiry_id>/accept/", inquiry.inquiry_accept, name="inquiry_accept"),
    path("intake/<uuid:inquiry_id>/assessment/", inquiry.inquiry_assessment, name="inquiry_assessment"),
    path("intake/holds/<uuid:hold_id>/", inquiry.hold_place, name="hold_place"),
    path("intake/holds/<uuid:hold_id>/extend/", inquiry.hold_extend, name="hold_extend"),
    path("intake/holds/<uuid:hold_id>/release/", inquiry.hold_release, name="hold_release"),
    path("intake/setup/", setup.intake_setup, name="intake_setup"),
    path("intake/setup/checks/add/", setup.check_add, name="check_add"),
    path("intake/setup/checks/<uuid:check_id>/", setup.check, name="check"),
    path("intake/setup/checks/<uuid:check_id>/move/", setup.check_move, name="check_move"),
    path("intake/setup/page/<uuid:site_id>/", setup.site_profile, name="site_profile"),
    path("intake/sources/", setup.referral_sources, name="referral_sources"),
    path("intake/sources/add/", setup.referral_source_add, name="referral_source_add"),
    path("intake/sources/<uuid:source_id>/", setup.referral_source, name="referral_source"),
    path("intake/stays/<uuid:stay_id>/", stays.stay_place, name="stay_place"),
    path("clients/<uuid:client_id>/admission/", admission.client_admission, name="client_admission"),
    path("clients/<uuid:client_id>/elsewhere/", stays.client_stays, name="client_stays"),
    path("clients/<uuid:client_id>/elsewhere/<uuid:stay_id>/", stays.client_stay, name="client_stay"),
    path("program/<slug:code>/", program.program, name="program"),
    path("program/<slug:code>/thanks/", program.program_thanks, name="program_thanks"),
]
