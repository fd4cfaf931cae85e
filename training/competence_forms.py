"""The words of a competence as an editor changes them: one form, both languages, all levels."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.domain.framework_data import CompetenceWords, words_of
from training.domain.framework_editing import revise_competence
from training.enums import LevelNumber
from training.models import Competence

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class CompetenceForm(forms.ModelForm):
    """Saving makes a new version when a word differs; earlier answers keep the old words."""

    class Meta:
        model = Competence
        fields: list[str] = []

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        version = self.instance.versions.filter(is_current=True).first()
        texts, sentences = words_of(version) if version else ({}, {})
        for language, name in settings.LANGUAGES:
            words = texts.get(language)
            self._add(f"name_{language}", _("Name"), name, words and words.name, 120)
            self._add(
                f"definition_{language}", _("Definition"), name, words and words.definition, 500
            )
            for level in LevelNumber:
                sentence = sentences.get(language, {}).get(level)
                label = f"{level.value} {level.label}"
                self._add(f"level_{level.value}_{language}", label, name, sentence, 400)

    def _add(self, name: str, label, language, initial: str | None, limit: int) -> None:
        wide = forms.Textarea(attrs={"rows": 2}) if limit > 120 else forms.TextInput()
        self.fields[name] = forms.CharField(
            label=f"{label} ({language})", initial=initial, max_length=limit, widget=wide
        )

    def save(self, commit: bool = True) -> Competence:
        data = self.cleaned_data
        revise_competence(
            competence=self.instance,
            texts={
                language: CompetenceWords(data[f"name_{language}"], data[f"definition_{language}"])
                for language in LANGUAGES
            },
            sentences={
                language: {level: data[f"level_{level}_{language}"] for level in LevelNumber.values}
                for language in LANGUAGES
            },
            now=timezone.now(),
        )
        return self.instance
