"""The five steps of « Orienter un ménage »: the draft, its forms, what is still missing, the whole when it is ready."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import QueryDict

from cellule.forms.referral_door import DoorForm
from cellule.forms.referral_household import HouseholdForm
from cellule.forms.referral_housing import HousingForm
from cellule.forms.referral_information import InformationForm
from cellule.forms.referral_situation import SituationForm
from cellule.intake import NewReferral, dispositifs_open_to, own_landlord
from cellule.models import Referral
from cellule.services import referral_drafts
from partners.configuration import Configuration
from partners.models import Dispositif
from veille.core.actor import Actor


@dataclass(frozen=True)
class Step:
    """A page of the orientation: its key in the draft, its word in the address, its title."""

    key: str
    slug: str
    title: str
    form_class: type


STEPS = (
    Step("door", "entree", "Accès ou maintien ?", DoorForm),
    Step("household", "menage", "Le ménage", HouseholdForm),
    Step("housing", "logement", "Le logement", HousingForm),
    Step("situation", "situation", "Ce qui se passe", SituationForm),
    Step("information", "envoi", "Information, accord et envoi", InformationForm),
)
BY_SLUG = {step.slug: step for step in STEPS}


class Unfinished(Exception):
    """The orientation cannot be sent: this step lacks something."""

    def __init__(self, step: Step):
        super().__init__(step.key)
        self.step = step


class Intake:
    """An orientation being written by an actor."""

    steps: tuple[Step, ...] = STEPS

    def __init__(self, actor: Actor, stored: referral_drafts.StoredDraft):
        self.actor = actor
        self.stored = stored
        self.page = str(uuid4())

    @classmethod
    def load(cls, actor: Actor, draft_id: UUID) -> "Intake":
        return cls(actor, referral_drafts.load(by=actor, draft_id=draft_id))

    @property
    def id(self) -> UUID:
        return self.stored.id

    @property
    def danger(self) -> str:
        return self.stored.content["danger"]

    @property
    def is_protected(self) -> bool:
        """As long as nobody has said that there is no danger, there may be one."""
        return self.danger != "no"

    @cached_property
    def dispositifs(self) -> list[Dispositif]:
        return list(dispositifs_open_to(self.actor))

    @cached_property
    def dispositif(self) -> Dispositif | None:
        """The one chosen, or the only one."""
        if len(self.dispositifs) == 1:
            return self.dispositifs[0]
        chosen = self._answer("door", "dispositif")
        return next((d for d in self.dispositifs if str(d.pk) == chosen), None)

    @property
    def door(self) -> str:
        return self._answer("door", "door")

    @cached_property
    def configuration(self) -> Configuration | None:
        return self.dispositif.rules.configuration if self.dispositif else None

    @cached_property
    def own_landlord(self):
        return own_landlord(self.actor, self.dispositif)

    @property
    def title(self) -> str:
        """How she recognises her draft; no name when writing one down may be a danger."""
        names = [self._answer("household", name) for name in ("first_name", "last_name", "alias")]
        name = " ".join(part for part in names if part)
        return name if name and not self.is_protected else "Ménage sans nom"

    def version(self, step: Step) -> int:
        return self.stored.content["steps"].get(step.key, {}).get("version", 0)

    def data(self, step: Step) -> QueryDict | None:
        """What was typed in a step, as its form reads it."""
        kept = self.stored.content["steps"].get(step.key)
        return as_post(kept["data"]) if kept else None

    def form(self, step: Step, data: QueryDict | None = None):
        """The form of a step on what is sent, else on what was kept, else empty."""
        return step.form_class(data if data is not None else self.data(step), intake=self)

    def is_complete(self, step: Step) -> bool:
        return step.key in self.stored.content["steps"] and self.form(step).is_valid()

    @cached_property
    def plan(self) -> list[dict]:
        """The visible plan: each step and whether it is done."""
        return [{"step": step, "done": self.is_complete(step)} for step in self.steps]

    @property
    def begun(self) -> int:
        """How many steps hold something: what a list says without reading the steps again."""
        return len(self.stored.content["steps"])

    def next_step(self, step: Step) -> Step:
        """The step after this one."""
        return self.steps[min(self.steps.index(step) + 1, len(self.steps) - 1)]

    def first_unfinished(self) -> Step:
        """Where to take it up: the first step that lacks something, or the last."""
        return next((line["step"] for line in self.plan if not line["done"]), self.steps[-1])

    def whole(self) -> NewReferral:
        """The orientation ready to be sent; raises Unfinished on the first step that lacks something."""
        fields: dict = {}
        for step in self.steps:
            form = self.form(step)
            if step.key not in self.stored.content["steps"] or not form.is_valid():
                raise Unfinished(step)
            fields |= form.answers()
        if fields["dispositif"] is None:
            raise ValidationError("Votre organisme n’oriente vers aucun dispositif.")
        return NewReferral(is_protected=self.is_protected, source=self.source, former=self.former, **fields)

    @property
    def source(self) -> str:
        return referral_source(self.actor)

    @cached_property
    def former(self) -> Referral | None:
        """The orientation that this one takes up again."""
        known = Referral.objects.visible_to(self.actor).filter(referrer_organisation=self.actor.organisation_id)
        key = self.stored.content.get("former")
        return known.select_related("case__household").filter(pk=key).first() if key else None

    @property
    def tenancy(self) -> str:
        """The lease of the landlord's file that she picked."""
        return self._answer("housing", "tenancy")

    def _answer(self, step: str, name: str) -> str:
        values = self.stored.content["steps"].get(step, {}).get("data", {}).get(name, [])
        return values[-1] if values else ""


def unsent(actor: Actor) -> list[Intake]:
    """Her drafts, the last touched first."""
    return [Intake(actor, stored) for stored in referral_drafts.all_of(actor)]


def as_post(data: dict[str, list[str]]) -> QueryDict:
    """Kept answers in the shape in which a browser sends them."""
    post = QueryDict(mutable=True)
    for name, values in data.items():
        post.setlist(name, values)
    return post


# Who orients, in the words of the list `referral_source`: what her role says of her.
_SOURCES = {
    "landlord_referent": "landlord_social_worker",
    "landlord_case_worker": "landlord_social_worker",
    "landlord_manager": "landlord_other",
    "landlord_client_manager": "landlord_client_manager",
    "association_worker": "association_partner",
    "association_manager": "association_partner",
    "referrer": "hebergement_structure",
    "state_service": "dalo_commission",
}


def referral_source(actor: Actor) -> str:
    """The origin of her orientations."""
    return next((source for role, source in _SOURCES.items() if role in actor.roles), "other")
