"""Mails about candidatures: something waits, for whom may act; no name, no number, no landlord in them."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from cellule.models import Candidature, CommissionPassage
from households.grants import GrantLevel
from households.models import CaseAccess, CaseTeamMember, TeamPart
from partners.models import Membership, Organisation, User
from partners.object_rights import roles_with
from veille.core.mails import lead_to_sign_in


def notify_asked(candidature: Candidature) -> None:
    """After commit, the people who answer for the landlord."""
    _notify(_who_answer(candidature.landlord), _say_it_is_asked)


def notify_answered(candidature: Candidature) -> None:
    """After commit, the lead person of the file; while nobody leads it, whoever asked."""
    people = _who_leads(candidature.case_id) or _active(pk=candidature.planned_by_id)
    _notify(people, _say_it_is_answered)


def notify_passed(passage: CommissionPassage) -> None:
    """After commit, the people of the landlord who hand the note to its commission."""
    _notify(_who_answer(passage.landlord), _say_a_note_waits)


def notify_result(passage: CommissionPassage) -> None:
    """After commit, who tells the household."""
    people = _who_leads(passage.case_id) or _active(pk=passage.prepared_by_id)
    _notify(people, _say_it_is_answered)


def _who_leads(case: UUID) -> Iterable[User]:
    leads = CaseTeamMember.objects.current().filter(case=case, part=TeamPart.LEAD)
    opens = CaseAccess.objects.current().filter(case=case, level=GrantLevel.LEAD)
    return _active(pk__in=leads.filter(organisation__in=opens.values("organisation")).values("user"))


def _active(**which: object) -> Iterable[User]:
    return User.objects.filter(is_active=True, **which).order_by("pk")


def _who_answer(landlord: Organisation) -> Iterable[User]:
    roles = roles_with("candidature", "W", scope="own")
    held = Membership.objects.current().filter(organisation=landlord, role__in=roles)
    return _active(pk__in=held.values("user"))


def _notify(people: Iterable[User], say: Callable[[str], None]) -> None:
    """A mail that cannot leave does not undo the act: it waits in « À faire » as well."""
    for user in people:
        transaction.on_commit(partial(say, user.email), robust=True)


def _say_it_is_asked(address: str) -> None:
    lead_to_sign_in(
        address, subject="une demande de logement vous attend", template="cellule/email/candidature_asked.txt"
    )


def _say_it_is_answered(address: str) -> None:
    lead_to_sign_in(address, subject="une réponse vous attend", template="cellule/email/candidature_answered.txt")


def _say_a_note_waits(address: str) -> None:
    lead_to_sign_in(address, subject="une note vous attend", template="cellule/email/passage_passed.txt")
