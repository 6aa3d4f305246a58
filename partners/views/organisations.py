"""Roles, organisations, dispositifs, and the switch between one's organisations."""

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from partners import permissions, services
from partners.actors import organisations_of
from partners.forms.organisations import (
    ChoosePasswordForm,
    CompetencesForm,
    DispositifForm,
    InvitationForm,
    OrganisationForm,
)
from partners.models import Dispositif, Membership, Organisation, User
from partners.views.writing import write
from veille.core.formats import of_name
from veille.core.sending import require_form, send, show

ACTING = "acting_organisation"


@require_POST
def organisation_switch(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations."""
    wanted = request.POST.get("organisation", "")
    if wanted not in {str(organisation.pk) for organisation in organisations_of(request.user)}:
        raise Http404
    request.session[ACTING] = wanted
    return redirect("home")


@require_safe
def membership_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_roles(request.actor):
        raise PermissionDenied
    memberships = Membership.objects.current().filter(organisation=request.actor.organisation)
    people = memberships.select_related("user", "organisation", "instance", "dispositif")
    context = {
        "memberships": people.order_by("user__last_name", "role", "id"),
        "may_give": permissions.can_give_roles(request.actor),
    }
    return render(request, "partners/membership_list.html", context)


@require_form
def membership_invite(request: HttpRequest) -> HttpResponse:
    if not permissions.can_give_roles(request.actor):
        raise PermissionDenied
    return _invite(request, request.actor.organisation, first_manager=False, back="partners:membership_list")


def _invite(request: HttpRequest, organisation: Organisation, *, first_manager: bool, back: str) -> HttpResponse:
    form = InvitationForm(request.POST or None, organisation=organisation, first_manager=first_manager)

    def act() -> str:
        services.invite(organisation=organisation, by=request.actor, **form.cleaned_data)
        return reverse(back)

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "partners/membership_invite.html", {"organisation": organisation}, form=form)


@require_POST
def membership_end(request: HttpRequest, pk) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.current(), pk=pk, organisation=request.actor.organisation)
    if not permissions.can_end_membership(request.actor, membership):
        raise PermissionDenied
    services.end_membership(membership=membership, by=request.actor)
    return redirect("partners:membership_list")


@require_form
def membership_competences(request: HttpRequest, pk) -> HttpResponse:
    """What an expert of her organisation answers for."""
    found = Membership.objects.current().filter(organisation=request.actor.organisation)
    membership = get_object_or_404(found.select_related("user", "organisation"), pk=pk)
    if not permissions.can_give_competences(request.actor, membership):
        raise PermissionDenied
    form = CompetencesForm(request.POST or None, membership=membership)
    back = reverse("partners:membership_list")

    def act() -> str:
        services.hold_competences(membership=membership, by=request.actor, **form.cleaned_data)
        return back

    words = {"title": f"Compétences {of_name(membership.user)}", "verb": "Enregistrer", "back": back}
    return write(request, form, act, done="Les compétences sont notées ; elles valent dès sa prochaine page.", **words)


@require_form
@sensitive_post_parameters()
def invitation_accept(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The page behind the link of an invitation; spent or expired, it says so."""
    user = _invited(uid, token)
    if user is None:
        return render(request, "partners/invitation_expired.html", status=410)
    form = ChoosePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.accept_invitation(user=user, password=form.cleaned_data["new_password1"])
        return redirect("account_login")
    return show(request, "partners/invitation_accept.html", {}, form=form)


def _invited(uid: str, token: str) -> User | None:
    try:
        user = User.objects.filter(pk=force_str(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, ValidationError):
        return None
    return user if user and default_token_generator.check_token(user, token) else None


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Who the partners are; some may add one."""
    if not permissions.can_read_directory(request.actor):
        raise PermissionDenied
    context = {
        "organisations": Organisation.objects.filter(is_active=True).order_by("sort_name", "id"),
        "may_create": permissions.can_create_organisation(request.actor),
    }
    return render(request, "partners/organisation_list.html", context)


@require_form
def organisation_create(request: HttpRequest) -> HttpResponse:
    if not permissions.can_create_organisation(request.actor):
        raise PermissionDenied
    form = OrganisationForm(request.POST or None)

    def act() -> str:
        organisation = services.create_organisation(by=request.actor, **form.cleaned_data)
        return reverse("partners:manager_invite", args=[organisation.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "partners/organisation_create.html", {}, form=form)


@require_form
def manager_invite(request: HttpRequest, pk) -> HttpResponse:
    """Invite the first manager of an organisation; she gives the other roles."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if not permissions.can_invite_first_manager(request.actor, organisation):
        raise PermissionDenied
    return _invite(request, organisation, first_manager=True, back="partners:organisation_list")


@require_safe
def dispositif_list(request: HttpRequest) -> HttpResponse:
    if not permissions.can_read_configuration(request.actor):
        raise PermissionDenied
    context = {
        "dispositifs": Dispositif.objects.select_related("carrier").order_by("name"),
        "may_create": permissions.can_configure(request.actor),
    }
    return render(request, "partners/dispositif_list.html", context)


@require_safe
def dispositif_detail(request: HttpRequest, pk) -> HttpResponse:
    if not permissions.can_read_configuration(request.actor):
        raise PermissionDenied
    dispositif = get_object_or_404(Dispositif.objects.select_related("carrier"), pk=pk)
    context = {
        "dispositif": dispositif,
        "version": dispositif.rules,
        "rules": dispositif.rules.configuration,
        "partnerships": dispositif.partnerships.current().select_related("organisation").order_by("part", "id"),
        "instances": dispositif.instances.select_related("organiser", "territory").order_by("label"),
        "writes": permissions.can_configure_dispositif(request.actor, dispositif),
        "pilots": dispositif.pk in permissions.dispositifs_piloted_by(request.actor),
    }
    return render(request, "partners/dispositif_detail.html", context)


@require_form
def dispositif_create(request: HttpRequest) -> HttpResponse:
    if not permissions.can_configure(request.actor):
        raise PermissionDenied
    form = DispositifForm(request.POST or None)

    def act() -> str:
        carrier = request.actor.organisation
        dispositif = services.create_dispositif(carrier=carrier, by=request.actor, **form.cleaned_data)
        return reverse("partners:dispositif_detail", args=[dispositif.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        return sent
    return show(request, "partners/dispositif_create.html", {}, form=form)
