"""An orientation written by who holds a link: the steps of « Orienter un ménage », shorter."""

from functools import cached_property
from uuid import uuid4

from cellule.choices import HeldState
from cellule.forms.link_referral import LinkHouseholdForm, LinkHousingForm, LinkInformationForm, LinkSituationForm
from cellule.forms.referral_door import DoorForm
from cellule.models import HeldReferral, Referral
from cellule.services import held as held_services
from cellule.wizard import Intake, Step
from partners.models import Dispositif
from veille.core.actor import Actor

LINK_STEPS = (
    Step("door", "entree", "Accès ou maintien ?", DoorForm),
    Step("household", "menage", "Le ménage", LinkHouseholdForm),
    Step("housing", "logement", "Le logement", LinkHousingForm),
    Step("situation", "situation", "Ce qui se passe", LinkSituationForm),
    Step("information", "envoi", "Information, accord et envoi", LinkInformationForm),
)
LINK_BY_SLUG = {step.slug: step for step in LINK_STEPS}


class LinkIntake(Intake):
    """What one row holds; written for the organisation the link was given to, by nobody named."""

    steps = LINK_STEPS

    def __init__(self, held: HeldReferral):
        super().__init__(Actor(user=held, organisation=held.organisation), held_services.stored(held))
        self.held = held
        self.page = str(uuid4())

    @property
    def danger(self) -> str:
        return self.stored.content.get("danger", "")

    @property
    def is_writable(self) -> bool:
        return self.held.state in (HeldState.OPEN, HeldState.RETURNED)

    @cached_property
    def dispositifs(self) -> list[Dispositif]:
        return [self.held.dispositif]

    @property
    def source(self) -> str:
        return self.held.source or "other"

    @cached_property
    def former(self) -> Referral | None:
        return None

    @property
    def sender_words(self) -> str:
        return (self.held.service or self.held.organisation.name)[:120]
