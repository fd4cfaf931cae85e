"""Reads the shipped case studies (docs/toolkit_format.md): one file per case and language."""

from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext as _

from training.domain.problems import Problem, ProblemsFound
from training.domain.toolkit_data import CaseData, CaseText
from training.enums import CaseCategory
from training.exchange.markdown_blocks import BlockBuilder, unknown_competence
from training.exchange.markdown_lesson import (
    check_references,
    names_of,
    refuse_unknown_keys,
    review_date_of,
    text_of,
)
from training.exchange.markdown_parts import PartsFile
from training.exchange.markdown_toolkit import FolderReader

FOLDER = "case-studies"
NAMES = ("slug", "title", "summary")
LIMITS = {"place": 80, "organisation": 120}
KEYS = {*NAMES, *LIMITS, "category", "year", "competences", "review", "verified"}
PARTS = {
    "heading",
    "text",
    "note",
    "caution",
    "verify",
    "table",
    "figure",
    "keyfacts",
    "references",
}
YEARS = range(1900, 2101)
SAME = ("category", "year", "competences", "is_verified", "review_date")


def read_cases(
    folder: Path, *, competences: Collection[str], references: Collection[str] = ()
) -> list[CaseData]:
    """Return the case studies of a toolkit by name; none when it has no folder for them.

    Args:
        folder: the toolkit.
        competences: the codes that the framework knows.
        references: the keys that the bibliography knows.

    Raises:
        ProblemsFound: with everything that is wrong in any file, each with file and line.
    """
    reader = FolderReader(folder, competences, references)
    names = sorted({path.name.split(".")[0] for path in (folder / FOLDER).glob("*.md")})
    cases = [_case(reader, folder / FOLDER, name) for name in names]
    reader.unique([text for case in cases for text in case.texts.values()])
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return cases


def _case(reader: FolderReader, path: Path, name: str) -> CaseData:
    texts: dict[str, CaseText] = {}
    for language, text, place in reader.files(path, name):
        texts[language], problems = read_case(
            text,
            place=place,
            language=language,
            competences=reader.competences,
            references=reader.references,
        )
        reader.problems += problems
    reader.compare(texts, list(SAME))
    return CaseData(key=name, texts=texts)


def read_case(
    text: str,
    *,
    place: str,
    language: str,
    competences: Collection[str],
    references: Collection[str],
) -> tuple[CaseText, list[Problem]]:
    """Return a case study and everything that is wrong with its file.

    Args:
        text: the whole file.
        place: the name of the file, for the problems.
        language: "nl" or "en".
        competences, references: the codes and keys that are known.
    """
    file = PartsFile(text, place)
    refuse_unknown_keys(file, KEYS)
    limits = {key: text_of(file, key, limit) for key, limit in LIMITS.items()}
    case = CaseText(
        language=language,
        place=place,
        category=_category(file),
        where=limits["place"],
        organisation=limits["organisation"],
        year=_year(file),
        competences=_competences(file, competences),
        is_verified=_verified(file),
        review_date=review_date_of(file),
        body=BlockBuilder(file, language, references=references).stream(allowed=PARTS),
        **names_of(file, NAMES),
    )
    check_references(file, case.body)
    return case, file.problems


def _category(file: PartsFile) -> str:
    value = file.front.values.get("category")
    if value not in CaseCategory.values:
        file.wrong(
            file.line_of("category"),
            _("“category” is one of: %(known)s.") % {"known": ", ".join(CaseCategory.values)},
        )
        return ""
    return str(value)


def _year(file: PartsFile) -> int | None:
    """Return the year, or None when the file leaves it empty because nobody knows it."""
    value = file.front.values.get("year")
    if value is None and "year" in file.front.values:
        return None
    if type(value) is not int or value not in YEARS:
        file.wrong(file.line_of("year"), _("“year” is a year such as 2026, or empty."))
        return None
    return value


def _competences(file: PartsFile, known: Collection[str]) -> tuple[str, ...]:
    rows = file.front.values.get("competences")
    line = file.line_of("competences")
    if not isinstance(rows, list):
        file.wrong(line, _("“competences” is a list of codes, such as [A1, D1]."))
        return ()
    for code in rows:
        if code not in known:
            file.wrong(line, unknown_competence(code))
    return tuple(map(str, rows))


def _verified(file: PartsFile) -> bool:
    value = file.front.values.get("verified")
    if not isinstance(value, bool):
        file.wrong(file.line_of("verified"), _("“verified” is yes or no."))
    return value is True
