"""Rights of the person and end of files: last contacts, requests at each step, a hold, an archive, a register."""

from datetime import timedelta

from django.db.models import Max, OuterRef, Subquery

from accompaniment.choices import CONTACT_KINDS, InterventionOutcome
from accompaniment.models import Intervention
from households import rights, services
from households.models import (
    Case,
    CohortMember,
    ErasureCertificate,
    Person,
    ProcessingPurpose,
    RightsRequest,
    SharingAgreement,
)
from households.retention_job import files_of
from households.rights_choices import (
    ErasureCause,
    IdentityProof,
    Purpose,
    RefusalGround,
    RightsKind,
    RightsState,
    SharingState,
)
from households.services import access_file
from households.services.retention import digest_of
from partners.actors import actor_of
from veille.core import clock
from veille.core.actor import Actor
from veille.demonstration.dice import STORY_DAY, Dice
from veille.demonstration.frames import World

_BASES = {
    Purpose.SUPPORT: ("public_interest", "art9_health_social", "L’équipe d’accompagnement, le bailleur pour sa part"),
    Purpose.TENANCY: ("contract", "", "Le pôle social et le contentieux du bailleur"),
    Purpose.INSTANCE: ("public_interest", "", "Les membres de la cellule, sur fiche anonyme"),
    Purpose.STATISTICS: ("legitimate_interest", "", "Les financeurs, en chiffres"),
    Purpose.EVALUATION: ("public_interest", "", "L’équipe d’évaluation, sans identité"),
}
_ERASED = {"accompaniment.note": 14, "households.contactdetail": 6, "households.finding": 9, "households.person": 4}


def date_contacts() -> None:
    """The last contact of each case, from what was noted of it."""
    met = Intervention._base_manager.filter(
        case=OuterRef("pk"), kind__in=CONTACT_KINDS, outcome=InterventionOutcome.EFFECTIVE
    )
    latest = met.order_by().values("case").annotate(day=Max("happened_on")).values("day")
    Case._base_manager.update(last_contact_on=Subquery(latest))


def tell(world: World) -> None:
    """What the people of the landlord of the north asked, and what becomes of its files."""
    landlord = world.organisations["hdn"]
    officer = actor_of(world.person("Aubry"), landlord.pk)
    referent = actor_of(world.person("Verdier"), landlord.pk)
    files = [file for file in world.files if file.referrer is landlord and not file.case.is_restricted]
    cases = Case.objects.in_bulk([file.case.pk for file in files])
    ordered = sorted(cases.values(), key=lambda case: case.number)
    current = [case for case in ordered if case.closed_on is None and len(rights.adults(case)) == 1]
    _requests(current, officer, referent)
    _two_adults([case for case in ordered if case.closed_on is None], referent)
    _ends(officer)
    _withdrawal(world)
    _register(world)
    _cohort(world)


def _ask(case: Case, kind: str, by: Actor, days: int, wish: str = "") -> RightsRequest:
    person = Person.objects.get(pk=rights.adults(case)[0].pk)
    day = clock.today() - timedelta(days=days)
    return services.record_request(case=case, person=person, kind=kind, received_on=day, by=by, wish=wish)


def _requests(cases: list[Case], officer: Actor, referent: Actor) -> None:
    """One a step, from the one just received to those that are answered."""
    _ask(cases[0], RightsKind.ACCESS, referent, 3, "Je voudrais une copie de mon dossier.")
    reading = _running(cases[1], RightsKind.ACCESS, officer, referent, 12)
    _gather(reading)
    released = _running(cases[2], RightsKind.ACCESS, officer, referent, 25)
    _gather(released)
    shown = {item: line.digest for item, line in access_file.lines_of(released) if line}
    access_file.keep_items(request=released, shown=shown, by=referent)
    access_file.finish_reading(request=released, by=referent)
    access_file.release_file(request=released, by=officer)
    _running(cases[3], RightsKind.RECTIFICATION, officer, referent, 6, "Mon nom est mal écrit.")
    longer = _running(cases[4], RightsKind.PORTABILITY, officer, referent, 20)
    services.extend_request(request=longer, reason="Le dossier est conservé à deux endroits.", by=officer)
    _running(cases[5], RightsKind.COMPLAINT, officer, referent, 40, "On m’a appelée chez mon employeur.")
    _ask(cases[6], RightsKind.OBJECTION, referent, 2)
    refused = _running(cases[7], RightsKind.ERASURE, officer, referent, 60)
    services.answer_request(
        request=refused, outcome=RightsState.REFUSED, refusal_ground=RefusalGround.CLAIMS, by=officer
    )


