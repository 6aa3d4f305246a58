"""The link that takes a list away, where the reader may."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from veille.core.exports import listing_named
from veille.core.templatetags.veille import icon, request_of

register = template.Library()


@register.simple_tag(takes_context=True)
def export_address(context: Context, name: str, **fixed: object) -> str:
    """Where this list is taken away, with the filters of this page; nothing for who may not.

    `fixed` names what the list hangs on.
    """
    request, listing = request_of(context), listing_named(name)
    actor = getattr(request, "actor", None)
    if request is None or actor is None or listing is None or not listing.may(actor):
        return ""
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in fixed.items():
        query[key] = str(value)
    return reverse("core:export_new", args=[name]) + (f"?{query.urlencode()}" if query else "")


@register.simple_tag(takes_context=True)
def export_link(context: Context, name: str, label: str = "Exporter", **fixed: object) -> SafeString:
    """« Exporter », or what exactly, where she may."""
    address = export_address(context, name, **fixed)
    if not address:
        return SafeString("")
    shape = icon("file-earmark-spreadsheet")
    return format_html('<a class="btn btn-secondary" href="{}">{}{}</a>', address, shape, label)
