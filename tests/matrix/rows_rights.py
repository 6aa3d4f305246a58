"""Agreements, rights of the person, the end of files: others.csv « rights_requests » and « retention »."""

from dataclasses import replace

from tests.matrix.cells import table
from tests.matrix.rows import Row, act, form, reading
from tests.matrix.rows_others import sees_a_case
from tests.matrix.rules import Rule, all_of, any_of, cell, of, only, piloted, section, sees

_PANEL = section("access_panel", "R")
_LEADS = section("measure", "W")
_AGREEMENTS = [
    *form("households:adhesion_withdraw", at={"pk": "main"}, seen=sees("main"), may=_LEADS),
    *form(
        "households:sharing_withdraw",
        at={"pk": "main", "agreement_pk": "agreement"},
        seen=sees("main"),
        may=all_of(_PANEL, _LEADS),
    ),
]


def _asks(person, scene) -> bool:
    """others.csv: her cell says « asks »."""
    return table("others")["rights_requests"][person.role] == "asks"


OFFICER = all_of(cell("rights_requests", "W", "own"), of("landlord"))
KEEPER = all_of(cell("retention", "W", "own"), of("landlord"))
_READER = only("landlord_referent")
_WHY = "rights.md 2 : la déléguée atteint le dossier par une demande ouverte ; l’équipe, par son accès"


def _seen(case: str) -> Rule:
    """The officer, or who reads the identity of the household and hands its wishes on."""
    return any_of(OFFICER, all_of(_asks, of("landlord"), section("identity", "R", case)))


def _request(name: str, step: str, may: Rule, make=form, case: str = "asked", **more) -> list[Row]:
    at = {"pk": f"request_{step}", **more.pop("at", {})}
    return make(f"households:rights_{name}", at=at, seen=_seen(case), may=may, why=_WHY, **more)


_REQUESTS = [
    *form("households:rights_add", at={"pk": "main"}, seen=sees("main"), may=all_of(_asks, section("identity", "R"))),
    *reading("households:rights_list", gate=any_of(cell("rights_requests", "W", "own"), _asks)),
    *reading("households:rights_detail", at={"pk": "request_received"}, seen=_seen("asked"), why=_WHY),
    *_request("start", "received", OFFICER),
    *_request("reader", "running", OFFICER),
    *_request("advise", "advise", any_of(OFFICER, _READER), make=act, case="couple"),
    *_request("extend", "running", OFFICER),
    *_request("rectify", "rectify", _READER),
    *_request("answer", "running", OFFICER),
    *_request("letter", "limited", OFFICER, make=reading, case="frozen"),
    *_request("unlimit", "limited", OFFICER, make=act, case="frozen"),
    *_request("gather", "running", OFFICER, make=act),
    *_request("file", "gathered", any_of(OFFICER, _READER), make=reading),
    *_request("item", "gathered", _READER, at={"item_pk": "item"}),
    *_request("page_keep", "gathered", _READER, make=act),
    *_request("file_done", "gathered", _READER, make=act),
    *_request("release", "read", OFFICER, make=act),
    *_request("document", "released", any_of(OFFICER, _READER), make=act),
    *_request("data", "released", any_of(OFFICER, _READER), make=act),
]
_KEEPS = cell("retention", "W", "own")


def _kept(name: str, make, **at: str) -> list[Row]:
    return [replace(row, seen=of("landlord")) for row in make(f"households:{name}", gate=_KEEPS, at=at)]


_ENDS = [
    *_kept("retention_list", reading),
    *_kept("retention_run", act),
    *_kept("hold_add", form, pk="ended"),
    *_kept("hold_lift", act, pk="hold"),
    *_kept("archive_open", form, pk="archived"),
    *_kept("certificate_list", reading),
    *_kept("certificate_document", reading, pk="certificate"),
    *_kept("register", reading),
    *_kept("register_add", form),
]

_COUNTED = any_of(
    cell("indicators_activity", "N"), all_of(cell("indicators_activity", "N", "own", "instance"), sees_a_case)
)
_COHORT = reading(
    "reports:cohort_detail",
    at={"pk": "dispositif"},
    seen=_COUNTED,
    may=any_of(cell("panel", "N"), all_of(cell("panel", "W", "P"), piloted)),
)

ROWS = [*_COHORT, *_AGREEMENTS, *_REQUESTS, *_ENDS]
