"""A form whose text leaves its file: what may identify somebody is shown, and asks to be confirmed."""

from collections.abc import Callable

from django.http import HttpRequest

from cellule.services.capitalising import IdentifyingTextFound
from cellule.sheet_checker import IdentifyingPart


class Warned:
    """Runs the act with or without her confirmation, and keeps what the checker found for the page."""

    def __init__(self, request: HttpRequest):
        self.confirmed = request.POST.get("confirmed") == "on"
        self.parts: list[IdentifyingPart] = []

    def guard(self, act: Callable[[bool], str]) -> Callable[[], str]:
        def run() -> str:
            try:
                return act(self.confirmed)
            except IdentifyingTextFound as found:
                self.parts = found.parts
                raise

        return run
