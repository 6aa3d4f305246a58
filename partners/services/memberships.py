"""Roles are given by the managers of an organisation, never to oneself; accounts come by invitation."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from partners.models import Dispositif, Instance, Invitation, Membership, Organisation, User
from veille.core import audit, clock
from veille.core.actor import Actor
from veille.core.mails import write_to


@transaction.atomic
def create_organisation(*, by: Actor, **fields) -> Organisation:
    """A new organisation. Raises ValidationError when the name exists."""
    organisation = Organisation(**fields)
    organisation.full_clean()
    organisation.save()
    audit.record("organisation.created", organisation, by=by, changes={"kind": organisation.kind})
    return organisation


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str,
    last_name: str,
    organisation: Organisation,
    role: str,
    by: Actor,
    dispositif: Dispositif | None = None,
    instance: Instance | None = None,
    competences: Iterable[str] = (),
) -> Membership:
    """Give a role to somebody, with an account if she has none yet; she is told by mail.

    Nobody gives a role to herself. The answer is the same whether the account existed or not.
    """
    email = User.objects.normalize_email(email).lower()
    if email == by.user.email:
        raise ValidationError(
            {"email": "On ne se donne pas de rôle à soi-même : demandez à une autre personne habilitée."}
        )
    user, is_new = User.objects.get_or_create(email=email, defaults={"first_name": first_name, "last_name": last_name})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Invitation.objects.create(user=user, invited_by=by.user_id)
    place = {"dispositif": dispositif, "instance": instance}
    membership = _give(user, organisation, role, by, competences=_announced(organisation, competences), **place)
    transaction.on_commit(lambda: _tell(user))
    return membership


def _give(user: User, organisation: Organisation, role: str, by: Actor, **more) -> Membership:
    given = {"given_by": by.user_id, "starts_on": clock.today()}
    membership = Membership(user=user, organisation=organisation, role=role, **given, **more)
    membership.full_clean()
    membership.save()
    audit.record("membership.given", membership, by=by, changes={"role": role, "user": str(user.pk)})
    return membership


def _announced(organisation: Organisation, competences: Iterable[str]) -> list[str]:
    """Those among what her organisation says it knows. Raises ValidationError for another."""
    held = list(dict.fromkeys(competences))
    if set(held) - set(organisation.competences):
        raise ValidationError({"competences": "Cette compétence n’est pas de celles que l’organisme annonce."})
    return held


@transaction.atomic
def hold_competences(*, membership: Membership, competences: Iterable[str], by: Actor) -> Membership:
    """What an expert answers for from now on: the questions of a competence she leaves are no longer hers to read."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    before, membership.competences = membership.competences, _announced(membership.organisation, competences)
    membership.full_clean()
    membership.save()
    changes = {"competences": [before, membership.competences], "user": str(membership.user_id)}
    audit.record("membership.competences_held", membership, by=by, changes=changes)
    return membership


def invitation_path(user: User) -> str:
    """The one-time address where an invited person chooses her password."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("partners:invitation_accept", args=[uid, default_token_generator.make_token(user)])


def _tell(user: User) -> None:
    context = {
        "origin": settings.SITE_ORIGIN,
        "path": reverse("home") if user.has_usable_password() else invitation_path(user),
        "is_new": not user.has_usable_password(),
    }
    write_to(user.email, subject="un rôle vous est donné", template="partners/email/invitation.txt", context=context)


@transaction.atomic
def accept_invitation(*, user: User, password: str) -> None:
    """Choose a password once; the link is spent with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Invitation.objects.filter(user=user, accepted_at=None).update(accepted_at=timezone.now())
    audit.record("invitation.accepted", user, by=None)


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor) -> None:
    """End a role from the next request on; one given today is deleted, the journal keeps both acts."""
    audit.record(
        "membership.ended", membership, by=by, changes={"role": membership.role, "user": str(membership.user_id)}
    )
    membership.end_now()
