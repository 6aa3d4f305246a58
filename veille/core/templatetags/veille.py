"""What templates need to write figures, dates and states, and the hidden fields of a form that writes."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.template import Context
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from veille.core import clock, formats
from veille.core import reference as lists

register = template.Library()

_MASKED = "CSRF_TOKEN_MASKED"  # beside the one Django keeps there

# A state is a word, a shape, then a colour: the shape tells the tone to who does not see colours.
TONE_ICONS = {
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-octagon-fill",
    "info": "info-circle-fill",
    "progress": "hourglass-split",
    "neutral": "circle",
}
# Django's message levels in the tones of the interface.
LEVEL_TONES = {"error": "danger", "debug": "info"}
DOORS = {"access": ("door-access", "Accès"), "retention": ("door-retention", "Maintien")}

BAR_REACHED, BAR_UNDER = "#1f5f5b", "#8a4b08"
_BAR = (
    '<svg class="bar" height="14" width="100%" aria-hidden="true" focusable="false">'
    '<rect y="3" width="100%" height="8" rx="4" fill="#efebe5"/>'
    '<rect y="3" height="8" rx="4" fill="{}" width="{}%"/>{}</svg>'
)
_BAR_MARK = '<rect x="{}%" width="3" height="14" fill="#1f2933"/>'

register.filter("euros", formats.euros)
register.filter("shortest", formats.shortest)
register.filter("file_size", formats.file_size)
register.filter("lasting", formats.lasting)
register.filter("of_name", formats.of_name)
register.filter("far_date", formats.far_date, expects_localtime=True)
register.filter("clock_time", formats.clock_time, expects_localtime=True)
register.filter("month", formats.month, expects_localtime=True)


def read(source: Any, name: str, default: Any = None) -> Any:
    """A key of a mapping or an attribute of an object: fragments take both."""
    if isinstance(source, Mapping):
        return source.get(name, default)
    return getattr(source, name, default)


@register.filter(expects_localtime=True)
def near_date(value):
    """« hier », « dans 3 jours », « le 12 mars 2016 », from the day the application lives on."""
    return formats.near_date(value, clock.today())


@register.filter(expects_localtime=True)
def duration(start, end=None):
    """Time between two days, or until today: `{{ start|duration }}`, `{{ start|duration:end }}`."""
    return formats.duration(start, end or clock.today())


@register.filter
def reference(code, list_code):
    """The label of a code: `{{ finding.difficulty|reference:"difficulty" }}`, « — » when there is none."""
    return lists.label(list_code, code) if code else formats.NOTHING


@register.filter(is_safe=True)
@stringfilter
def spaced(text):
    """A sentence written in code, with the spaces that hold before its signs."""
    return formats.spaced(text)


@register.filter
def ratio(figure):
    """« 82,4 % (61 / 74) » from anything that has `n` and `total`."""
    return formats.ratio(read(figure, "n"), read(figure, "total"))


@register.filter
def number(value, decimals=0):
    """« 14 363 » ; `{{ value|number:1 }}` keeps one decimal."""
    return formats.number(value, int(decimals))


@register.filter
def counted(n, words):
    """« 3 ménages » from `{{ n|counted:"ménage" }}` ; « 3 baux » from `"bail,baux"`."""
    return formats.counted(n, *words.split(","))


@register.filter
def along(percent, width):
    """So much of a width, for a drawing that knows no percentage: `{{ span.left|along:360 }}`."""
    return f"{percent * width / 100:.1f}"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite, silent unless it alone carries the meaning (`label`)."""
    return _drawn(_sprite(), name, label, css)


@cache
def _sprite() -> str:
    return static("icons.svg")


@lru_cache(maxsize=512, typed=True)
def _drawn(sprite: str, name: str, label: str, css: str) -> SafeString:
    """Kept, a list draws the same few at each line (`typed`: a safe string is not the same as a plain one)."""
    attributes = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        attributes,
        sprite,
        name,
    )


