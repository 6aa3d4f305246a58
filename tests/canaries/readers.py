"""Who reads a word: small predicates over a person, the scene and a token, put together by `expected`."""

from collections.abc import Callable

from django.db.models import Q

from cellule.models import PresentationSheet
from households.models import RightsRequest
from partners.models import Instance
from partners.roles import MANAGER_ROLES
from tests.canaries.tokens import Token, cases_of
from tests.matrix.cells import note_cell, reaches, table
from tests.matrix.people import Person

_ENDED = {"answered", "partly_refused", "refused"}
Allowed = Callable[[Person, object, Token], bool]


def nobody(person: Person, scene, token: Token) -> bool:
    """Never shown by a reading: opened by a named act, or kept for the machine."""
    return False


def section(*names: str) -> Allowed:
    """Every one of these sections of the file is open (grants.csv × roles.csv)."""
    return lambda person, scene, token: any(
        all(scene.facts.reads(person, case, name, "R") for name in names) for case in cases_of(token)
    )


def either(*rules: Allowed) -> Allowed:
    return lambda person, scene, token: any(rule(person, scene, token) for rule in rules)


def both(*rules: Allowed) -> Allowed:
    return lambda person, scene, token: all(rule(person, scene, token) for rule in rules)


def by_source(person: Person, scene, token: Token) -> bool:
    """« Connu du bailleur » or « Confié à l’accompagnement »."""
    known = "identity" if token.column.startswith("households.Person") else "contact"
    return section("confided" if token.row.source == "confided" else known)(person, scene, token)


def finding(person: Person, scene, token: Token) -> bool:
    part = "findings_support" if token.row.is_confided else "findings_landlord"
    return section(part)(person, scene, token)


def wrote(person: Person, scene, token: Token) -> bool:
    """While it holds any grant, an organisation reads what its own people wrote (rights.md 3)."""
    sees = any(scene.facts.sees(person, case) for case in cases_of(token))
    return sees and token.row.organisation_id == person.organisation_id


def own_organisation(person: Person, scene, token: Token) -> bool:
    return token.row.organisation_id == person.organisation_id


def own_list(person: Person, scene, token: Token) -> bool:
    """others.csv, collective_participants: the association that keeps the list, never a landlord."""
    keeper = token.row.cooperative if token.column.startswith("accompaniment.Cooperative") else token.row
    own = keeper.organisation_id == person.organisation_id
    return own and reaches(person.role, "collective_participants", "R", ("own",))


def set_aside(person: Person, scene, token: Token) -> bool:
    """A line put off or handed on: those it concerns and their manager, in their organisation, who see its file."""
    row = token.row
    concerned = {getattr(row, name, None) for name in ("user_id", "giver_id", "taker_id")}
    if person.is_nobody or row.organisation_id != person.organisation_id or not scene.facts.sees(person, row.case_id):
        return False
    return person.user_id in concerned or person.role in MANAGER_ROLES


_INSIDE = {"landlord_internal", "landlord_social", "association_only"}


def level(person: Person, scene, token: Token) -> bool:
    """notes.csv × an open case; the levels of an organisation stay inside it."""
    row = token.row if hasattr(token.row, "level") else getattr(token.row, "note", None) or token.row.document
    if person.is_nobody or not scene.facts.sees(person, row.case_id):
        return False
    if note_cell(row.level, person.role) not in {"R", "W"}:
        return False
    return row.level not in _INSIDE or row.organisation_id == person.organisation_id


def kept_diagnosis(person: Person, scene, token: Token) -> bool:
    """An operator keeps reading its own diagnosis: its author and her manager (rights.md 3)."""
    mine = person.key in {"association_worker", "association_manager"}
    made = getattr(token.row, "diagnosis", token.row)
    return mine and made.operator_id == person.organisation_id and made.state != "ordered"


def solicitation(person: Person, scene, token: Token) -> bool:
    """others.csv, solicitation, within the file: what crosses to the landlord, else what was asked in confidence."""
    part = "interventions_shared" if token.row.is_shared else "interventions"
    opened = either(section(part), section("interventions"))(person, scene, token)
    return opened and reaches(person.role, "solicitation", "R")


def shared_plan(person: Person, scene, token: Token) -> bool:
    objective = token.row if token.column.startswith("accompaniment.Objective") else token.row.objective
    return objective.is_shared and section("plan_shared")(person, scene, token)


def shared_summary(person: Person, scene, token: Token) -> bool:
    """The part of a settled bilan that the household lets be read."""
    row = token.row
    return row.is_agreed and row.review.state == "settled" and section("summary")(person, scene, token)


def invited(*parts: str) -> Allowed:
    """Her organisation is invited to the meeting, and reads one of these sections of the file."""
    return lambda person, scene, token: _is_invited(person, token) and section(*parts)(person, scene, token)


