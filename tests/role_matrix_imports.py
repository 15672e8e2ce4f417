"""Which roles may open which page about bringing clients in from another system. The test of the matrix reads this table."""

from __future__ import annotations

BRINGS = frozenset({"intake", "clinical_director"})
"""Who brings clients in."""

IMPORTS: dict[str, frozenset[str]] = {
    "imports": BRINGS,
    "import_new": BRINGS,
    "import_run": BRINGS,
    "import_state": BRINGS,
    "import_mapping": BRINGS,
    "import_bring": BRINGS,
    "import_again": BRINGS,
    "import_withdraw": BRINGS,
    "import_rows": BRINGS,
    "import_alike": BRINGS,
    "import_decide": BRINGS,
    "import_decide_rest": BRINGS,
    "import_unlink": BRINGS,
}
