"""States and kinds of meetings and relays, with their tables of moves."""

from django.db import models

from accompaniment.choices import InterventionKind
from partners.roles import Section


class MeetingKind(models.TextChoices):
    """Who is brought together."""

    SYNTHESIS = "synthesis", "Réunion de synthèse"
    TRIPARTITE = "tripartite", "Rencontre tripartite"
    OTHER = "other", "Autre réunion"


# What a meeting that was held is in the feed of the file.
NOTED_AS = {
    MeetingKind.SYNTHESIS: InterventionKind.SYNTHESIS_MEETING,
    MeetingKind.TRIPARTITE: InterventionKind.TRIPARTITE_MEETING,
    MeetingKind.OTHER: InterventionKind.PARTNER_CONTACT,
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Prévue"
    HELD = "held", "Tenue"
    CANCELLED = "cancelled", "Annulée"


MEETING_MOVES = {
    MeetingState.PLANNED: {MeetingState.HELD, MeetingState.CANCELLED},
    MeetingState.HELD: set(),
    MeetingState.CANCELLED: set(),
}


class MeetingWay(models.TextChoices):
    IN_PERSON = "in_person", "Sur place"
    VIDEO = "video", "En visio"


class HouseholdPart(models.TextChoices):
    """How the household takes part: nothing is said of it behind its back without saying so."""

    PRESENT = "present", "Présent"
    REPRESENTED = "represented", "Représenté"
    ABSENT = "absent", "Informé, n’y participe pas"


class GuestKind(models.TextChoices):
    TEAM = "team", "Membre de l’équipe"
    ORGANISATION = "organisation", "Organisme qui a accès au dossier"
    OUTSIDE = "outside", "Personne sans compte"


class GuestAnswer(models.TextChoices):
    PRESENT = "present", "Sera présent·e"
    ABSENT = "absent", "Ne pourra pas venir"


class Audience(models.TextChoices):
    """Under which section of the file the organisations invited read the conclusions."""

    SUMMARY = Section.SUMMARY.value, "Les organismes invités qui lisent la synthèse du dossier"
    FOLLOWED = (
        Section.INTERVENTIONS_SHARED.value,
        "Parmi eux, seulement les personnes qui suivent la situation",
    )


class RelayKind(models.TextChoices):
    """Towards what: the same words as the reason for which the accompaniment may then end (list exit_reason)."""

    COMMON_LAW = "relay_common_law", "Droit commun"
    SPECIALISED = "relay_specialised", "Service spécialisé"


class RelayState(models.TextChoices):
    UNDER_WAY = "under_way", "En cours"
    CONFIRMED = "confirmed", "Confirmé"
    TAKEN_BACK = "taken_back", "Repris par l’équipe"


RELAY_MOVES = {
    RelayState.UNDER_WAY: {RelayState.CONFIRMED, RelayState.TAKEN_BACK},
    RelayState.CONFIRMED: set(),
    RelayState.TAKEN_BACK: set(),
}


class FirstAppointment(models.TextChoices):
    """What became of the first appointment of a relay."""

    EXPECTED = "expected", "À venir"
    KEPT = "kept", "Honoré"
    NOT_KEPT = "not_kept", "N’a pas eu lieu"
    UNKNOWN = "unknown", "On ne sait pas"


# A later word corrects an earlier one, as long as the relay is under way.
APPOINTMENT_MOVES = {
    FirstAppointment.EXPECTED: {FirstAppointment.KEPT, FirstAppointment.NOT_KEPT, FirstAppointment.UNKNOWN},
    FirstAppointment.KEPT: {FirstAppointment.NOT_KEPT, FirstAppointment.EXPECTED},
    FirstAppointment.NOT_KEPT: {FirstAppointment.KEPT, FirstAppointment.EXPECTED},
    FirstAppointment.UNKNOWN: {FirstAppointment.KEPT, FirstAppointment.NOT_KEPT, FirstAppointment.EXPECTED},
}
