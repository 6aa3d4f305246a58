"""From the orientation to the decision."""

from django.apps import AppConfig


class CelluleConfig(AppConfig):
    name = "cellule"
    verbose_name = "Cellule"
    # What is said of a situation during a session: unsent, it is forgotten sooner than another draft.
    draft_days = {"opinion": 7, "session_advice": 7, "decision": 7}
    timeline = "cellule.timeline.events"
    synthesis = "cellule.synthesis.parts"
    coming = "cellule.coming.steps"
    exports = "cellule.exports.lists"
    work_items = "cellule.todo.work_items"
    at_exclusion = "cellule.services.sessions.touch_sessions_of"
    at_restriction = "cellule.services.capacity.forget_places_of"
    purge = "cellule.services.purging.forget"
    handed_over = "cellule.services.handed_tasks.hand_over_tasks"
    measure_acts = "cellule.services.tasks.finish_tasks"
    link_pages = {"orientation": "cellule:link_home", "minutes_extract": "cellule:extract_page"}
