"""Turns shipped modules and lessons into pages, and leaves alone what an editor changed."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from training.domain.loaded import Loaded
from training.domain.problems import Problem, ProblemsFound
from training.domain.toolkit_data import LessonText, ModuleData, ModuleText
from training.domain.toolkit_site import publish, translation_key
from training.models import LessonObjective, LessonPage, ModulePage, ToolkitPage

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@transaction.atomic
def load_module(
    *,
    module: ModuleData,
    toolkits: Mapping[str, ToolkitPage],
    competences: Mapping[str, int],
    after: str = "",
) -> Loaded:
    """Make or update the pages of a module in every language; repeating it changes nothing.

    A page is updated only when its file changed and its content is still what was loaded before.

    Args:
        module: what the files say.
        toolkits: the parent page by language.
        competences: ids by code.
        after: the key of the module that comes before this one; empty for the first.

    Raises:
        ProblemsFound: when Wagtail refuses a page, for instance because its slug is taken.
    """
    loader = _Loader(competences, {page.locale.language_code: page for page in toolkits.values()})
    known = {
        **_known(ModulePage, key=module.key),
        **_known(LessonPage, key__startswith=f"{module.key}/"),
        **_known(ModulePage, key=after or None),
    }
    for language, text in module.texts.items():
        parent = toolkits[language]
        page = loader.load(known, module.key, text, parent, known.get((after, language)))
        before = None
        for lesson in module.lessons:
            before = loader.load(known, lesson.key, lesson.texts[language], page, before)
    return loader.loaded


def content_hash(page: ModulePage | LessonPage) -> str:
    """Return a hash of what a reader gets; ids that Wagtail adds to blocks make no difference."""
    content: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "code": page.code,
    }
    if isinstance(page, LessonPage):
        content |= {
            "minutes": page.minutes,
            "review": page.review_date.isoformat(),
            "objectives": [[row.competence_id, row.text] for row in page.objectives.all()],
            "body": _plain(page.body.get_prep_value()),
        }
    else:
        content["introduction"] = _plain(page.introduction.get_prep_value())
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return stream data without the ids of blocks, list items and paragraphs."""
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    if isinstance(value, Mapping):
        if value.get("type") == "item" and "value" in value:
            return _plain(value["value"])
        return {name: _plain(inner) for name, inner in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _known(model: type[Page], **filters: Any) -> dict[tuple[str, str], Any]:
    pages = model.objects.filter(**filters).select_related("locale").order_by("path")
    if model is LessonPage:
        pages = pages.prefetch_related("objectives")
    return {(page.key, page.locale.language_code): page for page in pages}


class _Loader:
    def __init__(self, competences: Mapping[str, int], toolkits: Mapping[str, ToolkitPage]) -> None:
        self.competences = competences
        self.locales = {language: page.locale for language, page in toolkits.items()}
        self.loaded = Loaded()

    def load(
        self,
        known: dict[tuple[str, str], Any],
        key: str,
        text: ModuleText | LessonText,
        parent: Page,
        before: Page | None,
    ) -> Page:
        """Return the page of one file, made, updated or left as it was."""
        place = (key, text.language)
        wanted = self._new(key, text)
        wanted.shipped_hash = content_hash(wanted)
        page = known.get(place)
        if page is None:
            wanted.translation_key = next(
                (other.translation_key for (name, _code), other in known.items() if name == key),
                translation_key(key),
            )
            try:
                self._add(wanted, parent, before)
            except ValidationError as error:
                raise ProblemsFound(
                    Problem(text.place, message) for message in error.messages
                ) from error
            known[place] = wanted
            self.loaded.added.append(text.place)
            return wanted
        self._compare(page, wanted, text.place)
        return page

    def _compare(self, page: Any, wanted: Any, place: str) -> None:
        changed = page.has_unpublished_changes or not page.live
        if changed or content_hash(page) != page.shipped_hash:
            self.loaded.left.append(place)
        elif page.shipped_hash == wanted.shipped_hash:
            self.loaded.unchanged.append(place)
        else:
            self._update(page, wanted)
            self.loaded.updated.append(place)

    def _new(self, key: str, text: ModuleText | LessonText) -> ModulePage | LessonPage:
        names = {
            "key": key,
            "code": text.code,
            "slug": text.slug,
            "title": text.title,
            "draft_title": text.title,
            "summary": text.summary,
            "locale": self.locales[text.language],
            "live": False,
        }
        if isinstance(text, ModuleText):
            return ModulePage(introduction=text.introduction, **names)
        page = LessonPage(
            minutes=text.minutes,
            review_date=text.review_date,
            body=text.body,
            **names,
        )
        page.objectives = [
            self._objective(text.language, key, number, self.competences[code], line)
            for number, (code, line) in enumerate(text.objectives)
        ]
        return page

    def _objective(
        self, language: str, key: str, number: int, competence_id: int, line: str
    ) -> LessonObjective:
        """Return an objective that is known as the same one in every language."""
        return LessonObjective(
            translation_key=translation_key(f"{key}/objective-{number}"),
            locale=self.locales[language],
            competence_id=competence_id,
            text=line,
            sort_order=number,
        )

    def _add(self, page: Page, parent: Page, before: Page | None) -> None:
        """Put a new page behind the one that precedes it, or in front of all others."""
        parent.refresh_from_db()
        first = parent.get_children().first()
        if before is not None and before.get_parent().pk == parent.pk:
            Page.objects.get(pk=before.pk).add_sibling(pos="right", instance=page)
        elif first is not None:
            first.add_sibling(pos="left", instance=page)
        else:
            parent.add_child(instance=page)
        publish(page)

    def _update(self, page: Any, wanted: Any) -> None:
        names = ["code", "slug", "title", "draft_title", "summary", "shipped_hash"]
        if isinstance(page, LessonPage):
            names += ["minutes", "review_date", "body"]
            language = page.locale.language_code
            page.objectives = [
                self._objective(language, page.key, number, row.competence_id, row.text)
                for number, row in enumerate(wanted.objectives.all())
            ]
        else:
            names.append("introduction")
        for name in names:
            setattr(page, name, getattr(wanted, name))
        publish(page)
