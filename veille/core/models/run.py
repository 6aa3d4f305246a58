"""A background job as a row: the page polls it, the sweeper takes it up again."""

from django.db import models
from django.db.models.functions import Now

from veille.core.models.base import UUIDModel


class RunState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "En attente"
    RUNNING = "running", "En cours"
    DONE = "done", "Terminé"
    FAILED = "failed", "Échoué"


class Run(UUIDModel):
    """One job asked by one person: progress, result, failure, attempt and lease.

    A worker holds the run as long as it renews `lease_until`; past it, the run is queued again, and
    after three attempts it is failed. A worker writes only under its own `attempt`.
    """

    task = models.CharField("tâche", max_length=120)
    label = models.CharField("travail", max_length=160)
    parameters = models.JSONField("paramètres", default=dict)
    requested_by = models.UUIDField("demandé par")
    organisation = models.UUIDField("pour l’organisation")
    state = models.CharField("état", max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    progress = models.PositiveSmallIntegerField("avancement (%)", default=0)
    step = models.CharField("étape", max_length=160, blank=True)
    attempt = models.PositiveSmallIntegerField("essai", default=0)
    lease_until = models.DateTimeField("bail jusqu’à", null=True)
    result = models.JSONField("résultat", default=dict)
    failure = models.CharField("échec", max_length=80, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    keep = "1 an"

    class Meta:
        verbose_name = "travail en arrière-plan"
        verbose_name_plural = "travaux en arrière-plan"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="run_running_holds_a_lease",
                condition=~models.Q(state=RunState.RUNNING) | models.Q(lease_until__isnull=False),
                violation_error_message="Un travail en cours porte un bail.",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="run_to_sweep")]

    @property
    def is_finished(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED}
