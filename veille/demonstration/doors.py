"""Doors of December 2018: links given to services, one approval, alerts of caretakers, a page open to all."""

from datetime import timedelta

from cellule.held_summary import intake_of
from cellule.models import ApprovalRule, HeldReferral, PrescriberPublication, Referral, SocialAlert
from cellule.services import referral_drafts
from cellule.services.alerts import close_alert
from cellule.services.approvals import ask_for_approval
from cellule.services.held import keep_danger, keep_step
from cellule.services.link_deposits import decline_deposit, give_deposit_link, send_deposit
from cellule.wizard import Intake
from partners.actors import actor_of
from partners.configuration import Door
from partners.models import Organisation
from veille.core.actor import Actor
from veille.core.links import bearer
from veille.core.models import ExternalLink
from veille.demonstration.dice import STORY_DAY
from veille.demonstration.frames import World, data

# Keys of the texts in doors.json, with the day each is told of.
_ALERTED_DAYS_AGO = (1, 4, 20)


def tell(world: World) -> None:
    """After the files: nothing here opens one, no figure moves."""
    told = data("doors.json")
    _deposits(world, told)
    _approval(world, told)
    _alerts(world, told["alerts"])
    _spot()
    _publish(world)


def _deposits(world: World, told: dict) -> None:
    """One service has sent, another has not begun, a third was sent elsewhere."""
    secretary = _actor(world, "Vasseur", "hr")
    frame = world.frames["vs"]
    for one in told["links"]:
        instance = frame.instances[one["instance"]]
        organisation = Organisation.objects.create(id=world.dice.key(), name=one["organisation"], kind=one["kind"])
        held, _ = give_deposit_link(
            instance=instance,
            organisation=organisation,
            service=one["service"],
            source=one["source"],
            mail="",
            by=secretary,
        )
        if one["typed"]:
            _send(world, held, {**told["typed"], **one["typed"]})
        if one["declined"]:
            decline_deposit(held=held, words=one["declined"], by=secretary)
        day = STORY_DAY - timedelta(days=one["days_ago"])
        HeldReferral.objects.filter(pk=held.pk).update(opened_on=day, sent_on=day if one["typed"] else None)


def _send(world: World, held: HeldReferral, typed: dict) -> None:
    landlord = world.organisations[typed["housing"]["landlord"]]
    typed = {**typed, "housing": {**typed["housing"], "landlord": str(landlord.pk)}}
    keep_danger(held=held, danger="no")
    for step, answers in _as_typed(typed).items():
        keep_step(held=held, step=step, data=answers, page="")
    held.refresh_from_db()
    link = ExternalLink.objects.get(object_id=held.pk)
    send_deposit(held=held, new=intake_of(held).whole(), by=bearer(link))


def _as_typed(typed: dict) -> dict[str, dict[str, list[str]]]:
    """Answers in the shape in which a browser sends them."""
    return {
        step: {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
        for step, answers in typed.items()
    }


def _approval(world: World, told: dict) -> None:
    """The landlord of the north tried to read before sending in November: one still waits for its managers."""
    landlord, chief = world.organisations["hdn"], world.person("Lemaître")
    ApprovalRule.objects.create(
        organisation=landlord,
        set_by=chief,
        starts_on=STORY_DAY - timedelta(days=44),
        ends_on=STORY_DAY - timedelta(days=2),
    )
    author = _actor(world, told["approval"]["author"], "hdn")
    steps = _as_typed({**told["typed"], **told["approval"]["typed"]})
    steps["door"]["dispositif"] = [str(world.frames["vs"].dispositif.pk)]
    draft = referral_drafts.begin_with(by=author, danger="no", steps=steps)
    intake = Intake.load(author, draft)
    held = ask_for_approval(by=author, draft=intake.stored, new=intake.whole())
    referral_drafts.discard(by=author, draft_id=draft)
    HeldReferral.objects.filter(pk=held.pk).update(sent_on=STORY_DAY - timedelta(days=2))


def _alerts(world: World, alerts: list[dict]) -> None:
    caretaker, referent = world.person("Duquesnoy"), _actor(world, "Verdier", "hdn")
    for one, days in zip(alerts, _ALERTED_DAYS_AGO, strict=True):
        day = STORY_DAY - timedelta(days=days)
        alert = SocialAlert.objects.create(
            organisation=world.organisations["hdn"],
            author=caretaker,
            sender_name=str(caretaker),
            address=one["address"],
            fact=one["fact"],
            happened_on=day - timedelta(days=1),
            sent_on=day,
        )
        if one["closed"]:
            close_alert(alert=alert, reason=one["closed"], by=referent)


def _spot() -> None:
    """The signs that landlords ticked: what their words already say."""
    signs = {"rent_arrears": "arrears_no_contact", "neighbour_trouble_author": "repeated_nuisance"}
    kept = Referral.objects.filter(case__door=Door.RETENTION, case__rules__dispositif__public_name__contains="Réuni")
    for reason, sign in signs.items():
        kept.filter(case__main_reason=reason).update(spotted=[sign])


def _publish(world: World) -> None:
    PrescriberPublication.objects.create(
        dispositif=world.frames["vs"].dispositif,
        reason="Journée du réseau : les services sociaux peuvent la lire sans compte",
        published_on=STORY_DAY - timedelta(days=60),
        published_by=world.person("Sauvageot"),
    )


def _actor(world: World, name: str, organisation: str) -> Actor:
    actor = actor_of(world.person(name), world.organisations[organisation].pk)
    if actor is None:
        raise LookupError(f"{name} ne tient aucun rôle.")
    return actor
