"""Letters of a file: choose one, see it before it is made, make it."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households import safety
from households.forms.letters import form_for
from households.letters.facts import facts_of
from households.letters.kinds import BY_SLUG, TO_INSTITUTIONS, LetterSpec, can_write_letter, letters_of
from households.letters.texts import VERSIONS
from households.letters.writing import write
from households.note_writing import default_level
from households.pages import CasePage, open_page
from households.readers import readers_of
from households.services.letters import write_letter
from households.views.writing import Writing, answer
from partners.roles import Section
from veille.core import clock
from veille.core.pdf import make_one_page_pdf
from veille.core.reads import confidential
from veille.core.sending import require_form, show

_PAGE = "households/letter_form.html"
_SIZES = ("text-10", "text-9", "text-8")
_EASY_SIZE = ("text-13",)  # easy to read is large, if need be on two pages


@require_safe
@confidential
def letter_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = open_page(request, pk)
    letters = letters_of(page.actor, page.case, page.rights)
    page.require(bool(letters))
    page.record(Section.STATE)
    return render(request, "households/letter_list.html", {"page": page, "letters": letters})


@require_form
@confidential
def letter_write(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """One button shows the letter, the other makes it; nothing is kept before."""
    page = open_page(request, pk)
    spec = _spec(kind)
    page.require(can_write_letter(page.actor, page.case, page.rights, spec))
    known = facts_of(page) if spec.kind in TO_INSTITUTIONS else {}
    page.record(Section.STATE, Section.IDENTITY, Section.CONTACT, Section.CONFIDED)
    if known:
        page.record(Section.HOUSING, Section.ARREARS, Section.PROCEDURE)
    must_confirm = safety.must_confirm(page.case, page.actor)
    form = form_for(spec, request.POST or None, page=page, known=known, must_confirm=must_confirm)
    words = _words(page, spec)
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        seen = {"page": page, "writing": words, "letter": write(page, spec, form.cleaned_data), "today": clock.today()}
        return show(request, _PAGE, seen, form=form)

    def act():
        _make(page, spec, form.cleaned_data)

    return answer(request, page, form, act, words, _PAGE)


def _spec(slug: str) -> LetterSpec:
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _words(page: CasePage, spec: LetterSpec) -> Writing:
    """Who will read the copy kept in the file."""
    kept = readers_of(default_level(page.actor, page.case), page.case, page.actor)
    return Writing(
        title=spec.label,
        verb="Faire le courrier",
        back=reverse("households:case_documents", args=[page.case.pk]),
        done="Le courrier est fait : téléchargez-le pour l’imprimer.",
        readers=f"Une copie est gardée dans les documents. {kept.sentence} {kept.hidden_from}".strip(),
    )


def _make(page: CasePage, spec: LetterSpec, answers: dict) -> None:
    letter = write(page, spec, answers)
    context = {"letter": letter, "today": clock.today(), "demo": settings.IS_DEMO}
    sizes = _EASY_SIZE if letter.is_easy else _SIZES
    _, wording, language, _ = VERSIONS[answers.get("version") or "fr"]
    write_letter(
        case=page.case,
        spec=spec,
        content=make_one_page_pdf("households/letter_pdf.html", context, sizes=sizes),
        wording=wording,
        language=language,
        is_given=bool(answers.get("is_given")),
        release_reason=answers.get("release_reason", ""),
        by=page.actor,
    )
