from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Invented people, real figures: what the demonstration shows. Holds no model."""

    name = "veille.demonstration"
    label = "demonstration"
    verbose_name = "Démonstration"
