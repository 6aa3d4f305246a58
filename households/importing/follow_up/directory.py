"""Communes and colleagues, found by the names a table gives them."""

from collections import defaultdict
from collections.abc import Iterable

from partners.models import Commune, Membership, Territory, User
from veille.core.actor import Actor
from veille.core.normalise import sort_text
from veille.core.spreadsheets import Unreadable


class Communes:
    """Every commune that the rows name, in one query; a name borne twice is settled by the territory."""

    def __init__(self, names: Iterable[str], territory: Territory | None):
        asked = {sort_text(name.split("(")[0]) for name in names}
        codes = {name.strip().upper() for name in names}
        self._by_code = {one.code: one for one in Commune.objects.filter(code__in=codes)}
        self._by_name: dict[str, list[Commune]] = defaultdict(list)
        for commune in Commune.objects.filter(sort_name__in=asked).order_by("code"):
            self._by_name[commune.sort_name].append(commune)
        self._near = set(territory.communes.values_list("pk", flat=True)) if territory else set()

    def find(self, text: str) -> Commune | None:
        """The commune of this name. Raises Unreadable with what to write instead."""
        if not text:
            return None
        if known := self._by_code.get(text.strip().upper()):
            return known
        found = self._by_name.get(sort_text(text.split("(")[0]), [])
        near = [commune for commune in found if commune.pk in self._near]
        if len(near or found) == 1:
            return (near or found)[0]
        if not found:
            raise Unreadable(
                f"Aucune commune ne s’appelle « {text} » : vérifiez l’orthographe ou donnez le code INSEE."
            )
        names = ", ".join(f"{commune} : {commune.code}" for commune in found[:6])
        raise Unreadable(f"Plusieurs communes s’appellent « {text} » ({names}) : donnez le code INSEE.")


class Colleagues:
    """The people of the actor's organisation, by full name either way round, or by a last name borne once."""

    def __init__(self, actor: Actor):
        self._by_name: dict[str, set[User]] = defaultdict(set)
        current = Membership.objects.current().filter(organisation=actor.organisation_id).select_related("user")
        for user in {member.user for member in current.order_by("pk")}:
            first, last = user.first_name, user.last_name
            for name in (f"{first} {last}", f"{last} {first}", last, f"{first[:1]}. {last}", f"{first[:1]} {last}"):
                self._by_name[sort_text(name)].add(user)

    def find(self, text: str) -> User | None:
        found = self._by_name.get(sort_text(text), set())
        return next(iter(found)) if len(found) == 1 else None
