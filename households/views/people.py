"""Ménage: members and ways to reach them."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import services
from households.forms import ContactForm, NewPersonForm, PersonForm
from households.models import ContactDetail, Source
from households.pages import CasePage, open_page
from households.picking import PickedHousehold, possible_duplicates
from households.versions import version_of
from households.views.writing import Writing, answer
from partners.roles import Right, Section
from veille.core import clock
from veille.core.reads import confidential
from veille.core.sending import require_form

_PERSON_PAGE = "households/person_form.html"


def _words(page: CasePage, title: str, done: str, verb: str = "Enregistrer") -> Writing:
    return Writing(title, verb, reverse("households:case_household", args=[page.case.pk]), done)


def _may_confide(page: CasePage) -> bool:
    return page.writes(Section.CONFIDED)


@require_form
@confidential
def person_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.writes(Section.IDENTITY))
    form = NewPersonForm(request.POST or None, may_confide=_may_confide(page), look_for=_resembling(page))

    def act():
        services.add_person(household=page.case.household, case=page.case, by=page.actor, **form.cleaned_data)

    words = _words(page, "Ajouter une personne", "La personne est ajoutée au ménage.")
    return answer(request, page, form, act, words, _PERSON_PAGE)


def _resembling(page: CasePage) -> Callable[[NewPersonForm], list[PickedHousehold]]:
    """Other files of her perimeter where such a person is; what lies outside is as if it did not exist."""

    def look(form: NewPersonForm) -> list[PickedHousehold]:
        data = form.cleaned_data
        names = {name: data.get(name, "") for name in ("first_name", "last_name", "alias")}
        found = possible_duplicates(page.actor, birth_year=data.get("birth_year"), **names)
        return [item for item in found if item.household_id != page.case.household_id]

    return look


@require_form
@confidential
def person_edit(request: HttpRequest, pk: UUID, person_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    people = page.people
    person = get_object_or_404(people, pk=person_pk)
    section = Section.CONFIDED if person.source == Source.CONFIDED else Section.IDENTITY
    page.require(page.writes(section))
    page.record(section)
    version = request.POST.get("version") or version_of(person)
    form = PersonForm(request.POST or None, instance=person, may_confide=_may_confide(page))
    form.version = version

    def act():
        services.change_person(person=person, case=page.case, version=version, by=page.actor, **form.cleaned_data)

    words = _words(page, "Modifier une personne", "La fiche est à jour.")
    return answer(request, page, form, act, words, _PERSON_PAGE)


@require_form
@confidential
def contact_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    page.require(page.writes(Section.CONTACT) or page.writes(Section.CONFIDED))
    form = _contact_form(request, page)

    def act():
        data = form.cleaned_data | {"source": form.source_to_write()}
        services.record_contact(case=page.case, by=page.actor, **data)

    return answer(request, page, form, act, _words(page, "Ajouter une coordonnée", "La coordonnée est notée."))


@require_form
@confidential
def contact_edit(request: HttpRequest, pk: UUID, contact_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    contact = _writable_contact(page, contact_pk)
    version = request.POST.get("version") or version_of(contact)
    form = _contact_form(request, page, instance=contact)
    form.version = version

    def act():
        services.change_contact(contact=contact, version=version, by=page.actor, **form.cleaned_data)

    return answer(request, page, form, act, _words(page, "Modifier une coordonnée", "La coordonnée est à jour."))


@require_POST
@confidential
def contact_remove(request: HttpRequest, pk: UUID, contact_pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    services.forget_contact(contact=_writable_contact(page, contact_pk), by=page.actor)
    return redirect("households:case_household", pk=page.case.pk)


def _writable_contact(page: CasePage, contact_pk: UUID) -> ContactDetail:
    contact = get_object_or_404(ContactDetail.objects.visible_to(page.actor).filter(case=page.case), pk=contact_pk)
    section = ContactDetail.sections_by_source[contact.source]
    page.require(page.rights[section] >= Right.WRITE)
    page.record(section)
    return contact


def _contact_form(request: HttpRequest, page: CasePage, **kwargs) -> ContactForm:
    people = page.people
    known = people.exclude(left_on__lte=clock.today())  # a guarantor who lives elsewhere is reached too
    return ContactForm(request.POST or None, people=known, may_confide=_may_confide(page), **kwargs)
