"""The question asked before anything leaves about a household that may be in danger."""

from django import forms

from households.safety import NOT_SAID, ReleaseReason


class ReleaseFields(forms.Form):
    """Mixed into the form of a letter or of an export; asks nothing for a household without any flag."""

    release_reason = forms.ChoiceField(
        label="Ce ménage demande de la prudence : pourquoi cet envoi est-il sans danger ?",
        choices=ReleaseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NOT_SAID},
    )

    def __init__(self, *args, must_confirm: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not must_confirm:
            del self.fields["release_reason"]
