"""The follow-up table that a referent kept until now: dropped, its columns related, checked, not yet imported."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from households import services
from households.importing import importer_for
from households.importing.mapping import guessed
from households.models import Case
from partners.actors import actor_of
from partners.models import Territory
from partners.roles import Right, Section
from veille.core.actor import Actor
from veille.core.exports import Column, ColumnKind, spreadsheet_xlsx
from veille.demonstration.frames import World

_TITLES = {
    "number": "N° de dossier",
    "contract": "N° contrat",
    "name": "Locataire",
    "residence": "Résidence",
    "commune": "Ville",
    "entered": "Entrée",
    "balance": "Dette",
    "lead": "Suivi par",
    "contact": "Dernière visite",
    "next": "À faire",
    "due": "Échéance",
    "why": "Problématiques",
}
_KINDS = {
    "entered": ColumnKind.DAY,
    "contact": ColumnKind.DAY,
    "due": ColumnKind.DAY,
    "balance": ColumnKind.AMOUNT,
}
# Invented tenants of Habitat du Nord who are followed in no file yet.
_NEWCOMERS = (
    ("HDN-70412", "DELVALLÉE Odette", "Les Tilleuls", "Harnes", date(2009, 4, 1), "412.70", date(2018, 11, 22),
     "Rappeler la CAF pour l’APL", date(2018, 12, 19), "Impayés de loyer et de charges"),
    ("HDN-70433", "NGUYEN Paul", "Les Tilleuls", "Harnes", date(2016, 9, 15), "1835.00", date(2018, 10, 30),
     "Proposer un plan d’apurement", date(2018, 12, 21), "Impayés de loyer et de charges ; Gestion du budget"),
    ("HDN-70501", "BRISSET Colette", "Cité du Parc", "Lens", date(1998, 7, 1), "0", date(2018, 9, 14),
     "Visite avec le gardien", None, "Isolement, repli"),
    ("HDN-70518", "OUEDRAOGO Salif", "Cité du Parc", "Lens", date(2013, 2, 1), "260.15", None, "", None, "Mobilité"),
)  # fmt: skip


def bring_in(world: World) -> None:
    """Nadia Verdier checked her table this morning; nothing of it is written yet."""
    actor = actor_of(world.person("Verdier"), world.organisations["hdn"].pk)
    importer = importer_for(actor, "suivi")
    batch = services.drop_file(importer=importer, content=_table(actor), by=actor)
    territory = Territory.objects.get(dispositif=world.frames["vs"].dispositif, code="hauts-de-france")
    options = {"territory": str(territory.pk), "door": "retention", "main_reason": "rent_arrears", "creates": True}
    columns = guessed(importer.fields, list(_TITLES.values()))
    services.relate_columns(batch=batch, columns=columns, options=options, by=actor)


def _table(actor: Actor) -> bytes:
    known = Case.objects.visible_to(actor, Section.STATE, Right.READ).filter(closed_on=None).order_by("number")[:2]
    rows = [_known(case, actor) for case in known] + [_newcomer(values) for values in _NEWCOMERS]
    columns = [Column(key, title, _cell(key), _KINDS.get(key, ColumnKind.TEXT)) for key, title in _TITLES.items()]
    target = BytesIO()
    spreadsheet_xlsx.write(target, "Suivi", columns, ([column.cell(row) for column in columns] for row in rows))
    return target.getvalue()


def _cell(key: str):
    return lambda row: row.get(key)


def _known(case: Case, actor: Actor) -> dict:
    """Somebody she follows here already: her file is found by its number."""
    return {"number": case.number, "contact": date(2018, 12, 6), "lead": actor.user.get_full_name()}


def _newcomer(values: tuple) -> dict:
    keys = ("contract", "name", "residence", "commune", "entered", "balance", "contact", "next", "due", "why")
    row = dict(zip(keys, values, strict=True))
    return row | {"balance": Decimal(row["balance"]), "lead": "Nadia Verdier"}
