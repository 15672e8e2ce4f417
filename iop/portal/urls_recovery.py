"""Addresses of the portal: plans, journal, homework, measures and progress."""

from django.urls import URLPattern, path

from iop.portal.views.recovery import device, homework, hub, journal, measures, plans

urlpatterns: list[URLPattern] = [
    path("my/recovery/", hub.my_recovery, name="my_recovery"),
    path("my/plan/", plans.my_plan, name="my_plan"),
    path("my/plan/<uuid:plan_id>/sign/", plans.my_plan_sign, name="my_plan_sign"),
    path("my/own-plans/<slug:kind>/", plans.my_plan_own, name="my_plan_own"),
    path("my/homework/", homework.my_homework, name="my_homework"),
    path("my/homework/<uuid:homework_id>/", homework.my_homework_done, name="my_homework_done"),
    path("my/journal/", journal.my_journal, name="my_journal"),
    path("my/journal/<uuid:entry_id>/", journal.my_journal_entry, name="my_journal_entry"),
    path("my/journal/<uuid:entry_id>/<slug:which>/", journal.my_journal_do, name="my_journal_do"),
    path("my/questions/<uuid:assignment_id>/", measures.my_measure, name="my_measure"),
    path("my/questions/answers/<uuid:response_id>/", measures.my_measure_answer, name="my_measure_answer"),
    path("my/questions/answers/<uuid:response_id>/done/", measures.my_measure_done, name="my_measure_done"),
    path("my/topics/", hub.my_topics, name="my_topics"),
    path("my/topics/handouts/<uuid:handout_id>/", hub.my_handout, name="my_handout"),
    path("my/progress/", hub.my_progress, name="my_progress"),
    path("my/more-support/", hub.my_more_support, name="my_more_support"),
    path("my/offline/", device.my_offline, name="my_offline"),
    path("sw.js", device.service_worker, name="service_worker"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
]
