"""What narrows a timeline; kept in the address."""

from django import forms

from veille.core.forms import DayField, FilterForm
from veille.core.timeline import Track


class TimelineForm(FilterForm):
    """Only the tracks that hold something are offered."""

    track = forms.ChoiceField(label="Quoi", required=False)
    since = DayField(label="Depuis le", required=False)
    until = DayField(label="Jusqu’au", required=False)

    def __init__(self, *args, tracks: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(track.value, track.label) for track in Track if track in tracks]
        self.fields["track"].choices = [("", "Tout"), *offered]
