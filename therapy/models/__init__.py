"""The clinical content: notes of the day, the assessment at the beginning, and notes that are their author's alone."""

from therapy.models.aftercare import (
    AftercareChange,
    AftercarePlan,
    AftercareStep,
    DischargeSummary,
    SummaryAddendum,
    SummaryCoSignature,
)
from therapy.models.assessments import (
    AssessmentAddendum,
    AssessmentCoSignature,
    AssessmentSection,
    BiopsychosocialAssessment,
)
from therapy.models.counseling import CounselingNote
from therapy.models.measures import MeasureAlert, MeasureAssignment, MeasureResponse, MeasureRule, MeasureSave
from therapy.models.medications import Allergy, InjectionGiven, Medication, NaloxoneOffer, Reconciliation
from therapy.models.notes import Addendum, CoSignature, EnteredInError, GroupNote, GroupNoteLine, NameConfirmation
from therapy.models.own_plans import OwnPlan, OwnPlanVersion
from therapy.models.progress_notes import (
    CarriedPassage,
    NoteFormat,
    NoteMention,
    ProgressNote,
    ProgressNoteAddendum,
    ProgressNoteCoSignature,
    ProgressNoteError,
)
from therapy.models.plans import (
    LineWithoutObjective,
    ObjectiveAddressed,
    ObjectiveThread,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanProblem,
    PlanReview,
    PlanRhythm,
    PlanSignature,
    TreatmentPlan,
)
from therapy.models.support import CaseContact, CommunityResource, Referral, ReferralChange, SupportMeeting

__all__ = [
    "Addendum",
    "AftercareChange",
    "AftercarePlan",
    "AftercareStep",
    "AssessmentAddendum",
    "AssessmentCoSignature",
    "AssessmentSection",
    "BiopsychosocialAssessment",
    "CarriedPassage",
    "CoSignature",
    "CounselingNote",
    "DischargeSummary",
    "EnteredInError",
    "GroupNote",
    "GroupNoteLine",
    "LineWithoutObjective",
    "MeasureAlert",
    "MeasureAssignment",
    "MeasureResponse",
    "MeasureRule",
    "MeasureSave",
    "NameConfirmation",
    "NoteFormat",
    "NoteMention",
    "ObjectiveAddressed",
    "ObjectiveThread",
    "OwnPlan",
    "OwnPlanVersion",
    "PlanGoal",
    "PlanIntervention",
    "PlanObjective",
    "PlanProblem",
    "PlanReview",
    "PlanRhythm",
    "PlanSignature",
    "ProgressNote",
    "ProgressNoteAddendum",
    "ProgressNoteCoSignature",
    "ProgressNoteError",
    "SummaryAddendum",
    "SummaryCoSignature",
    "TreatmentPlan",
    "Allergy",
    "CaseContact",
    "CommunityResource",
    "InjectionGiven",
    "Medication",
    "NaloxoneOffer",
    "Reconciliation",
    "Referral",
    "ReferralChange",
    "SupportMeeting",
]
