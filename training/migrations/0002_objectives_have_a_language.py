"""Objectives become translatable: they take the language of their page."""

from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

import django.db.models.deletion
from django.db import migrations, models


NAMESPACE = uuid5(NAMESPACE_URL, "https://peil.example/toolkit/")


def give_language(apps, schema_editor):
    """Give each objective its page's language, and one key in every language."""
    objectives = apps.get_model("training", "LessonObjective").objects.select_related("page")
    rows = list(objectives.order_by("page_id", "sort_order", "pk"))
    for _page, group in groupby(rows, lambda row: row.page_id):
        for number, row in enumerate(group):
            key = row.page.key or str(row.page.translation_key)
            row.locale_id = row.page.locale_id
            row.translation_key = uuid5(NAMESPACE, f"{key}/objective-{number}")
    objectives.model.objects.bulk_update(rows, ["locale", "translation_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="lessonobjective",
            options={"ordering": ["sort_order"], "verbose_name": "objective"},
        ),
        migrations.AddField(
            model_name="lessonobjective",
            name="locale",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.locale",
                verbose_name="locale",
            ),
        ),
        migrations.AddField(
            model_name="lessonobjective",
            name="translation_key",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(give_language, migrations.RunPython.noop),
    ]