def _running(case: Case, kind: str, officer: Actor, reader: Actor, days: int, wish: str = "") -> RightsRequest:
    request = _ask(case, kind, reader, days, wish)
    checked_on = request.received_on + timedelta(days=1)
    services.start_request(request=request, proof=IdentityProof.KNOWN, checked_on=checked_on, by=officer)
    services.name_reader(request=request, reader=reader.user, by=officer)
    return request


def _gather(request: RightsRequest) -> None:
    access_file.write_items(request)
    request.refresh_from_db()


def _two_adults(cases: list[Case], referent: Actor) -> None:
    """Of two adults one asks: nothing is gathered before two opinions."""
    couple = next(case for case in cases if len(rights.adults(case)) > 1)
    _ask(couple, RightsKind.ACCESS, referent, 8)


def _ends(officer: Actor) -> None:
    """A file held for a dispute, another in the archive, and what was erased before the summer."""
    until = clock.today() + timedelta(days=180)
    closed = files_of(officer.organisation_id).filter(closed_on__isnull=False).order_by("closed_on", "number")
    held, archived = closed[:2]
    services.place_hold(case=held, reason="Recours devant le tribunal administratif", until=until, by=officer)
    services.archive_case(case=archived)
    certificate = ErasureCertificate.objects.create(
        organisation=officer.organisation,
        cause=ErasureCause.TERM,
        made_on=clock.today() - timedelta(days=190),
        cases=2,
        rows=_ERASED,
    )
    certificate.digest = digest_of(certificate)
    certificate.save()


def _withdrawal(world: World) -> None:
    """A household that no longer wishes an organisation to be told."""
    agreed = SharingAgreement.objects.filter(state=SharingState.AGREED, organisation=world.organisations["tilleuls"])
    agreement = agreed.order_by("-starts_on", "case__number").select_related("case", "noted_by").first()
    lead = actor_of(agreement.noted_by)
    services.withdraw_sharing(agreement=agreement, by=lead)


def _register(world: World) -> None:
    for key, name in (("hdn", "Lemaître"), ("lva", "Delannoy")):
        for purpose, (basis, exception, recipients) in _BASES.items():
            ProcessingPurpose.objects.create(
                organisation=world.organisations[key],
                purpose=purpose,
                basis=basis,
                sensitive_exception=exception,
                recipients=recipients,
                recorded_on=STORY_DAY - timedelta(days=200),
                recorded_by=world.person(name),
            )


def _cohort(world: World) -> None:
    """What evaluation remembers of households of 2012 to 2014, followed before the project and erased since."""
    dice = Dice(20120101)
    frame = world.frames["vs"]
    outcomes = {"retained_same": 9, "retained_other_social": 4, "private_lease": 2, "unknown": 2}
    for _ in range(40):
        CohortMember.objects.create(
            id=dice.key(),
            dispositif=frame.dispositif,
            door=dice.pick(["access", "retention"]),
            territory=dice.pick(sorted(territory.name for territory in frame.territories.values())),
            opened_year=dice.between(2012, 2014),
            household_type=dice.pick(["single_man", "single_woman", "single_mother", "couple_children"]),
            difficulties=dice.some(["rent_arrears", "isolation", "insufficient_income"], dice.between(1, 2)),
            was_admitted=True,
            months=dice.between(4, 20),
            outcome=dice.weighted(outcomes),
        )
