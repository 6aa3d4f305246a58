"""Organisations, roles, the directory, the register and the conventions, taken away."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.http import QueryDict

from partners import network_permissions, permissions
from partners.conventions import listed_conventions, standing_of
from partners.forms.conventions import ConventionFilter
from partners.forms.network import DirectoryFilter, RegisterFilter
from partners.models import Convention, Membership, Organisation, RegisteredWorker
from partners.network import listed_partners, listed_workers
from veille.core import reference
from veille.core.actor import ActingRequest, Actor
from veille.core.exports import Column, ColumnKind, Listing, RowListing
from veille.core.exports.listings import State


def lists() -> list[Listing]:
    return [OrganisationList(), MembershipList(), DirectoryList(), RegisterList(), ConventionList()]


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
            Column("competences", "Compétences tenues", lambda row: _competences(row.competences), width=34),
            Column("since", "Depuis le", lambda row: row.starts_on, ColumnKind.DAY, width=12),
        ]


class DirectoryList(RowListing):
    """The directory, narrowed as on its page: services, nobody named."""

    name, title, back = "annuaire", "Annuaire des partenaires", "partners:directory_list"
    one, many = "organisme", "organismes"

    def may(self, actor: Actor) -> bool:
        return network_permissions.can_read_partners(actor)

    def state(self, request: ActingRequest) -> State:
        return {"query": request.GET.urlencode()}

    def rows(self, actor: Actor, state: State) -> QuerySet[Organisation]:
        chosen = DirectoryFilter(QueryDict(state.get("query", "")), actor=actor).chosen()
        return listed_partners(actor, **chosen)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("name", "Organisme", lambda row: row.name, width=40),
            Column("parts", "Part", lambda row: _list(part.get_part_display() for part in row.parts_taken), width=30),
            Column("mission", "Ce qu’il fait", _of_entry("mission"), width=60),
            Column("competences", "Compétences", lambda row: _competences(row.competences), width=40),
            Column("territories", "Territoires", _territories_of, width=30),
            Column("phone", "Téléphone du service", _of_entry("phone"), width=18),
            Column("email", "Courriel du service", _of_entry("email"), width=34),
            Column("opening", "Ouverture", _of_entry("opening"), width=30),
            Column("how_to_refer", "Comment orienter", _of_entry("how_to_refer"), width=60),
        ]


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _competences(codes: Iterable[str]) -> str:
    return _list(reference.label("competence", code) for code in codes)


def _of_entry(name: str) -> Callable[[Organisation], str]:
    return lambda row: getattr(getattr(row, "directory_entry", None), name, "")


def _territories_of(row: Organisation) -> str:
    entry = getattr(row, "directory_entry", None)
    return _list(one.name for one in entry.territories.all()) if entry else ""


class RegisterList(RowListing):
    """The register: professionals, told with a reason."""

    name, title, back = "registre-du-reseau", "Registre du réseau", "partners:worker_list"
    one, many = "personne inscrite", "personnes inscrites"

    def may(self, actor: Actor) -> bool:
        return network_permissions.can_read_register(actor)

    def may_name(self, actor: Actor) -> bool:
        return self.may(actor)

    def state(self, request: ActingRequest) -> State:
        return {"query": request.GET.urlencode()}

    def rows(self, actor: Actor, state: State) -> QuerySet[RegisteredWorker]:
        chosen = RegisterFilter(QueryDict(state.get("query", "")), actor=actor).chosen()
        return listed_workers(actor, **chosen)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("person", "Personne", str, is_named=True, width=30),
            Column("function", "Fonction", lambda row: row.get_function_display(), width=28),
            Column("profile", "Profil", lambda row: row.get_profile_display(), width=30),
            Column(
                "social_worker", "Travailleur social de métier", lambda row: "oui" if row.is_social_worker else "non"
            ),
            Column("employers", "Employeurs", _employers_of, width=40),
            Column(
                "territories", "Territoires", lambda row: _list(one.name for one in row.territories.all()), width=30
            ),
            Column("area", "Secteur", lambda row: row.area, width=24),
            Column("competences", "Compétences", lambda row: _competences(row.competences), width=40),
            Column("maximum", "Charge maximale", lambda row: row.maximum_weight, ColumnKind.NUMBER, width=12),
            Column("since", "Depuis le", lambda row: row.starts_on, ColumnKind.DAY, width=12),
            Column("until", "Jusqu’au", lambda row: row.ends_on, ColumnKind.DAY, width=12),
        ]


def _employers_of(row: RegisteredWorker) -> str:
    return _list(f"{share.organisation.short_name} {share.percent} %" for share in row.employments.all())


class ConventionList(RowListing):
    """The conventions she reads: organisations, nobody named."""

    name, title, back = "conventions", "Conventions", "partners:convention_list"
    one, many = "convention", "conventions"

    def may(self, actor: Actor) -> bool:
        return network_permissions.can_read_conventions(actor)

    def state(self, request: ActingRequest) -> State:
        return {"query": request.GET.urlencode()}

    def rows(self, actor: Actor, state: State) -> QuerySet[Convention]:
        conventions = Convention.objects.visible_to(actor)
        chosen = ConventionFilter(QueryDict(state.get("query", "")), conventions=conventions).chosen()
        return listed_conventions(actor, **chosen)

    def columns(self, actor: Actor, state: State) -> list[Column]:
        return [
            Column("title", "Convention", lambda row: row.title, width=50),
            Column("dispositif", "Dispositif", lambda row: row.dispositif.name, width=30),
            Column("kind", "Nature", lambda row: row.get_kind_display(), width=20),
            Column("reference", "Référence", lambda row: row.reference, width=20),
            Column("standing", "État", lambda row: standing_of(row).label, width=16),
            Column("start", "Début", lambda row: row.starts_on, ColumnKind.DAY, width=12),
            Column("end", "Fin", lambda row: row.ends_on, ColumnKind.DAY, width=12),
            Column("signatories", "Signataires", _signatories_of, width=50),
        ]


def _signatories_of(row: Convention) -> str:
    return _list(one.organisation.short_name for one in row.signatories.all())
