"""What somebody answers to an invitation."""

from django.db import models


class InvitationAnswer(models.TextChoices):
    PRESENT = "present", "Présent·e"
    STAND_IN = "stand_in", "Envoie quelqu’un"
    ABSENT = "absent", "Absent·e"


# Answers that put the organisation round the table.
COMING = (InvitationAnswer.PRESENT, InvitationAnswer.STAND_IN)
