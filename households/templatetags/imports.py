"""The link that brings a table in, where the reader may."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from households.importing import importers_for
from veille.core.templatetags.veille import icon, request_of

register = template.Library()


@register.simple_tag(takes_context=True)
def import_link(context: Context) -> SafeString:
    """« Importer »; nothing for who brings nothing in."""
    actor = getattr(request_of(context), "actor", None)
    if actor is None or not importers_for(actor):
        return SafeString("")
    address = reverse("households:import_list")
    return format_html('<a class="btn btn-secondary" href="{}">{}Importer</a>', address, icon("upload"))
