"""What each process keeps of the pages: only what is drawn from what it is kept under, and nobody's name."""

import re

import pytest
from django.conf import settings
from django.core.cache import caches

from partners.roles import Role
from tests.core.test_frame import templates

_KEPT = re.compile(r"\{% cache None (\w+)([^%]*)%\}(.*?)\{% endcache %\}", re.S)
_ASKED = re.compile(r"\{[%{](.*?)[%}]\}", re.S)
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
_FILTER = re.compile(r"\|\w+")
# Words of the tags that read nothing but what they are given.
_TAGS = {
    "static",
    "url",
    "icon",
    "if",
    "else",
    "endif",
    "for",
    "endfor",
    "in",
    "include",
    "with",
    "only",
    "label",
    "css",
}


def strangers(source: str) -> list[str]:
    """What the kept fragments of a template name without being kept under it."""
    return [word for _, keys, inside in _KEPT.findall(source) for word in _names(inside) - set(keys.split())]


def _names(inside: str) -> set[str]:
    asked = [_FILTER.sub("", _QUOTED.sub('""', one)) for one in _ASKED.findall(inside)]
    own = {found for one in asked for found in re.findall(r"for (\w+) in|(\w+)=", one) for found in found if found}
    words = {word for one in asked for word in re.findall(r"(?<![\w.])[a-z_]\w*", one)}
    opened = {"an include without « only »" for one in asked if one.split()[0] == "include" and "only" not in one}
    return (words - own - _TAGS) | opened


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_kept_fragment_names_only_what_it_is_kept_under(path):
    assert strangers(path.read_text(encoding="utf-8")) == []


def test_the_frame_has_kept_fragments():
    found = [name for path in templates() for name, *_ in _KEPT.findall(path.read_text(encoding="utf-8"))]
    assert {"styles", "scripts", "navigation", "bottom_bar"} <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "inside",
    [
        "{{ actor.user }}",
        "{% csrf_token %}",
        "{% acting_field %}",
        "{% if actor %}x{% endif %}",
        '{% include "_topbar.html" %}',
        "{{ item.label|default:actor }}",
    ],
)
def test_a_fragment_that_would_keep_somebody_is_refused(inside):
    assert strangers("{% cache None part item %}" + inside + "{% endcache %}")


def test_people_of_two_roles_keep_their_own_lines(cast, sign_in):
    caches["template_fragments"].clear()
    worker, secretary = cast.worker, cast[Role.INSTANCE_SECRETARY]
    for _ in range(2):
        assert "Orientations reçues" not in sign_in(worker).get("/menages/").content.decode()
        assert "Orientations reçues" in sign_in(secretary).get("/menages/").content.decode()


def test_the_line_of_the_page_is_marked_on_each(cast, sign_in):
    client = sign_in(cast.worker)
    for _ in range(2):
        for address in ("/", "/menages/"):
            marked = f'<a class="nav-entry" href="{address}" aria-current="page">'
            assert client.get(address).content.decode().count(marked) == 1
