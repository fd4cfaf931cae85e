"""Seals what was written in reflections, and gives each its owner and its moment."""

from django.db import migrations

from cms.sealed import seal, unseal

TEXTS = ("works", "does_not_work", "why")


def convert(apps, schema_editor, change) -> None:
    """Rewrite the texts through the cursor: the field itself reads sealed texts only."""
    reflections = apps.get_model("assessments", "Reflection")._meta.db_table
    name = schema_editor.connection.ops.quote_name
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {', '.join(TEXTS)} FROM {name(reflections)}")
        sets = ", ".join(f"{text} = %s" for text in TEXTS)
        for pk, *texts in cursor.fetchall():
            cursor.execute(
                f"UPDATE {name(reflections)} SET {sets} WHERE id = %s",
                [*map(change, texts), pk],
            )


def seal_and_own(apps, schema_editor) -> None:
    convert(apps, schema_editor, seal)
    reflections = apps.get_model("assessments", "Reflection").objects
    for reflection in reflections.filter(user=None).select_related("check_in").iterator():
        reflection.user_id = reflection.check_in.user_id
        reflection.written_at = reflection.check_in.submitted_at or reflection.check_in.started_at
        reflection.save(update_fields=["user", "written_at"])


def unseal_all(apps, schema_editor) -> None:
    convert(apps, schema_editor, unseal)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_self_evaluation")]

    operations = [migrations.RunPython(seal_and_own, unseal_all, elidable=False)]
