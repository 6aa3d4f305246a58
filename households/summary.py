"""The first page of a file: difficulties as they stand, what to know before calling, agreements."""

from datetime import date

from households import last_contacts
from households.composition import in_order
from households.models import (
    Adhesion,
    ContactDetail,
    Information,
    InformationState,
    Person,
)
from households.pages import CasePage
from partners.roles import Section
from veille.core import clock, reference


def people(page: CasePage) -> list[Person]:
    """Members present, reference person first."""
    return in_order(page.people.present_on(clock.today()))


def contacts(page: CasePage) -> list[ContactDetail]:
    """The way she prefers first, those not to be used last."""
    rows = ContactDetail.objects.visible_to(page.actor).filter(case=page.case)
    return list(rows.select_related("person").order_by("is_unsafe", "-is_preferred", "kind", "pk"))


def last_contact(page: CasePage) -> date | None:
    """The last day somebody met the household, as far as she may know; said to the journal when it is shown."""
    day = last_contacts.last_contact(page.actor, page.case)
    if day:
        page.record(Section.INTERVENTIONS, Section.INTERVENTIONS_SHARED)
    return day


def information(page: CasePage) -> Information | None:
    return page.informations.first()


def adhesion(page: CasePage) -> Adhesion | None:
    return page.adhesions.first()


def information_is_late(latest: Information | None) -> bool:
    """The promise to inform has a day, and the day is past."""
    pending = latest is not None and latest.state == InformationState.NOT_YET
    return bool(pending and latest.due_on and latest.due_on < clock.today())


def reason_shown(page: CasePage) -> str:
    """The main reason; a sensitive one only to whom confided findings are open, none to litigation."""
    return page.case.main_reason if _may_know(page, "main_reason", page.case.main_reason) else ""


def profile_shown(page: CasePage) -> str:
    """The public the household belongs to, under the same rule."""
    return page.case.target_profile if _may_know(page, "target_profile", page.case.target_profile) else ""


def _may_know(page: CasePage, list_code: str, code: str) -> bool:
    if not page.reads(Section.STATE) or not code:
        return False
    return code not in reference.sensitive_codes(list_code) or page.reads(Section.FINDINGS_SUPPORT)
