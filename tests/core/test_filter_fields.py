"""The lists of a filter form: escaped, the chosen one marked, each under its label."""

from django import forms

from veille.core.templatetags.filter_fields import filter_fields

PLACES = [("", "Tous"), ("n", "Nord & <b>Aisne</b>"), ("s", "Sud")]


class PlaceForm(forms.Form):
    place = forms.ChoiceField(label="Territoire", choices=PLACES, required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


def test_a_list_has_its_label_and_its_choices():
    drawn = filter_fields(PlaceForm({}))
    assert '<label class="form-label" for="id_place">Territoire</label>' in drawn
    assert '<select class="form-select" name="place" id="id_place">' in drawn
    assert drawn.count("<option") == len(PLACES)


def test_the_one_chosen_is_marked_and_no_other():
    drawn = filter_fields(PlaceForm({"place": "s"}))
    assert '<option value="s" selected>Sud</option>' in drawn
    assert drawn.count(" selected") == 1
    assert '<option value="" selected>Tous</option>' in filter_fields(PlaceForm({}))
    assert " selected" not in filter_fields(PlaceForm({"place": "elsewhere"}))


def test_what_people_typed_is_escaped():
    drawn = filter_fields(PlaceForm({"place": '"><script>', "sort": '"><script>'}))
    assert "Nord &amp; &lt;b&gt;Aisne&lt;/b&gt;" in drawn
    assert '<input type="hidden" name="sort" value="&quot;&gt;&lt;script&gt;" id="id_sort">' in drawn
    assert "<script>" not in drawn
