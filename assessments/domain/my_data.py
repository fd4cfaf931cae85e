"""Everything of one person, as plain rows; reflections in clear, for their owner alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from assessments.domain.my_data_tables import TABLES, Table
from assessments.models import Campaign, QuestionVersion, Quiz, RecordStore, RoleProfileText
from cms.accounts.models import Organisation, Team, User
from training.domain.framework import preferred
from training.models import Competence, CompetenceVersion, Source

Row = dict[str, Any]
Names = dict[Any, str]


@dataclass(frozen=True)
class MyData:
    """Rows by table; a thing that a row points to is named in words beside its number."""

    person: str
    language: str
    made_at: datetime
    tables: dict[str, list[Row]]


def everything_of(user: User, language: str, now: datetime) -> MyData:
    """Return all rows that are a person's; the number of queries depends on the tables alone.

    Args:
        language: "nl" or "en", for the names of what rows point to.
    """
    namer = _Namer(language)
    return MyData(
        person=str(user),
        language=language,
        made_at=now,
        tables={table.name: _rows(table, user, namer) for table in TABLES},
    )


def _rows(table: Table, user: User, namer: "_Namer") -> list[Row]:
    model = apps.get_model(table.model)
    left_out = {*table.without, table.owner}
    fields = [field for field in model._meta.concrete_fields if field.name not in left_out]
    found = model._default_manager.filter(**{table.owner: user.pk}).order_by("pk")
    objects = list(found.prefetch_related(*table.many))
    named = {field.name: namer.names_for(field, objects) for field in fields}
    return [
        {
            **_values(row, fields, named),
            **{name: [str(item) for item in getattr(row, name).all()] for name in table.many},
        }
        for row in objects
    ]


def _values(row: Model, fields: Iterable[Field], named: Mapping[str, Names | None]) -> Row:
    """Return the fields of a row; a foreign key gives its number and, where known, its name."""
    values: Row = {}
    for field in fields:
        value = field.value_from_object(row)
        names = named[field.name]
        values[field.attname] = value
        if names is not None:
            values[field.name] = names.get(value)
    return values


class _Namer:
    """Looks up what rows point to, once per kind of thing and field."""

    def __init__(self, language: str) -> None:
        self.language = language

    def names_for(self, field: Field, objects: Iterable[Model]) -> Names | None:
        """Return {key: name} of what a field points to; None when it needs no name."""
        if not isinstance(field, ForeignKey):
            return None
        name_them = self._ways().get(field.related_model)
        if name_them is None:
            return None
        keys = {field.value_from_object(row) for row in objects} - {None}
        return name_them(keys) if keys else {}

    def _ways(self) -> dict[Any, Callable[[set], Names]]:
        return {
            Competence: lambda keys: _texts(Competence, keys, "code"),
            CompetenceVersion: self._versions,
            QuestionVersion: self._questions,
            Campaign: self._rounds,
            Quiz: lambda keys: _texts(Quiz, keys, "slug"),
            RecordStore: lambda keys: _texts(RecordStore, keys, "endpoint"),
            Source: lambda keys: _texts(Source, keys, "key"),
            Organisation: lambda keys: _texts(Organisation, keys, "name"),
            Team: lambda keys: _texts(Team, keys, "name"),
            User: self._people,
            apps.get_model("assessments.RoleProfile"): self._profiles,
        }

    def _versions(self, keys: set) -> Names:
        rows = CompetenceVersion.objects.filter(pk__in=keys).select_related("competence")
        return {row.pk: str(row) for row in rows}

    def _questions(self, keys: set) -> Names:
        rows = QuestionVersion.objects.filter(pk__in=keys)
        return {row.pk: str(row) for row in rows.select_related("question").order_by("pk")}

    def _rounds(self, keys: set) -> Names:
        rows = Campaign.objects.filter(pk__in=keys).named(self.language)
        return {row.pk: row.name for row in rows}

    def _people(self, keys: set) -> Names:
        return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}

    def _profiles(self, keys: set) -> Names:
        texts = RoleProfileText.objects.filter(profile_id__in=keys)
        chosen = preferred(texts, lambda text: text.profile_id, self.language)
        return {key: text.name for key, text in chosen.items()}


def _texts(model: type[Model], keys: set, field: str) -> Names:
    return dict(model._default_manager.filter(pk__in=keys).values_list("pk", field))
