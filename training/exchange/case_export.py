"""Writes a framework as a 1EdTech CASE 1.1 CFPackage; the counterpart of case.py.

Identifiers that Peil does not keep (translations, rubrics, levels, associations) are made from
what they stand for, so that each export gives the same ones.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from training.domain.framework_data import AreaData, CompetenceData, FrameworkData, LevelWords
from training.exchange.case_items import AREA, CHILD, COMPETENCE, LANGUAGES, TRANSLATION

BASE = "https://peil.example/case/"
NAMESPACE = uuid5(NAMESPACE_URL, BASE)
ORIGINAL = LANGUAGES[0]
ITEM_TYPES = {
    AREA: ("1", "A group of competences."),
    COMPETENCE: ("2", "What an adviser knows and does, rated on six levels."),
}
SCALE_TITLES = {"nl": "Niveauschaal", "en": "Level scale"}


def case_package(data: FrameworkData, now: datetime, *, base: str = BASE) -> dict[str, Any]:
    """Return the CFPackage of a framework, ready for JSON.

    Args:
        data: the framework; every text in every language.
        now: the moment of last change to state.
        base: what the address of each object begins with; identifiers do not depend on it.
    """
    writer = _Writer(data, now, base)
    return {
        "CFDocument": writer.document(),
        "CFItems": writer.items(),
        "CFAssociations": writer.associations(),
        "CFDefinitions": {"CFItemTypes": [writer.item_type(kind) for kind in ITEM_TYPES]},
        "CFRubrics": writer.rubrics(),
    }


class _Writer:
    def __init__(self, data: FrameworkData, now: datetime, base: str) -> None:
        self.data = data
        self.base = base
        self.changed = now.isoformat(timespec="seconds")

    def row(self, collection: str, key: str, identifier: object = None) -> dict[str, Any]:
        """Return what every CASE object has."""
        identifier = str(identifier or uuid5(NAMESPACE, f"{collection}:{key}"))
        return {
            "identifier": identifier,
            "uri": f"{self.base}{collection}/{identifier}",
            "lastChangeDateTime": self.changed,
        }

    def link(self, collection: str, title: str, key: str, identifier: object = None) -> dict:
        row = self.row(collection, key, identifier)
        return {"title": title, "identifier": row["identifier"], "uri": row["uri"]}

    def document(self) -> dict[str, Any]:
        return {
            **self.row("CFDocuments", "", self.data.identifier),
            "title": self.data.title,
            "creator": self.data.creator,
            "version": self.data.version,
            "frameworkType": "Competency framework",
            "caseVersion": "1.1",
            "language": ORIGINAL,
            "adoptionStatus": "Draft",
        }

    def item_type(self, kind: str) -> dict[str, Any]:
        hierarchy, description = ITEM_TYPES[kind]
        return {
            **self.row("CFItemTypes", kind),
            "title": kind,
            "description": description,
            "hierarchyCode": hierarchy,
            "typeCode": kind.lower(),
        }

    def items(self) -> list[dict[str, Any]]:
        rows = []
        for area in self.data.areas:
            rows += [self.area(area, language) for language in LANGUAGES]
            rows += [
                self.competence(competence, language)
                for competence in self.members(area)
                for language in LANGUAGES
            ]
        return rows

    def members(self, area: AreaData) -> list[CompetenceData]:
        return [row for row in self.data.competences if row.area == area.code]

    def item(self, kind: str, row: AreaData | CompetenceData, language: str) -> dict[str, Any]:
        identifier = row.identifier if language == ORIGINAL else None
        return {
            **self.row("CFItems", f"{row.code}:{language}", identifier),
            "CFItemType": kind,
            "CFItemTypeURI": self.link("CFItemTypes", kind, kind),
            "humanCodingScheme": row.code,
            "language": language,
        }

    def area(self, area: AreaData, language: str) -> dict[str, Any]:
        name = area.names[language]
        return {
            **self.item(AREA, area, language),
            "fullStatement": name,
            "abbreviatedStatement": name,
        }

    def competence(self, competence: CompetenceData, language: str) -> dict[str, Any]:
        words = competence.texts[language]
        row = {
            **self.item(COMPETENCE, competence, language),
            "fullStatement": words.definition,
            "abbreviatedStatement": words.name,
        }
        if competence.is_extension:
            row["extensions"] = {"peil": {"extension": True}}
        return row

    def item_link(self, row: AreaData | CompetenceData, language: str) -> dict[str, str]:
        name = row.names[language] if isinstance(row, AreaData) else row.texts[language].name
        identifier = row.identifier if language == ORIGINAL else None
        return self.link("CFItems", f"{row.code} {name}", f"{row.code}:{language}", identifier)

    def associations(self) -> list[dict[str, Any]]:
        rows = []
        for language in LANGUAGES:
            for area in self.data.areas:
                document = self.link("CFDocuments", self.data.title, "", self.data.identifier)
                rows.append(self.child(area, document, area.order, language))
                for number, competence in enumerate(self.members(area), start=1):
                    parent = self.item_link(area, language)
                    rows.append(self.child(competence, parent, number, language))
        for row in (*self.data.areas, *self.data.competences):
            rows += [self.translation(row, language) for language in LANGUAGES[1:]]
        return rows

    def child(
        self, row: AreaData | CompetenceData, parent: dict, number: int, language: str
    ) -> dict[str, Any]:
        return {
            **self.row("CFAssociations", f"{CHILD}:{row.code}:{language}"),
            "associationType": CHILD,
            "sequenceNumber": number,
            "originNodeURI": self.item_link(row, language),
            "destinationNodeURI": parent,
        }

    def translation(self, row: AreaData | CompetenceData, language: str) -> dict[str, Any]:
        return {
            **self.row("CFAssociations", f"{TRANSLATION}:{row.code}:{ORIGINAL}:{language}"),
            "associationType": TRANSLATION,
            "originNodeURI": self.item_link(row, ORIGINAL),
            "destinationNodeURI": self.item_link(row, language),
        }

    def rubrics(self) -> list[dict[str, Any]]:
        scales = [
            self.rubric("scale", "scale", language, SCALE_TITLES[language], levels)
            for language, levels in self.data.levels.items()
        ]
        return scales + [
            self.competence_rubric(competence, language)
            for competence in self.data.competences
            for language in LANGUAGES
        ]

    def competence_rubric(self, competence: CompetenceData, language: str) -> dict[str, Any]:
        labels = self.data.levels[language]
        levels = {
            level: LevelWords(labels[level].label, sentence)
            for level, sentence in competence.sentences[language].items()
        }
        link = self.item_link(competence, language)
        rubric = self.rubric("competence", competence.code, language, link["title"], levels)
        rubric["description"] = competence.texts[language].definition
        rubric["CFRubricCriteria"][0].update(
            CFItemURI=link, description=competence.texts[language].definition
        )
        return rubric

    def rubric(
        self, kind: str, key: str, language: str, title: str, levels: dict[int, LevelWords]
    ) -> dict[str, Any]:
        rubric = self.row("CFRubrics", f"{key}:{language}")
        criterion = self.row("CFRubricCriteria", f"{key}:{language}")
        return {
            **rubric,
            "title": title,
            "CFRubricCriteria": [
                {
                    **criterion,
                    "position": 1,
                    "rubricId": rubric["identifier"],
                    "CFRubricCriterionLevels": [
                        {
                            **self.row("CFRubricCriterionLevels", f"{key}:{language}:{level}"),
                            "description": words.sentence,
                            "quality": words.label,
                            "score": level,
                            "position": level,
                            "rubricCriterionId": criterion["identifier"],
                        }
                        for level, words in sorted(levels.items())
                    ],
                }
            ],
            "extensions": {"peil": {"kind": kind, "language": language}},
        }
