"""What the steps of an orientation share: optional while it is a draft, checked whole when one goes on."""

from django.forms.utils import ErrorDict

from veille.core.forms import LaidOutForm


class StepForm(LaidOutForm):
    """A step knows the orientation it belongs to; `answers()` gives its part of `NewReferral`."""

    def __init__(self, *args, intake, **kwargs):
        self.intake = intake
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Offer the choices that depend on the orientation."""

    def layout(self) -> list:
        raise NotImplementedError

    def answers(self) -> dict:
        raise NotImplementedError

    def look_around(self) -> None:
        """What a step looks for before its page is shown, and only then."""

    def has_to_ask(self) -> bool:
        """Whether a step that is whole shows her something before she goes on."""
        return False

    def silence(self) -> None:
        """Show what was typed without saying yet what is missing."""
        if self.is_bound:
            self.full_clean()
            self._errors = ErrorDict()

    def require(self, name: str, sentence: str) -> None:
        """An answer that another answer makes necessary."""
        if self.cleaned_data.get(name) in (None, "", []) and name not in self.errors:
            self.add_error(name, sentence)
