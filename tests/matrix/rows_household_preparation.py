"""The preparation of households: a programme that tells of none, attendance read under the rights of each file."""

from tests.matrix.rows import act, form, reading
from tests.matrix.rules import all_of, any_of, cell, of, piloted, section

_READS = cell("preparation_session", "R", "own")
_PLANS = cell("preparation_session", "W", "own")
_NOTES = cell("group_entry", "W", "hers")
_SEEN = {"at": {"pk": "preparation_session"}, "seen": all_of(_READS, of("association"))}
_CANCELLED = {**_SEEN, "at": {"pk": "preparation_cancelled"}}
_FILE = "measured_preparation"
_INNER, _INNER_W = section("interventions", "R", _FILE), section("interventions", "W", _FILE)
_ITS_OWN = all_of(cell("dispositif_configuration", "W"), any_of(piloted, of("organiser")))

ROWS = [
    *form(
        "accompaniment:support_rules",
        at={"pk": "dispositif"},
        gate=cell("dispositif_configuration", "R"),
        may=_ITS_OWN,
    ),
    *reading("accompaniment:preparation_list", gate=_READS),
    *form("accompaniment:preparation_plan", gate=_PLANS),
    *reading("accompaniment:preparation_detail", **_SEEN),
    *form("accompaniment:preparation_change", **_SEEN, may=_PLANS),
    *act("accompaniment:preparation_cancel", **_SEEN, may=_PLANS),
    *act("accompaniment:preparation_restore", **_CANCELLED, may=_PLANS),
    *form("accompaniment:preparation_invite", **_SEEN, may=_NOTES),
    *form("accompaniment:preparation_attendance", **_SEEN, may=_NOTES),
    *act("accompaniment:preparation_uninvite", at={"pk": "preparation_invitation"}, seen=_INNER, may=_INNER_W),
    *form(
        "accompaniment:certificate_create",
        at={"pk": "measure_preparation"},
        seen=section("measure", "S", _FILE),
        may=section("measure", "W", _FILE),
    ),
    *form("accompaniment:certificate_print", at={"pk": "preparation_certificate"}, seen=_INNER),
]
