"""The money of a dispositif."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = "Financement"
    exports = "funding.exports.lists"
    work_items = "funding.todo.work_items"
