"""Which numbers of collective actions are asked for."""

from django import forms

from accompaniment.collective.totals import dispositifs_counted
from partners.models import Dispositif
from veille.core import clock
from veille.core.actor import Actor
from veille.core.forms import FilterForm


class NumbersForm(FilterForm):
    year = forms.IntegerField(label="Année", required=False, min_value=2000, max_value=2100)
    dispositif = forms.ModelChoiceField(Dispositif.objects.none(), label="Dispositif", required=False)

    def __init__(self, *args, actor: Actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].widget.attrs["placeholder"] = clock.today().year
        self.fields["dispositif"].queryset = dispositifs_counted(actor)
        self.fields["dispositif"].empty_label = "Tous"
