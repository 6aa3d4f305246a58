"""A task given by a decision."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cellule.choices import TaskState
from cellule.models import Assignment
from cellule.services.decisions import decision_label
from cellule.services.tasks import move_task
from cellule.task_acts import act_of, can_move_by_hand
from veille.core import reads
from veille.core.reads import confidential
from veille.core.sending import require_form

_BUTTONS = {TaskState.DONE: "C’est fait", TaskState.CANCELLED: "Sans objet", TaskState.TODO: "Reprendre la tâche"}


@require_form
@confidential
def task_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    tasks = Assignment.objects.visible_to(request.actor).select_related("case__rules", "decision__case__rules", "owner")
    task = get_object_or_404(tasks, pk=pk)
    reads.record([task.case_id], section="task")
    if request.method == "POST":
        try:
            move_task(task=task, to=request.POST.get("to", ""), by=request.actor)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("cellule:task_detail", pk=task.pk)
    act_url, act_label = act_of(request.actor, task)
    context = {
        "task": task,
        "act_url": act_url,
        "act_label": act_label,
        "decision_label": decision_label(task.decision),
        "moves": [(to, _BUTTONS[to]) for to in TaskState if can_move_by_hand(task, to)],
    }
    return render(request, "cellule/task_detail.html", context)
