"""Addresses of the REST API."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from iop.api.views import days, docs, notes, people, schedule, timeline

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("clients", people.ClientResource, "client")
router.register("episodes", people.EpisodeResource, "episode")
router.register("placements", people.PlacementResource, "placement")
router.register("sites", schedule.SiteResource, "site")
router.register("levels", schedule.LevelResource, "level")
router.register("programs", schedule.ProgramResource, "program")
router.register("tracks", schedule.TrackResource, "track")
router.register("enrolments", schedule.EnrolmentResource, "enrolment")
router.register("sessions", days.SessionResource, "session")
router.register("attendance", days.AttendanceResource, "attendance")
router.register("timelines", timeline.TimelineResource, "timeline")
router.register("progress-notes", notes.ProgressNoteResource, "progress-note")
router.register("note-formats", notes.NoteFormatResource, "note-format")

urlpatterns = [
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    path("", include(router.urls)),
]
