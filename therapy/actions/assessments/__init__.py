"""The biopsychosocial assessment: begun or adopted, written section by section, signed, co-signed, added to."""

from therapy.actions.assessments.after import add_addendum, cosign_assessment, return_assessment
from therapy.actions.assessments.drafts import adopt_assessment, discard_assessment, open_assessment, save_review
from therapy.actions.assessments.owing import owe_assessments
from therapy.actions.assessments.sections import save_section
from therapy.actions.assessments.signing import sign_assessment

__all__ = [
    "add_addendum",
    "adopt_assessment",
    "cosign_assessment",
    "discard_assessment",
    "open_assessment",
    "owe_assessments",
    "return_assessment",
    "save_review",
    "save_section",
    "sign_assessment",
]
