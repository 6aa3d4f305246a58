"""Absences: stand-ins open the files of who is away, from a day to a day, and nothing has to be closed behind them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from households.models import Case, CaseTeamMember, NamedPerson, TeamPart
from households.standing_in import carried_by, nameable_by, opened_by, possible_stand_ins
from partners.models import Absence, Organisation, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.formats import far_date

LONGEST = timedelta(days=366)


@transaction.atomic
def declare_absence(
    *,
    user: User,
    starts_on: date,
    ends_on: date,
    by: Actor,
    stand_in: User | None = None,
    chosen: Mapping[UUID, User | None] | None = None,
) -> Absence:
    """Somebody is away: `stand_in` takes the files she leads, but those with somebody else (or nobody) `chosen`.

    On a restricted file nobody stands in unless she is chosen for it, by somebody who may name her: she is named for
    these days. Raises ValidationError on days that make no sense, a stranger, or somebody who is away too.
    """
    chosen = dict(chosen or {})
    # One at a time: nobody away stands in. Not the key: a hand-over that holds the files refers to it.
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    _check_days(starts_on, ends_on)
    absence = Absence(
        organisation=by.organisation,
        user=user,
        starts_on=starts_on,
        ends_on=ends_on,
        stand_in=stand_in,
        declared_by=by.user_id,
    )
    _check_people({person for person in (stand_in, *chosen.values()) if person}, absence, by)
    absence.full_clean()
    absence.save()
    files = _files_of(user, by)
    named = set(nameable_by(by).filter(pk__in=[case.pk for case in files]).values_list("pk", flat=True))
    taken = sum(_give(absence, case, chosen, named, by) for case in files)
    audit.record("absence.declared", absence, by=by, changes={"user": str(user.pk), "files": taken})
    return absence


def _files_of(user: User, by: Actor) -> list[Case]:
    """The files she leads, held in the order of a hand-over: one that goes to somebody else meanwhile is not opened."""
    carried = carried_by(user.pk, by.organisation_id, TeamPart.LEAD).values("case")
    held = Case.objects.select_for_update(of=("self",)).filter(pk__in=carried).order_by("pk")
    list(held.values_list("pk", flat=True))
    led = carried_by(user.pk, by.organisation_id, TeamPart.LEAD).values("case")
    return list(opened_by(by).filter(pk__in=led).order_by("number"))


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "La date de fin ne peut pas précéder la date de début."})
    if ends_on < clock.today():
        raise ValidationError({"ends_on": "Indiquez une absence en cours ou à venir."})
    if ends_on - starts_on > LONGEST:
        raise ValidationError({"ends_on": "Une absence dure un an au plus ; au-delà, passez les dossiers."})


def _check_people(people: Iterable[User], absence: Absence, by: Actor) -> None:
    people = sorted(people, key=lambda person: str(person.pk))
    allowed = set(possible_stand_ins(by, absence.user_id).values_list("pk", flat=True))
    for person in people:
        if person.pk not in allowed:
            raise ValidationError({"stand_in": f"{person} ne peut pas tenir ce remplacement dans votre organisme."})
    away = Absence.objects.filter(
        organisation=by.organisation, user__in=people, starts_on__lte=absence.ends_on, ends_on__gte=absence.starts_on
    )
    told = set(Absence.objects.visible_to(by).filter(user__in=people).values_list("pk", flat=True))
    for other in away.select_related("user").order_by("starts_on", "pk")[:1]:
        days = f"du {far_date(other.starts_on)} au {far_date(other.ends_on)}" if other.pk in told else "ces jours-là"
        raise ValidationError({"stand_in": f"{other.user} est aussi absente {days} : choisissez une autre personne."})


def _give(absence: Absence, case: Case, chosen: Mapping[UUID, User | None], named: set[UUID], by: Actor) -> bool:
    person = chosen.get(case.pk) if case.is_restricted else chosen.get(case.pk, absence.stand_in)
    if person is None:
        return False
    if case.is_restricted:
        if case.pk not in named:
            raise ValidationError(f"Vous ne pouvez nommer personne sur le dossier {case.number}.")
        _name(absence, case, person, by)
    _stand_in(absence, case, person, by)
    return True


def _stand_in(absence: Absence, case: Case, person: User, by: Actor | None) -> None:
    member = CaseTeamMember.objects.create(
        case=case,
        user=person,
        organisation=absence.organisation,
        part=TeamPart.STAND_IN,
        starts_on=max(absence.starts_on, clock.today()),
        ends_on=absence.ends_on,
        absence=absence,
    )
    audit.record("team.joined", member, by=by, changes={"user": str(person.pk), "part": member.part})


def _name(absence: Absence, case: Case, person: User, by: Actor) -> None:
    """For these days only; who is named without an end stays so."""
    if NamedPerson.objects.current().filter(case=case, user=person, ends_on=None).exists():
        return
    named = NamedPerson.objects.create(
        case=case,
        user=person,
        named_by=by.user_id,
        starts_on=max(absence.starts_on, clock.today()),
        ends_on=absence.ends_on,
        absence=absence,
    )
    audit.record("person.named", named, by=by, changes={"user": str(person.pk)})


@transaction.atomic
def end_absence(*, absence: Absence, by: Actor) -> None:
    """She is back, or it will not take place: the files close to her stand-ins from their next request on."""
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if absence.ends_on < clock.today():
        raise ValidationError("Cette absence est déjà terminée.")
    taken = CaseTeamMember.objects.filter(absence=absence).count()
    end_rows(CaseTeamMember.objects.filter(absence=absence))
    end_rows(NamedPerson.objects.filter(absence=absence))
    audit.record("absence.ended", absence, by=by, changes={"user": str(absence.user_id), "files": taken})
    absence.end_now()


def end_rows(rows) -> None:
    """`DatedModel.end_now`, for many rows: what has not held a whole day is removed, the journal keeps both acts."""
    today = clock.today()
    rows.filter(starts_on__gte=today).delete()
    rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).update(ends_on=today - timedelta(days=1))


def lead_changed(cases: Sequence[Case], organisation: Organisation, lead: User, by: Actor | None) -> None:
    """Who stands in on a file follows who leads it: the former one's stand-ins leave, those of the new one come."""
    others = Absence.objects.to_come().filter(organisation=organisation).exclude(user=lead).order_by("pk")
    left = list(others.values_list("pk", flat=True))
    if left:
        end_rows(CaseTeamMember.objects.filter(case__in=cases, absence__in=left))
        end_rows(NamedPerson.objects.filter(case__in=cases, absence__in=left))
    away = Absence.objects.to_come().filter(organisation=organisation, user=lead, stand_in__isnull=False)
    for absence in away.select_related("stand_in", "organisation").order_by("starts_on", "pk"):
        known = set(CaseTeamMember.objects.filter(absence=absence).values_list("case", flat=True))
        for case in cases:
            if not case.is_restricted and case.pk not in known:
                _stand_in(absence, case, absence.stand_in, by)
