"""A term of the glossary as an editor changes it: one form, both languages."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from training.domain.glossary_editing import TermWords, other_owner, words_in, write_term
from training.models import GlossaryTerm, LessonPage
from training.models.glossary import LONGEST_TERM, LONGEST_TEXT

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class GlossaryTermForm(forms.ModelForm):
    """The key is chosen once: it is the term's address."""

    class Meta:
        model = GlossaryTerm
        fields = ["key"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].disabled = self.instance.pk is not None
        self.fields["lesson"] = forms.TypedChoiceField(
            label=_("Lesson that teaches it"),
            choices=[("", _("None")), *_lessons()],
            initial=str(self.instance.lesson or ""),
            required=False,
            empty_value=None,
        )
        texts = words_in(self.instance) if self.instance.pk else {}
        for language, name in settings.LANGUAGES:
            words = texts.get(language, TermWords("", (), ""))
            self.fields[f"term_{language}"] = forms.CharField(
                label=_("Term (%(language)s)") % {"language": name},
                initial=words.term,
                max_length=LONGEST_TERM,
            )
            self.fields[f"also_{language}"] = forms.CharField(
                label=_("Other forms (%(language)s)") % {"language": name},
                help_text=_("One a line; they are explained too, and search finds them."),
                initial="\n".join(words.also),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Explanation (%(language)s)") % {"language": name},
                initial=words.text,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict:
        """Refuse a form that is too long, or that belongs to another term already."""
        data = super().clean()
        for language in LANGUAGES:
            also = tuple(filter(None, map(_one_line, data.get(f"also_{language}", "").split("\n"))))
            data[f"also_{language}"] = also
            if any(len(form) > LONGEST_TERM for form in also):
                self.add_error(
                    f"also_{language}",
                    _("A form has at most %(count)d characters.") % {"count": LONGEST_TERM},
                )
            for name, forms_of in (("term", (data.get(f"term_{language}", ""),)), ("also", also)):
                self._refuse_taken(f"{name}_{language}", forms_of, language)
        return data

    def _refuse_taken(self, field: str, forms_of: tuple[str, ...], language: str) -> None:
        for form in forms_of:
            owner = other_owner(form, language=language, entry=self.instance)
            if owner:
                self.add_error(
                    field,
                    _("“%(form)s” already belongs to the term “%(key)s”.")
                    % {"form": form, "key": owner},
                )

    def save(self, commit: bool = True) -> GlossaryTerm:
        data = self.cleaned_data
        return write_term(
            entry=self.instance,
            lesson=data["lesson"] or None,
            texts={
                language: TermWords(
                    data[f"term_{language}"], data[f"also_{language}"], data[f"text_{language}"]
                )
                for language in LANGUAGES
            },
        )


def _lessons() -> list[tuple[str, str]]:
    """Return the live lessons to choose from, once each, by code, in the language of the admin."""
    rows = LessonPage.objects.live().order_by("path").select_related("locale")
    titles: dict[str, str] = {}
    for page in rows:
        key = str(page.translation_key)
        if key not in titles or page.language == get_language():
            titles[key] = f"{page.code} {page.title}"
    return list(titles.items())


def _one_line(text: str) -> str:
    return " ".join(text.split())
