"""The file of a household and who may open it."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "households"
    verbose_name = "Ménages"
    hours = "households.hours.hours"
    work_items = "households.waiting.work_items"
    put_off_promises = "households.todo.put_off_promises"
    purge = "households.services.purging.forget"
    timeline = "households.timeline.events"
    synthesis = "households.synthesis.parts"
    coming = "households.coming.steps"
    last_contacts = "households.last_contacts.reported"
    erase_files = "households.services.quarantine.erase_files"
    exports = "households.exports.lists"
    importers = "households.importers.importers"
    separation = "households.budget_separation.offer"
