"""A button that came too late: what refuses it, and the way back to the file."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from households.pages import CasePage
from veille.core.sending import CONFLICT


def refused(request: HttpRequest, page: CasePage, sentences: Iterable[str]) -> HttpResponse:
    return render(request, "accompaniment/refusal.html", {"page": page, "refusal": sentences}, status=CONFLICT)
