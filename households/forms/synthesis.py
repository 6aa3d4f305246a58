"""What is asked before the synthesis of a file is printed."""

from households.forms.safety import ReleaseFields
from veille.core.forms import LaidOut


class ReleaseForm(LaidOut, ReleaseFields):
    """Only the question of the danger; nothing at all when there is none."""
