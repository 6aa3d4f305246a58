"""Of which topics one wants a count by mail, and when."""

from django import forms

from partners.models import Digest, WeekDay
from veille.core.forms import LaidOutForm
from veille.core.todo import Topic

NEVER, DAILY, WEEKLY = "never", "daily", "weekly"
_RHYTHMS = ((NEVER, "Jamais"), (DAILY, "Chaque jour ouvré"), (WEEKLY, "Chaque semaine"))


class DigestForm(LaidOutForm):
    """A rhythm a topic, and the day of the weekly mail."""

    weekday = forms.TypedChoiceField(
        label="Le courriel de la semaine part", choices=WeekDay.choices, coerce=int, required=False
    )

    def __init__(self, *args, digest: Digest | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weekday"].initial = digest.weekday if digest else WeekDay.MONDAY
        for topic in Topic:
            stands = _rhythm(digest, topic)
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label, choices=_RHYTHMS, initial=stands, required=False
            )
        self.order_fields([*Topic.values, "weekday"])

    def clean(self) -> None:
        """Each list has an answer from the start: the one that is not sent stays as it stands."""
        for name in (*Topic.values, "weekday"):
            if self.cleaned_data.get(name) == "":
                self.cleaned_data[name] = self.fields[name].initial

    def chosen(self) -> dict:
        """As the service takes it."""
        rhythms = {topic: self.cleaned_data[topic] for topic in Topic.values}
        return {
            "daily": [topic for topic, rhythm in rhythms.items() if rhythm == DAILY],
            "weekly": [topic for topic, rhythm in rhythms.items() if rhythm == WEEKLY],
            "weekday": self.cleaned_data["weekday"],
        }


def _rhythm(digest: Digest | None, topic: str) -> str:
    if digest is None or topic not in {*digest.daily, *digest.weekly}:
        return NEVER
    return DAILY if topic in digest.daily else WEEKLY
