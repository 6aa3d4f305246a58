"""What stands outside the files: the money, runs, drafts, roles, organisations."""

from decimal import Decimal
from uuid import uuid4

from django.contrib.auth.tokens import default_token_generator
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cellule.services import referral_drafts
from funding.models import BudgetLine, FundingPlan, LineFunding, Volet
from partners.models import Invitation, Membership, User
from partners.roles import Role
from reports.indicators import INDICATORS
from reports.models import Document
from tests import factories
from tests.cast import Cast, World
from veille.core import clock
from veille.core.models import Run, RunState


def build(world: World, cast: Cast) -> dict:
    return _funding(world) | _results(world, cast) | _kernel(cast) | _partners(world, cast)


def _funding(world: World) -> dict:
    """A draft in which the landlord, the association, the State and the funder each have a share; a validated one."""
    plan = _plan(world, version=2)
    volet = Volet.objects.create(plan=plan, code="I", label="Cellule commune")
    line = _line(volet, "A", carrier=world.association)
    for funder in (world.landlord, world.state, world.funder):
        LineFunding.objects.create(
            line=line, funder=funder, funder_type="landlord_own", column=funder.name, amount=Decimal(1000)
        )
    validated = _plan(world, version=1, state="validated")
    return {"plan": plan.pk, "plan_validated": validated.pk, "volet": volet.pk, "line": line.pk}


def _plan(world: World, **fields) -> FundingPlan:
    return FundingPlan.objects.create(
        dispositif=world.dispositif,
        label="Plan de financement",
        starts_on="2015-01-01",
        years=2,
        costed_households=100,
        basis_note="Convention",
        **fields,
    )


def _line(volet: Volet, code: str, **fields) -> BudgetLine:
    return BudgetLine.objects.create(
        volet=volet, code=code, label="Poste", kind="other", calculation="lump_sum", lump_sum=Decimal(3000), **fields
    )


def _results(world: World, cast: Cast) -> dict:
    """A document of each kind still a draft, one published; an indicator of activity, one of profile."""
    documents = {
        "evaluation": _document(world, "evaluation"),
        "fiche": _document(world, "fiche_projet"),
        "published": _document(
            world,
            "evaluation",
            published_at=timezone.now(),
            published_by=cast.pilot.user_id,
            published_because="Réunion des partenaires",
        ),
    }
    codes = {
        f"code_{name}": next(code.lower() for code, one in INDICATORS.items() if one.is_profile is is_profile)
        for name, is_profile in (("activity", False), ("profile", True))
    }
    return {f"document_{name}": document.pk for name, document in documents.items()} | codes


def _document(world: World, kind: str, **fields) -> Document:
    document = Document(
        run=uuid4(),
        dispositif=world.dispositif,
        organisation=world.organiser,
        kind=kind,
        data_on=clock.today(),
        digest="0" * 64,
        **fields,
    )
    document.file.save("document.pdf", ContentFile(b"%PDF-1.7"))
    return document


def _kernel(cast: Cast) -> dict:
    """A run of the pilot, and an orientation the referent has not sent."""
    run = Run.objects.create(
        task="veille.core.tasks.purge_expired",
        label="Rapport",
        requested_by=cast.pilot.user_id,
        organisation=cast.pilot.organisation_id,
        state=RunState.FAILED,
        failure="ValueError",
    )
    draft = referral_drafts.start(by=cast.referent, danger="no")
    return {"run": run.pk, "draft": draft}


def _partners(world: World, cast: Cast) -> dict:
    """A worker and an expert whose manager may change their roles, an organisation without one, a link to spend."""
    membership = Membership.objects.get(user=cast.other_worker.user)
    own = Membership.objects.get(user=cast.manager.user)
    expert = Membership.objects.get(user=cast.play(Role.EXPERT, world.association).user)
    unmanaged = factories.OrganisationFactory(name="Sans responsable")
    invited = User.objects.create_user("invitee@exemple.invalid", first_name="Ida", last_name="Linvitée")
    Invitation.objects.create(user=invited)
    return {
        "membership": membership.pk,
        "own_membership": own.pk,
        "expert_membership": expert.pk,
        "unmanaged": unmanaged.pk,
        "managed": world.association.pk,
        "dispositif": world.dispositif.pk,
        "invited": urlsafe_base64_encode(force_bytes(invited.pk)),
        "token": default_token_generator.make_token(invited),
    }
