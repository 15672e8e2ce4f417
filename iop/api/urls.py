"""Addresses of the REST API."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from iop.api import billing_routes, client_routes
from iop.api.views import (
    absence,
    assessments,
    changes,
    check_ins,
    clinic,
    curriculum,
    day_parts,
    days,
    discharges,
    docs,
    drug_tests,
    family_care,
    group_notes,
    group_words,
    measures,
    medications,
    missed,
    notes,
    one_to_one,
    open_groups,
    own_plans,
    places,
    plans,
    questionnaires,
    recovery,
    reports,
    reviews,
    rewards,
    schedule,
    staff,
    support,
    timeline,
    times,
    transitions,
    warnings,
    webhooks,
    weeks,
)

app_name = "api"

router = SimpleRouter(use_regex_path=False)
for prefix, resource, name in (*client_routes.RESOURCES, *billing_routes.RESOURCES):
    router.register(prefix, resource, name)
router.register("sites", clinic.SiteResource, "site")
router.register("levels", schedule.LevelResource, "level")
router.register("programs", schedule.ProgramResource, "program")
router.register("tracks", schedule.TrackResource, "track")
router.register("enrolments", schedule.EnrolmentResource, "enrolment")
router.register("sessions", days.SessionResource, "session")
router.register("attendance", days.AttendanceResource, "attendance")
router.register("attendance-changes", missed.AttendanceChangeResource, "attendance-change")
router.register("absence-notices", missed.AbsenceNoticeResource, "absence-notice")
router.register("check-ins", check_ins.CheckInResource, "check-in")
router.register("make-ups", missed.MakeUpResource, "make-up")
router.register("missed-lines", missed.MissedLineResource, "missed-line")
router.register("outreach", missed.OutreachResource, "outreach")
router.register("part-attendance", missed.PartAttendanceResource, "part-attendance")
router.register("session-parts", day_parts.SessionPartResource, "session-part")
router.register("short-term-goals", check_ins.GoalResource, "short-term-goal")
router.register("whereabouts", missed.WhereaboutsResource, "whereabouts")
router.register("wrap-ups", check_ins.WrapUpResource, "wrap-up")
router.register("absence-cases", absence.AbsenceCaseResource, "absence-case")
router.register("absence-limits", absence.LimitReachedResource, "absence-limit")
router.register("absence-policies", absence.AbsencePolicyResource, "absence-policy")
router.register("agreement-answers", group_words.AgreementAnswerResource, "agreement-answer")
router.register("announcements", group_words.AnnouncementResource, "announcement")
router.register("appointment-changes", times.AppointmentChangeResource, "appointment-change")
router.register("closures", clinic.ClosureResource, "closure")
router.register("colleagues", times.ColleagueResource, "colleague")
router.register("credential-kinds", staff.CredentialKindResource, "credential-kind")
router.register("enrolment-pauses", places.EnrolmentPauseResource, "enrolment-pause")
router.register("exercises", curriculum.ExerciseResource, "exercise")
router.register("group-materials", group_words.GroupMaterialResource, "group-material")
router.register("handouts", curriculum.HandoutResource, "handout")
router.register("on-call-shifts", clinic.OnCallResource, "on-call-shift")
router.register("opening-hours", clinic.OpeningHoursResource, "opening-hours")
router.register("organizations", clinic.OrganizationResource, "organization")
router.register("part-kinds", curriculum.ComponentKindResource, "part-kind")
router.register("participants", times.ParticipantResource, "participant")
router.register("roles", staff.RoleResource, "role")
router.register("rooms", places.RoomResource, "room")
router.register("schedule-asks", group_words.ScheduleAskResource, "schedule-ask")
router.register("seat-holds", places.SeatHoldResource, "seat-hold")
router.register("settings", clinic.SettingResource, "setting")
router.register("site-profiles", clinic.SiteProfileResource, "site-profile")
router.register("site-roles", staff.SiteRoleResource, "site-role")
router.register("staff", staff.StaffResource, "staff")
router.register("staff-blocks", times.StaffBlockResource, "staff-block")
router.register("staff-credentials", staff.CredentialResource, "staff-credential")
router.register("topics", curriculum.TopicResource, "topic")
router.register("track-agreements", group_words.TrackAgreementResource, "track-agreement")
router.register("waitlist", places.WaitlistResource, "waitlist-entry")
router.register("webhook-deliveries", webhooks.DeliveryResource, "webhook-delivery")
router.register("webhooks", webhooks.WebhookResource, "webhook")
router.register("weekly-templates", weeks.WeeklyTemplateResource, "weekly-template")
router.register("questionnaires", questionnaires.QuestionnaireResource, "questionnaire")
router.register("timelines", timeline.TimelineResource, "timeline")
router.register("plans", plans.PlanResource, "plan")
router.register("plan-reviews", plans.PlanReviewResource, "plan-review")
router.register("level-reviews", reviews.LevelReviewResource, "level-review")
router.register("objective-progress", plans.ProgressResource, "objective-progress")
router.register("own-plans", own_plans.OwnPlanResource, "own-plan")
router.register("aftercare-plans", own_plans.AftercareResource, "aftercare-plan")
router.register("discharge-summaries", own_plans.SummaryResource, "discharge-summary")
router.register("discharges", discharges.DischargeResource, "discharge")
router.register("follow-ups", discharges.FollowUpResource, "follow-up")
router.register("more-support", discharges.MoreSupportResource, "more-support-ask")
router.register("progress-notes", notes.ProgressNoteResource, "progress-note")
router.register("note-formats", notes.NoteFormatResource, "note-format")
router.register("family-sessions", family_care.FamilySessionResource, "family-session")
router.register("family-offers", family_care.FamilyOfferResource, "family-offer")
router.register("appointments", one_to_one.AppointmentResource, "appointment")
router.register("due", one_to_one.DueResource, "due")
router.register("expectations", one_to_one.ExpectationResource, "expectation")
router.register("commitments", one_to_one.CommitmentResource, "commitment")
router.register("self-reports", check_ins.SelfReportResource, "self_report")
router.register("measure-assignments", measures.AssignmentResource, "measure-assignment")
router.register("measure-responses", measures.ResponseResource, "measure-response")
router.register("measure-alerts", measures.AlertResource, "measure-alert")
router.register("drug-tests", drug_tests.DrugTestResource, "drug-test")
router.register("test-panels", drug_tests.TestPanelResource, "test-panel")
router.register("medications", medications.MedicationResource, "medication")
router.register("allergies", medications.AllergyResource, "allergy")
router.register("community-resources", support.CommunityResourceResource, "community-resource")
router.register("referrals", support.ReferralResource, "referral")
router.register("support-meetings", support.SupportMeetingResource, "support-meeting")
router.register("open-groups", open_groups.OpenGroupResource, "open-group")
router.register("open-meetings", open_groups.OpenMeetingResource, "open-meeting")
router.register("group-places", open_groups.GroupPlaceResource, "group-place")
router.register("group-attendance", open_groups.GroupAttendanceResource, "group-attendance")
router.register("reports", reports.ReportResource, "report")
router.register("reward-ledger", rewards.RewardLedgerResource, "reward-line")

router.register("transitions", transitions.TransitionResource, "transition")
router.register("group-notes", group_notes.GroupNoteResource, "group-note")
router.register("group-note-lines", group_notes.GroupLineResource, "group-note-line")
router.register("group-note-errors", group_notes.LineInErrorResource, "group-note-error")
router.register("note-mentions", notes.MentionResource, "note-mention")
router.register("progress-note-errors", notes.NoteInErrorResource, "progress-note-error")
router.register("objectives", plans.ObjectiveResource, "objective")
router.register("plan-rhythms", plans.PlanRhythmResource, "plan-rhythm")
router.register("measure-saves", measures.MeasureSaveResource, "measure-save")
router.register("measure-rules", measures.MeasureRuleResource, "measure-rule")
router.register("questionnaire-versions", questionnaires.WordingResource, "questionnaire-version")
router.register("test-plans", drug_tests.TestPlanResource, "test-plan")
router.register("test-exemptions", drug_tests.TestExemptionResource, "test-exemption")
router.register("test-draws", drug_tests.TestDrawResource, "test-draw")
router.register("review-rhythms", reviews.ReviewRhythmResource, "review-rhythm")
router.register("injections", medications.InjectionResource, "injection")
router.register("naloxone-offers", medications.NaloxoneResource, "naloxone-offer")
router.register("reconciliations", medications.ReconciliationResource, "reconciliation")
router.register("case-contacts", support.CaseContactResource, "case-contact")
router.register("assessments", assessments.AssessmentResource, "assessment")
router.register("homework", recovery.HomeworkResource, "homework")
router.register("journal-pages", recovery.SharedPageResource, "journal-page")
router.register("early-warnings", warnings.EarlyWarningResource, "early-warning")
router.register("warning-rules", warnings.WarningRuleResource, "warning-rule")
router.register("reward-draws", rewards.RewardDrawResource, "reward-draw")
router.register("reward-rules", rewards.RewardRuleResource, "reward-rule")
router.register("reward-prizes", rewards.RewardPrizeResource, "reward-prize")

urlpatterns = [
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    path("changes/", changes.ChangeResource.as_view({"get": "list"}), name="change-list"),
    path("", include(router.urls)),
    re_path(r"^(?P<elsewhere>[\s\S]+)$", docs.nothing_here, name="nothing-here"),
]
