"""Rows of every model that hangs on a file, with a token in each personal column: what erasing must not leave."""

import uuid
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

TOKEN = "zyqxjeton"
_DAY = date(2016, 3, 1)
_NUMBERS = (models.IntegerField, models.SmallIntegerField, models.BigIntegerField, models.FloatField)


class Filler:
    """`known` gives the row of each model that is already there; the others are made when they are needed."""

    def __init__(self, known: dict[type[models.Model], models.Model], overrides: dict[str, dict]):
        self.known = known
        self.overrides = overrides

    def row(self, model: type[models.Model]) -> models.Model:
        if model not in self.known:
            self.known[model] = self._made(model)
        return self.known[model]

    def _made(self, model: type[models.Model]) -> models.Model:
        """Whole if the constraints allow it, else with its personal columns and what it cannot do without."""
        refusal: Exception | None = None
        for is_whole in (True, False):
            try:
                with transaction.atomic():
                    row = model(**self._values(model, is_whole), **self.overrides.get(model._meta.label, {}))
                    models.Model.save_base(row, raw=True, force_insert=True)
                    return row
            except IntegrityError as error:
                refusal = error
        raise AssertionError(f"{model._meta.label} : donnez ses valeurs dans OVERRIDES ({refusal})")

    def _values(self, model: type[models.Model], is_whole: bool) -> dict:
        given = self.overrides.get(model._meta.label, {})
        return {
            field.name: self._value(field)
            for field in model._meta.concrete_fields
            if field.name not in given and field.attname not in given and self._wanted(model, field, is_whole)
        }

    def _wanted(self, model: type[models.Model], field: models.Field, is_whole: bool) -> bool:
        if isinstance(field, models.GeneratedField | models.AutoField):
            return False
        if isinstance(field, models.ForeignKey) and field.related_model is model:
            return False
        stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
        needed = stamped or not (field.null or field.blank or field.has_default())
        return is_whole or needed or field.name in model.personal

    def _value(self, field: models.Field):
        if isinstance(field, models.ForeignKey):
            return self.row(field.related_model)
        if field.primary_key or isinstance(field, models.UUIDField):
            return uuid.uuid4()
        return self._plain(field)

    def _plain(self, field: models.Field):
        if field.choices and field.name not in field.model.personal:
            return next(value for value, _ in field.flatchoices if value != "")
        if isinstance(field, ArrayField):
            return [self._text(field, field.base_field)]
        if isinstance(field, models.CharField | models.TextField):
            return self._text(field, field)
        return _typed(field)

    @staticmethod
    def _text(field: models.Field, sized: models.Field) -> str:
        """The token in what tells something of a person; elsewhere a word, one of its own where it must be unique."""
        word = TOKEN if field.name in field.model.personal else uuid.uuid4().hex
        return word[: sized.max_length or len(word)]


def _typed(field: models.Field):
    kinds = {
        models.BinaryField: TOKEN.encode(),
        models.JSONField: [TOKEN],
        models.DateTimeField: datetime(2016, 3, 1, 12, tzinfo=ZoneInfo("UTC")),
        models.DateField: _DAY,
        models.TimeField: time(12),
        models.BooleanField: False,
        models.DecimalField: Decimal(1),
    }
    for kind, value in kinds.items():
        if isinstance(field, kind):
            return value
    return 1 if isinstance(field, _NUMBERS) else None


def tables_holding(token: str) -> dict[str, int]:
    """Every table of the database with rows that hold the token, in clear or as bytes."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s OR t::text LIKE %s',
                [f"%{token}%", f"%{token.encode().hex()}%"],
            )
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found
