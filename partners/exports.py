"""The directory and the roles of one's organisation, taken away."""

from django.db.models import QuerySet

from partners import permissions
from partners.models import Membership, Organisation
from veille.core import reference
from veille.core.actor import Actor
from veille.core.exports import Column, ColumnKind, Listing, RowListing
from veille.core.exports.listings import State


def lists() -> list[Listing]:
    return [OrganisationList(), MembershipList()]


class OrganisationList(RowListing):
    """Legal persons: nobody is named."""

    name, title, back = "organismes", "Partenaires", "partners:organisation_list"
    one, many = "organisme", "organismes"

    def may(self, actor: Actor) -> bool:
        return permissions.can_read_directory(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[Organisation]:
        return Organisation.objects.filter(is_active=True).order_by("sort_name", "id")

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("name", "Nom", lambda row: row.name, width=40),
            Column("acronym", "Sigle", lambda row: row.acronym, width=14),
            Column("kind", "Nature", lambda row: row.get_kind_display()),
            Column("type", "Type", _type_of, width=40),
        ]


def _type_of(row: Organisation) -> str:
    return reference.label("organisation_type", row.type_code) if row.type_code else ""


class MembershipList(RowListing):
    """Who does what in one's organisation: professionals, told with a reason."""

    name, title, back = "roles", "Rôles de l’organisme", "partners:membership_list"
    one, many = "rôle", "rôles"

    def may(self, actor: Actor) -> bool:
        return permissions.can_read_roles(actor)

    def may_name(self, actor: Actor) -> bool:
        return self.may(actor)

    def rows(self, actor: Actor, state: State) -> QuerySet[Membership]:
        rows = Membership.objects.current().filter(organisation=actor.organisation_id)
        people = rows.select_related("user", "instance", "dispositif")
        return people.order_by("user__last_name", "role", "id")

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("last_name", "Nom", lambda row: row.user.last_name, is_named=True),
            Column("first_name", "Prénom", lambda row: row.user.first_name, is_named=True),
            Column("email", "Courriel", lambda row: row.user.email, is_named=True, is_ticked=False, width=34),
            Column("role", "Rôle", lambda row: row.get_role_display(), width=34),
            Column("dispositif", "Dispositif", lambda row: row.dispositif and row.dispositif.name, width=30),
            Column("instance", "Instance", lambda row: row.instance and row.instance.label, width=30),
            Column("since", "Depuis le", lambda row: row.starts_on, ColumnKind.DAY, width=12),
        ]
