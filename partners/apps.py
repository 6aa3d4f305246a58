"""Who acts: organisations, people, dispositifs."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Partenaires"
    actor_by_ids = "partners.actors.actor_by_ids"
    purge = "partners.services.purging.forget"
    work_items = "partners.todo.work_items"
    exports = "partners.exports.lists"
