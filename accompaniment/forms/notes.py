"""A note, and who reads it."""

from crispy_forms.layout import Field

from accompaniment.forms.fields import Day, Words
from households.forms.levels import ReadersForm, level_field, people_field


class NoteForm(ReadersForm):
    text = Words(
        label="Note", rows=8, max_length=8000, error_messages={"required": "Écrivez la note avant de l’enregistrer."}
    )
    level = level_field()
    people = people_field()
    written_on = Day(label="Date")

    def layout(self):
        people = ["people"] if self.named_levels else []
        return ["text", Field("level", template="components/radio_cards.html"), *people, "written_on"]
