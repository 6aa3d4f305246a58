"""The work of the association."""

from django.apps import AppConfig


class AccompanimentConfig(AppConfig):
    name = "accompaniment"
    verbose_name = "Accompagnement"
    # A note tells what was confided: unsent, it is forgotten sooner than another draft.
    draft_days = {"note": 7, "noter": 7, "grille": 7, "reunion": 7}
    timeline = "accompaniment.timeline.events"
    work_items = "accompaniment.todo.work_items"
    put_off_promises = "accompaniment.todo.promises.put_off_promises"
    synthesis = "accompaniment.synthesis.parts"
    coming = "accompaniment.coming.steps"
    last_contacts = "accompaniment.caseload.last_contacts"
    agenda = "accompaniment.ics.events_of"
    cohort_facts = "accompaniment.cohort.facts"
    separation = "accompaniment.separation.offer"
    importers = "accompaniment.visit_tables.importers"
    exports = "accompaniment.exports.lists"
    link_pages = {"meeting": "accompaniment:invitation_page", "meeting_conclusions": "accompaniment:handed_page"}
    purge = "accompaniment.services.purging.forget"
    at_restriction = "accompaniment.services.meeting_guests.close_handed_of"