def _is_invited(person: Person, token: Token) -> bool:
    meeting = getattr(token.row, "meeting", token.row)
    return meeting.guests.filter(organisation=person.organisation_id).exists()


def told_by_meeting(person: Person, scene, token: Token) -> bool:
    """Conclusions that the household lets be read, under the section they were made for; what was decided with them."""
    if not getattr(token.row, "is_agreed", True) or not getattr(token.row, "is_shared", True):
        return False
    return invited(getattr(token.row, "audience", "interventions_shared"))(person, scene, token)


def referrer(person: Person, scene, token: Token) -> bool:
    """Who sent it reads it again."""
    return token.row.referrer_organisation_id == person.organisation_id and reaches(
        person.role, "orientation_make", "W"
    )


def keeps_instance(person: Person, scene, token: Token) -> bool:
    return person.role == "instance_secretary" and person.instance_id == scene.world.instance.pk


def seated(person: Person, scene, token: Token) -> bool:
    return person.instance_id == scene.world.instance.pk


def organises(person: Person, scene, token: Token) -> bool:
    """The secretary reads the rows of her own instance, whatever their case."""
    instance = Instance.objects.filter(pk=person.instance_id).first()
    return person.role == "instance_secretary" and instance is not None


def sheet(person: Person, scene, token: Token) -> bool:
    """others.csv, sheet_before_freezing and sheet_frozen."""
    row = token.row
    if keeps_instance(person, scene, token):
        return True
    presents = row.referral.presenter_id == person.organisation_id
    if row.state == "draft":
        return presents and reaches(person.role, "sheet_before_freezing", "R", ("own",))
    own = presents and reaches(person.role, "sheet_frozen", "R", ("own or seat",))
    return own or (seated(person, scene, token) and reaches(person.role, "sheet_frozen", "R", ("seat", "own or seat")))


def beside_sheet(person: Person, scene, token: Token) -> bool:
    """others.csv, prediagnosis_grid: who reads a frozen sheet of the case by her seat, or keeps the instance."""
    if not PresentationSheet.objects.filter(case=token.row.case_id, frozen_at__isnull=False).exists():
        return False
    by_seat = seated(person, scene, token) and reaches(person.role, "prediagnosis_grid", "R", ("seat",))
    return by_seat or keeps_instance(person, scene, token)


def consulted(person: Person, scene, token: Token) -> bool:
    """others.csv, decision_outside_session and opinion: who keeps the instance, whom it names, whom it asks."""
    row = token.row if token.column.startswith("cellule.Consultation") else token.row.consultation
    asked = row.consulted.filter(user=person.user_id).exists() and reaches(person.role, "opinion", "W", ("seat",))
    return asked or decides_outside(person, scene, token)


def decides_outside(person: Person, scene, token: Token) -> bool:
    named = scene.world.instance.entitlements.filter(user=person.user_id).exists()
    entitled = named and reaches(person.role, "decision_outside_session", "W", ("entitled",))
    return entitled or keeps_instance(person, scene, token)


def own_answer(person: Person, scene, token: Token) -> bool:
    return token.row.user_id == person.user_id


def consulted_sheet(person: Person, scene, token: Token) -> bool:
    """Whom an instance entitles reads the sheet that members are asked about."""
    return token.row.consultations.exists() and decides_outside(person, scene, token)


def minutes(person: Person, scene, token: Token) -> bool:
    """others.csv, session_record: the seats, once it is given out; of a situation, the organisations it concerns."""
    if keeps_instance(person, scene, token):
        return True
    row = token.row
    is_entry = token.column.startswith("cellule.MinutesEntry")
    if (row.minutes if is_entry else row).state == "draft" or not seated(person, scene, token):
        return False
    if reaches(person.role, "session_record", "R", ("seat",)):
        return True
    mine = not is_entry or row.case_id is None or row.readers.filter(pk=person.organisation_id).exists()
    return mine and reaches(person.role, "session_record", "R", ("seat, entries of her organisation",))


def returned_extract(person: Person, scene, token: Token) -> bool:
    """The file holds the extract of its own situation, for whom its decisions are open."""
    return token.row.minutes.state == "frozen" and section("decision")(person, scene, token)


def own_dwelling(person: Person, scene, token: Token) -> bool:
    """A landlord’s own people know its dwellings."""
    return token.row.landlord_id == person.organisation_id


def held_place(person: Person, scene, token: Token) -> bool:
    """others.csv, place_inventory: the people of an organisation know where its places are."""
    held = token.row.places.filter(Q(manager=person.organisation_id) | Q(operator=person.organisation_id))
    return reaches(person.role, "place_inventory", "R", ("own",)) and held.exists()


def asked_for(person: Person, scene, token: Token) -> bool:
    """The data protection officer reaches the rows that an open request of her organisation names (rights.md 2)."""
    requests = RightsRequest.objects.filter(person=token.row.pk, organisation=person.organisation_id)
    return person.role == "dpo" and requests.exclude(state__in=_ENDED).exists()


