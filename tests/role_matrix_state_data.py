"""Which roles may open which page about the state's data sets and readiness for a survey. The test of the matrix reads this table."""

from __future__ import annotations

KEEPS = frozenset({"case_manager", "intake", "clinical_director"})
"""Who keeps what the state is told."""
SEES = frozenset({"biller", "clinical_director", "site_admin"})
"""Who sees reports about the whole clinic."""

STATE_DATA: dict[str, frozenset[str]] = {
    "state_data": KEEPS,
    "state_data_check": KEEPS,
    "state_data_site": KEEPS,
    "state_data_files": KEEPS,
    "state_data_codes": KEEPS,
    "state_data_code_list": KEEPS,
    "state_data_file": KEEPS,
    "state_data_file_take": KEEPS,
    "state_transfer": KEEPS,
    "state_record": KEEPS,
    "readiness": SEES,
    "readiness_file": SEES,
    "facility_survey": SEES,
    "facility_survey_file": SEES,
}
