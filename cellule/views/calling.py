"""Call people together about one situation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cellule.called_meetings import named, situations_for, syntheses_kept_by
from cellule.forms.calling import CallForm
from cellule.services.calling import call_synthesis
from partners.models import Instance, Organisation
from partners.object_rights import may
from partners.partnerships import partners_of
from veille.core import reads
from veille.core.models import AccessKind
from veille.core.reads import confidential
from veille.core.sending import require_form, send, show


@require_form
@confidential
def synthesis_call(request: HttpRequest) -> HttpResponse:
    if not may(request.actor, "session_agenda", "W"):
        raise PermissionDenied
    instances = syntheses_kept_by(request.actor)
    situations = named(request.actor, situations_for(request.actor, instances))
    reads.record([one.measure.case_id for one in situations], section="agenda", kind=AccessKind.LIST)
    form = CallForm(
        request.POST or None,
        instances=Instance.objects.filter(pk__in=[one.pk for one in instances]).order_by("label", "id"),
        situations=situations,
        organisations=_partners(instances),
    )

    def act() -> str:
        session = call_synthesis(by=request.actor, **form.cleaned_data)
        return reverse("cellule:session_detail", args=[session.pk])

    if request.method == "POST" and form.is_valid() and (sent := send(request, form, act)):
        messages.success(request, "La réunion est prévue ; complétez la fiche, puis envoyez la convocation.")
        return sent
    context = {"has_instance": bool(instances), "has_situation": bool(situations)}
    return show(request, "cellule/synthesis_call.html", context, form=form)


def _partners(instances: list[Instance]):
    """The partners of any of these dispositifs."""
    found = Organisation.objects.none()
    for dispositif in {instance.dispositif_id for instance in instances}:
        found = found | partners_of(dispositif).order_by()
    return found.distinct().order_by("sort_name", "id")
