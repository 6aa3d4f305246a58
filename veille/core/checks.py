"""Refuse to start with settings that would betray a person's file."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def second_factor_is_required_in_production(app_configs, **kwargs):
    if settings.IS_PRODUCTION and not settings.MFA_REQUIRED:
        return [Error("Le second facteur est obligatoire en production (MFA_REQUIRED).", id="veille.E001")]
    return []


@register(Tags.security)
def environment_is_known(app_configs, **kwargs):
    if settings.VEILLE_ENV not in {"demo", "test", "production"}:
        return [Error("VEILLE_ENV vaut demo, test ou production.", id="veille.E002")]
    return []
