"""Addresses of what is agreed with the household: who reads the plan prints it, who writes it has it signed."""

from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rules import section

_READS, _WRITES = section("plan", "R", "papered"), section("plan", "W", "papered")
_OPENED = {"seen": _READS}
_WRITTEN = {"seen": _READS, "may": _WRITES}
_MEASURE = {"at": {"pk": "papered_measure"}, "seen": section("measure", "S", "papered"), "may": _WRITES}
_PLAN, _AGREEMENT = {"at": {"pk": "papered_plan"}}, {"at": {"pk": "support_agreement"}}
_SETTLED, _WRITING = {"at": {"pk": "review_settled"}}, {"at": {"pk": "review_draft"}}
_SUMMARY = {"at": {"pk": "review_summary"}}
_SHARED = "synthèse arrêtée que le ménage accepte de partager : section « summary »"


ROWS: list[Row] = [
    *form("accompaniment:plan_print", **_PLAN, **_OPENED),
    *form("accompaniment:plan_sign", **_PLAN, **_WRITTEN),
    *form("accompaniment:plan_review", **_PLAN, **_WRITTEN),
    *form("accompaniment:agreement_create", **_MEASURE),
    *form("accompaniment:agreement_print", **_AGREEMENT, **_OPENED),
    *form("accompaniment:agreement_sign", **_AGREEMENT, **_WRITTEN),
    *form("accompaniment:review_begin", **_MEASURE),
    *reading("accompaniment:review_detail", **_SETTLED, **_OPENED),
    *reading("accompaniment:review_detail", **_WRITING, **_OPENED),
    *form("accompaniment:review_edit", **_WRITING, **_WRITTEN),
    *act("accompaniment:review_rewrite", **_SETTLED, **_WRITTEN),
    *form("accompaniment:review_print", **_SETTLED, **_OPENED),
    *form("accompaniment:review_sign", **_SETTLED, **_WRITTEN),
    *form("accompaniment:summary_print", **_SUMMARY, seen=section("summary", "R", "papered"), why=_SHARED),
    *act("accompaniment:summary_share", **_SUMMARY, seen=section("summary", "R", "papered"), may=_WRITES, why=_SHARED),
    *reading(
        "accompaniment:summaries_fragment",
        at={"pk": "papered"},
        seen=section("state", "S", "papered"),
        may=section("summary", "R", "papered"),
    ),
]