def of_a_request(person: Person, scene, token: Token) -> bool:
    """others.csv, rights_requests: the officer's own, and who asks for a person she knows."""
    own = own_organisation(person, scene, token)
    asks = table("others")["rights_requests"][person.role] == "asks" and section("identity")(person, scene, token)
    return own and (asks or reaches(person.role, "rights_requests", "W", ("own",)))


def own_tenants(person: Person, scene, token: Token) -> bool:
    """The tenants of a landlord are picked by its people who refer."""
    return token.row.landlord_id == person.organisation_id and reaches(person.role, "orientation_make", "W")


def for_the_dpo(person: Person, scene, token: Token) -> bool:
    """others.csv, rights_requests and retention: « W own »."""
    return person.role == "dpo"


def expertise(person: Person, scene, token: Token) -> bool:
    """others.csv, expert_request: who asks, of a file she sees; the experts of the competence, of any."""
    row = token.row if token.column.startswith("cellule.ExpertRequest") else token.row.request
    asks = row.organisation_id == person.organisation_id and reaches(person.role, "expert_request", "W", ("own",))
    if asks and (row.case_id is None or scene.facts.sees(person, row.case_id)):
        return True
    holds = any(row.competence in membership.competences for membership in person.actor.memberships)
    return holds and reaches(person.role, "expert_request", "W", ("hers",))


def outcome(person: Person, scene, token: Token) -> bool:
    """What an admission depends on is more than its outcome (rights.md 3, status): « S » is for who has to meet it."""
    right = "S" if own_organisation(person, scene, token) else "R"
    told = any(scene.facts.reads(person, case, "decision", right) for case in cases_of(token))
    return told or keeps_instance(person, scene, token)


def opinion(person: Person, scene, token: Token) -> bool:
    """others.csv, opinion: who keeps the session reads all of them, a seat the one of its own organisation."""
    own = seated(person, scene, token) and own_organisation(person, scene, token)
    return keeps_instance(person, scene, token) or (own and reaches(person.role, "opinion", "W", ("seat",)))


def advice(person: Person, scene, token: Token) -> bool:
    """Beside the sheet, for the seats that read it: not for who presents without a seat."""
    sheets = reaches(person.role, "sheet_frozen", "R", ("seat", "own or seat"))
    return keeps_instance(person, scene, token) or (seated(person, scene, token) and sheets)


def search(person: Person, scene, token: Token) -> bool:
    """others.csv, candidature: the landlord asked, who accompanies, and the instance that decided it."""
    row = token.row.candidature if token.column.startswith("cellule.HousingOffer") else token.row
    if row.landlord_id == person.organisation_id:
        own = reaches(person.role, "candidature", "R", ("own",))
        return own or section("candidature")(person, scene, token)
    leads = person.actor.organisation.kind != "landlord" and section("candidature")(person, scene, token)
    return leads or _decided_by_her_instance(person, scene, row.decision)


def _decided_by_her_instance(person: Person, scene, decision) -> bool:
    item = decision.agenda_item if decision else None
    kept = item is not None and item.session.instance_id == person.instance_id
    return kept and reaches(person.role, "candidature", "R", ("instance",))


def passage(person: Person, scene, token: Token) -> bool:
    """The landlord reads the note once it is passed on; who accompanies writes it."""
    row = token.row
    if row.landlord_id == person.organisation_id:
        return row.state in {"passed", "decided"} and reaches(person.role, "candidature", "R", ("own",))
    leads = person.actor.organisation.kind != "landlord" and section("candidature")(person, scene, token)
    return leads or _decided_by_her_instance(person, scene, row.candidature.decision if row.candidature else None)


def alerted(person: Person, scene, token: Token) -> bool:
    """others.csv, social_alert_handle: the social team of the landlord; who alerts reads nothing again."""
    return own_organisation(person, scene, token) and reaches(person.role, "social_alert_handle", "W", ("own",))


def held(person: Person, scene, token: Token) -> bool:
    """By a link: who keeps the instance, and the pilot who follows it. To approve: its author and her managers."""
    row = token.row
    if row.way == "link":
        pilots = person.actor.memberships[0].dispositif_id == row.dispositif_id
        follows = pilots and reaches(person.role, "external_link", "W", ("own dispositif",))
        return follows or keeps_instance(person, scene, token)
    validates = own_organisation(person, scene, token) and reaches(person.role, "orientation_validate", "W")
    return validates or row.author_id == person.user_id


def held_words(person: Person, scene, token: Token) -> bool:
    """The pilot reads nothing of what comes by a link, nor what is asked of it (docs/rights/README)."""
    return held(person, scene, token) and not (token.row.way == "link" and person.role == "project_manager")
