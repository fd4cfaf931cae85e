from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):
    dependencies = [("training", "0003_objectives_once_in_each_language")]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Names the term in its address; the same in all languages.",
                        max_length=80,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                (
                    "lesson",
                    models.UUIDField(blank=True, null=True, verbose_name="lesson that teaches it"),
                ),
                ("shipped_hash", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("nl", "Dutch"), ("en", "English")], max_length=2),
                ),
                ("term", models.CharField(max_length=80, verbose_name="term")),
                ("also", models.JSONField(blank=True, default=list, verbose_name="also")),
                ("text", models.CharField(max_length=500, verbose_name="explanation")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=deletion.CASCADE,
                        related_name="texts",
                        to="training.glossaryterm",
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a term",
                "verbose_name_plural": "texts of terms",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "language"), name="one_glossary_text_per_language"
                    )
                ],
            },
        ),
    ]
