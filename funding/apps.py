"""The money of a dispositif."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"
    verbose_name = "Financement"
    exports = "funding.exports.lists"