@register.simple_tag
def state(source: Any = None, label: str = "", tone: str = "") -> SafeString:
    """A chip from an object with `.label` and `.tone`, or from the two words themselves."""
    word = label or read(source, "label", "")
    tone = tone or read(source, "tone") or "neutral"
    return chip(word, tone, read(source, "icon") or "")


@lru_cache(maxsize=256, typed=True)
def chip(word: str, tone: str, shape_name: str = "") -> SafeString:
    """Kept: a list shows the same few at each line."""
    shape = icon(shape_name or TONE_ICONS.get(tone, "circle"))
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', tone, shape, word)


@register.simple_tag
@lru_cache(maxsize=8)
def door(value: str, compact: bool = False) -> SafeString:
    """Circle for accès, square for maintien; `compact` keeps the word for screen readers only."""
    css, word = DOORS[str(value)]
    return format_html(
        '<span class="door {}"><span class="door-shape" aria-hidden="true"></span><span{}>{}</span></span>',
        css,
        mark_safe(' class="visually-hidden"') if compact else "",
        word,
    )


def request_of(context: Context) -> HttpRequest | None:
    """The request, also inside a fragment included with `only` (its context keeps it as an attribute)."""
    return getattr(context, "request", None) or context.get("request")


@register.simple_tag(takes_context=True)
def acting_field(context: Context) -> SafeString:
    """The three hidden fields of a form that writes: token, acting organisation, one-time key."""
    request = request_of(context)
    if request is None:
        return mark_safe("")
    actor = getattr(request, "actor", None)
    fields = [("csrfmiddlewaretoken", _token(request)), ("submission_key", uuid4())]
    if actor is not None:
        fields.append(("acting_organisation", actor.organisation.pk))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)


def _token(request: HttpRequest) -> str:
    """Masked once a page: each mask is drawn letter by letter, and a page holds several forms."""
    if _MASKED not in request.META:
        request.META[_MASKED] = get_token(request)
    return request.META[_MASKED]


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """The query of this page with some values changed: filters stay while pages turn."""
    request = request_of(context)
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """The pages worth a link: first, last, neighbours; None stands for those left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


@register.simple_tag
def crumb(label: str, url_name: str = "", *args: Any) -> SafeString:
    """One step of the breadcrumb trail; without address, the page one is on."""
    if not url_name:
        return format_html('<li class="breadcrumb-item active" aria-current="page">{}</li>', label)
    return format_html('<li class="breadcrumb-item"><a href="{}">{}</a></li>', reverse(url_name, args=args), label)


@register.simple_block_tag
def notice(content: str, tone: str = "info") -> SafeString:
    """A sentence that stands out, with the shape of its tone; takes Django's message levels too."""
    tone = LEVEL_TONES.get(tone, tone)
    shape = icon(TONE_ICONS.get(tone, "info-circle-fill"))
    return format_html('<div class="notice notice-{}">{}<div>{}</div></div>', tone, shape, content)


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """The trail above a title, made of `{% crumb %}`."""
    return format_html('<nav class="trail" aria-label="Fil d’Ariane"><ol class="breadcrumb">{}</ol></nav>', content)


@register.simple_tag
def bar(part: Any, whole: Any, target: Any = None) -> SafeString:
    """A horizontal bar, `part` of `whole`, with a mark at `target`; the figure beside it carries the meaning.

    Colours are attributes: stylesheets do not reach a drawing inside a PDF.
    """
    under = target is not None and part < target
    mark = "" if target is None else format_html(_BAR_MARK, _share(target, whole))
    return format_html(_BAR, BAR_UNDER if under else BAR_REACHED, _share(part, whole), mark)


def _share(part: Any, whole: Any) -> str:
    """A percentage for an SVG attribute: decimal point, kept within the drawing."""
    return f"{min(float(part) * 100 / float(whole), 99.5):.1f}" if whole else "0"


@register.simple_tag
def option_detail(field: Any, value: Any) -> Any:
    """The icon and sentence a form gives to one of its choices (`field.details = {value: {...}}`), or None."""
    return getattr(field.field, "details", {}).get(value)
