"""A hospital without an account, the link it was given, and what it types behind it."""

from uuid import uuid4

from django.test import Client

from cellule.models import HeldReferral
from cellule.services.link_deposits import give_deposit_link
from partners.models import Organisation

NAME = "Zéphirine Quentovic"
TYPED = {
    "entree": {"door": "retention"},
    "menage": {"first_name": "Zéphirine", "last_name": "Quentovic", "birth_year": "1984"},
    "logement": {
        "situation": "social_tenant",
        "commune": "62413",
        "address": "12 rue des Tilleuls, Harnes",
        "phone": "06 01 02 03 04",
    },
    "situation": {
        "main_reason": "rent_arrears",
        "situation": "Sortie du service prévue dans dix jours, le logement n’est plus chauffé.",
        "already_tried": ["letter"],
    },
    "envoi": {"information": "given_oral", "adhesion": "agreed_oral"},
}


def hospital() -> Organisation:
    return Organisation.objects.get_or_create(name="Hôpital de Lens", defaults={"kind": "other"})[0]


def given(cast, mail: str = "", **fields) -> tuple[HeldReferral, str]:
    """A link of the secretary, and its address."""
    known = {"instance": cast.world.instance, "organisation": hospital(), "service": "Service social"}
    return give_deposit_link(**{**known, "source": "health_service", "mail": mail, "by": cast.secretary, **fields})


def enter(address: str) -> tuple[Client, str]:
    """Somebody opens the address: her browser, and the page it leads to."""
    client = Client()
    answer = client.get("/" + address.split("//", 1)[1].split("/", 1)[1])
    assert answer.status_code == 302, answer.status_code
    return client, answer["Location"]


def answers_for(world) -> dict:
    """The commune tells the territory; the landlord is one of the dispositif."""
    return {**TYPED, "logement": {**TYPED["logement"], "landlord": str(world.landlord.pk)}}


def write(client: Client, home: str, world, danger: str = "no") -> None:
    """Every step but the sending."""
    assert client.post(f"{home}danger/", {"danger": danger}).status_code == 302
    for step, data in answers_for(world).items():
        if step != "envoi":
            answer = client.post(f"{home}etape/{step}/", {**data, "action": "next", "page_key": "page"})
            assert answer.status_code == 302, (step, answer.context["form"].errors)


def send(client: Client, home: str, key: str = ""):
    data = {**TYPED["envoi"], "action": "send", "page_key": "page", "submission_key": key or str(uuid4())}
    return client.post(f"{home}etape/envoi/", data)


def deposited(cast, danger: str = "no", **fields) -> tuple[HeldReferral, Client, str]:
    """A deposit that waits for the secretariat."""
    held, address = given(cast, **fields)
    client, home = enter(address)
    write(client, home, cast.world, danger)
    assert send(client, home)["Location"] == home
    held.refresh_from_db()
    return held, client, home


def receive(sign_in, cast, held: HeldReferral):
    """The secretary takes it in, from its page."""
    return sign_in(cast.secretary).post(f"/orientations/attente/{held.pk}/recevoir/", {"submission_key": uuid4()})
