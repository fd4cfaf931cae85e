"""Reads the levels of a CASE package: one rubric for the scale, one per competence and language."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from training.domain.framework_data import LevelWords
from training.enums import LevelNumber
from training.exchange.case_items import COMPETENCE, LANGUAGES, Item, Reading

SCORES = tuple(LevelNumber.values)
Rows = dict[int, LevelWords]


@dataclass
class Levels:
    """What the rubrics say: the scale by language, the sentences by identifier of the item."""

    scale: dict[str, Rows] = field(default_factory=dict)
    sentences: dict[str, Rows] = field(default_factory=dict)

    def sentences_of(self, item: Item) -> dict[int, str]:
        """Return {level: sentence} of a competence in the language of the item."""
        rows = self.sentences.get(str(item.identifier), {})
        return {level: words.sentence for level, words in sorted(rows.items())}


def read_rubrics(reading: Reading) -> Levels:
    """Return the levels of the scale and of each competence, complete or with problems told."""
    levels = Levels()
    for place, rubric in reading.rows(reading.package, "CFRubrics"):
        for spot, criterion in reading.rows(rubric, "CFRubricCriteria", place):
            _read_criterion(reading, levels, rubric, criterion, (place, spot))
    for language in LANGUAGES:
        if language not in levels.scale:
            reading.wrong(
                "CFRubrics",
                _("The level scale is missing in the language “%(language)s”.")
                % {"language": language},
            )
    for item in reading.items.values():
        if item.kind == COMPETENCE and str(item.identifier) not in levels.sentences:
            reading.wrong(item.place, _("%(code)s has no level sentences.") % {"code": item.code})
    return levels


def _read_criterion(
    reading: Reading, levels: Levels, rubric: dict, criterion: dict, places: tuple[str, str]
) -> None:
    place, spot = places
    node = criterion.get("CFItemURI")
    if node is None:
        language = _language(rubric)
        if language not in LANGUAGES:
            reading.wrong(
                f"{place}.extensions.peil.language", _("The language of this scale is not known.")
            )
            return
        levels.scale[language] = _read_levels(reading, criterion, spot)
        return
    identifier = str(node.get("identifier")).lower() if isinstance(node, dict) else ""
    item = reading.items.get(identifier)
    if item is None or item.kind != COMPETENCE:
        reading.wrong(
            f"{spot}.CFItemURI.identifier", _("This points to no competence in the file.")
        )
        return
    levels.sentences[identifier] = _read_levels(reading, criterion, spot)


def _language(rubric: dict) -> str:
    extensions = rubric.get("extensions")
    peil = extensions.get("peil") if isinstance(extensions, dict) else None
    return str(peil.get("language")) if isinstance(peil, dict) else ""


def _read_levels(reading: Reading, criterion: dict, place: str) -> Rows:
    found: Rows = {}
    for spot, row in reading.rows(criterion, "CFRubricCriterionLevels", place):
        words = LevelWords(
            label=reading.text(row, "quality", spot, 60),
            sentence=reading.text(row, "description", spot, 400),
        )
        score = row.get("score")
        if score not in SCORES or isinstance(score, bool):
            reading.wrong(f"{spot}.score", _("A level is a whole number from 0 to 5."))
        elif int(score) in found:
            reading.wrong(f"{spot}.score", _("Level %(level)d is given twice.") % {"level": score})
        else:
            found[int(score)] = words
    missing = [str(score) for score in SCORES if score not in found]
    if missing:
        reading.wrong(
            f"{place}.CFRubricCriterionLevels",
            _("These levels are missing: %(levels)s.") % {"levels": ", ".join(missing)},
        )
    return found
