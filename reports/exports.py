"""The cases behind a number, taken away under their pseudonyms."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from households.models import Case
from partners.configuration import Door
from partners.models import Dispositif
from partners.object_rights import may
from reports.answers import answer
from reports.forms import ScopeForm
from reports.indicators import INDICATORS, whole_scope
from reports.permissions import audience, dispositifs_counted_by, reads_pseudonyms
from veille.core import formats
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, Listing, RowListing
from veille.core.exports.listings import State


def lists() -> list[Listing]:
    return [PseudonymousCases()]


class PseudonymousCases(RowListing):
    """As on the page of the indicator: allow-listed columns, months for days, no restricted case."""

    name, title, back = "dossiers-sous-pseudonyme", "Dossiers derrière un chiffre", "reports:dashboard"
    one, many = "dossier", "dossiers"

    def may(self, actor: Actor) -> bool:
        return may(actor, "cases_behind_a_number", "P")

    def state(self, request: ActingRequest) -> State:
        code = request.GET.get("code", "")
        dispositif = _dispositif(request.actor, request.GET.get("dispositif", ""))
        if not any(key.lower() == code for key in INDICATORS) or not reads_pseudonyms(request.actor, dispositif):
            raise Http404
        return {"dispositif": str(dispositif.pk), "code": code, "query": request.GET.urlencode()}

    def rows(self, actor: Actor, state: State) -> QuerySet:
        dispositif = _dispositif(actor, state["dispositif"])
        reader = audience(actor, dispositif)
        form = ScopeForm(QueryDict(state["query"]), dispositif=dispositif, door_only=reader.masks_activity)
        code = next(key for key in INDICATORS if key.lower() == state["code"])
        cases = answer(code, form.narrowed(whole_scope(actor, dispositif)), reader).figure.cases
        rows = Case.objects.pseudonymised_for(actor)
        return rows.filter(pk__in=cases.order_by().values("pk")) if cases is not None else rows.none()

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("pseudonym", "Pseudonyme", lambda row: row["pseudonym"], width=14),
            Column("door", "Porte", lambda row: Door(row["door"]).label, width=12),
            Column("territory", "Territoire", lambda row: row["territory_name"], width=28),
            Column("opened", "Ouvert en", lambda row: _month(row["opened_month"]), width=18),
            Column("admitted", "Admis en", lambda row: _month(row["admitted_month"]), width=18),
        ]


def _dispositif(actor: Actor, key: str) -> Dispositif:
    try:
        return get_object_or_404(dispositifs_counted_by(actor), pk=UUID(key))
    except ValueError as error:
        raise Http404 from error


def _month(day) -> str:
    return formats.month(day) if day else ""
