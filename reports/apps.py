"""Figures and documents."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Résultats"
    exports = "reports.exports.lists"
    work_items = "reports.todo.work_items"
