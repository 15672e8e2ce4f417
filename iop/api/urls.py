"""Addresses of the REST API."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from iop.api import client_routes
from iop.api import client_routes
from iop.api.views import (
    absence,
    authorizations,
    billing_rules,
    care,
    changes,
    charges,
    check_ins,
    claims,
    client_money,
    coverage,
    day_parts,
    days,
    discharges,
    docs,
    drug_tests,
    family_care,
    group_notes,
    measures,
    messages,
    missed,
    notes,
    one_to_one,
    open_groups,
    own_plans,
    plans,
    questionnaires,
    remittances,
    reports,
    reviews,
    rewards,
    schedule,
    support,
    timeline,
    transitions,
)

app_name = "api"

router = SimpleRouter(use_regex_path=False)
for prefix, resource, name in client_routes.RESOURCES:
    router.register(prefix, resource, name)
for prefix, resource, name in client_routes.RESOURCES:
    router.register(prefix, resource, name)
router.register("changes", changes.ChangeResource, "change")
router.register("payers", coverage.PayerResource, "payer")
router.register("coverages", coverage.CoverageResource, "coverage")
router.register("verifications", coverage.VerificationResource, "verification")
router.register("sites", schedule.SiteResource, "site")
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
router.register("authorizations", authorizations.AuthorizationResource, "authorization")
router.register("claims", claims.ClaimResource, "claim")
router.register("absence-cases", absence.AbsenceCaseResource, "absence-case")
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
router.register("messages", messages.MessageResource, "message")
router.register("drug-tests", drug_tests.DrugTestResource, "drug-test")
router.register("test-panels", drug_tests.TestPanelResource, "test-panel")
router.register("medications", support.MedicationResource, "medication")
router.register("allergies", support.AllergyResource, "allergy")
router.register("community-resources", support.CommunityResourceResource, "community-resource")
router.register("referrals", support.ReferralResource, "referral")
router.register("support-meetings", support.SupportMeetingResource, "support-meeting")
router.register("open-groups", open_groups.OpenGroupResource, "open-group")
router.register("open-meetings", open_groups.OpenMeetingResource, "open-meeting")
router.register("group-places", open_groups.GroupPlaceResource, "group-place")
router.register("group-attendance", open_groups.GroupAttendanceResource, "group-attendance")
router.register("billing-days", charges.BillingDayResource, "billing-day")
router.register("charges", charges.ChargeResource, "charge")
router.register("client-payments", client_money.PaymentResource, "client-payment")
router.register("client-statements", client_money.StatementResource, "client-statement")
router.register("ledger-balances", charges.LedgerBalanceResource, "ledger-balance")
router.register("billing-rules", billing_rules.BillingRuleResource, "billing-rule")
router.register("reports", reports.ReportResource, "report")
router.register("reward-ledger", rewards.RewardLedgerResource, "reward-line")

router.register("transitions", transitions.TransitionResource, "transition")
router.register("remittances", remittances.RemittanceResource, "remittance")
router.register("denials", remittances.DenialResource, "denial")
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

urlpatterns = [
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
    path("", include(router.urls)),
]
