"""The field of a form that receives files: several at once, each checked and cleaned before anything else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from veille.core.uploads import bounds
from veille.core.uploads.checking import Received, receive
from veille.core.uploads.refusal import Refused

# HEIC is left out on purpose: seeing this list, an iPhone sends its photos as JPEG.
ACCEPTED = ".pdf,image/jpeg,image/png,.jpg,.jpeg,.png,.docx,.xlsx,.odt,.ods,.txt,.csv"


class ManyFilesInput(forms.FileInput):
    """The browser's own chooser, camera included on a telephone."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({"accept": ACCEPTED, **(attrs or {})})


class FilesField(forms.FileField):
    """Files that may be received: `cleaned_data` holds what is kept of each."""

    widget = ManyFilesInput
    default_error_messages = {
        "required": "Choisissez au moins un fichier.",
        "too_many": f"Déposez au plus {bounds.FILES_AT_ONCE} fichiers à la fois.",
    }

    def __init__(self, *, most: int = bounds.FILES_AT_ONCE, **kwargs: Any):
        self.most = most
        super().__init__(**kwargs)
        if most == 1:
            self.widget.allow_multiple_selected = False
            self.widget.attrs.pop("multiple", None)

    def clean(self, data: Any, initial: Any = None) -> list[Received]:
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        received, refused = [], []
        for number, upload in enumerate(files, start=1):
            try:
                received.append(receive(upload))
            except Refused as error:
                refused.append(error.messages[0] if len(files) == 1 else f"Fichier {number} : {error.messages[0]}")
        if refused:
            raise ValidationError(refused)
        return received
