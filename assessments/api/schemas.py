"""The shapes of what the read API is asked and answers; its rows come from domain/published.py."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assessments.enums import ShareBand, WithheldRule

MOST_ROWS = 500
USUAL_ROWS = 100
LARGEST_ID = 2**63 - 1
ABSENT: Any = None  # what is left out; nobody can send it, so it is no part of a type
Identifier = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Level = Annotated[int, Field(ge=0, le=5)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9.\-]{1,6}$")]
Language = Literal["nl", "en"]
Kind = Literal["self", "tested"]


def _none_for_blank(value: object) -> object:
    return None if value == "" else value


NoneForBlank = BeforeValidator(_none_for_blank)


class Paging(Schema):
    """Which rows of a list."""

    limit: int = Field(USUAL_ROWS, ge=1, le=MOST_ROWS, description="Rows at most.")
    after: str = Field(
        "",
        pattern=r"^([0-9]{1,18})?$",
        description="Where the page before ended: take it from its `next`.",
    )


class InLanguage(Schema):
    """In which language names are wanted."""

    lang: Language = Field(
        ABSENT, description="Language of names; else that of Accept-Language, else English."
    )


class PagingInLanguage(Paging, InLanguage):
    """Which rows of a list, with names in which language."""


class CellChoice(Paging):
    """Which cells of a snapshot."""

    after: str = Field(
        "",
        pattern=r"^([0-9]{1,18}-[0-9]{1,18})?$",
        description="Where the page before ended: take it from its `next`.",
    )
    team: Identifier = Field(ABSENT, description="Of this team alone.")
    competence: Code = Field(ABSENT, description="Of this competence alone, like B1.")
    evidence: Kind = Field(ABSENT, description="Of this kind of evidence alone.")


class ParticipationChoice(Paging):
    """Which counts."""

    snapshot: Identifier = Field(ABSENT, description="Of this snapshot alone.")
    team: Identifier = Field(ABSENT, description="Of this team alone.")


class Row(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Listing(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    items: list[Any]
    next: str | None = Field(description="Address of the next page; null on the last one.")


class Snapshot(Row):
    """The group figures of one round, taken once when it closed; they never change."""

    id: Identifier
    taken_at: datetime
    round: str = Field(description="Name of the check-in round, in the language asked for.")
    smallest_group: int = Field(ge=5, description="Figures of fewer people do not exist.")
    previous: Identifier | None = Field(description="The snapshot that changes are counted from.")
    purpose: str = Field(description="What the figures may be used for.")


class Team(Row):
    """A team as it stood in the tree when the snapshot was taken."""

    team_id: Identifier
    parent_team_id: Identifier | None
    team: str = Field(description="Its name then.")
    depth: int = Field(ge=1, description="1 for the organisation as a whole.")


class Cell(Row):
    """Team, competence and kind of evidence: published figures, or the rule that withheld them.

    The columns are those of the CSV of a team report.
    """

    snapshot: Identifier
    team_id: Identifier
    team: str
    parent_team_id: Identifier | None
    competence: str
    evidence: Kind
    n: int | None = Field(description="People with a level.")
    not_applicable: int | None = Field(description="People in whose role this has no place.")
    missing: int | None = Field(description="People of whom no level is known.")
    target: Level | None = Field(description="Level that their role profiles ask, in the middle.")
    share_at_target_band: Annotated[ShareBand | None, NoneForBlank] = Field(
        description="Share of the people with a target who reach it, in %."
    )
    median: Level | None
    p25: Level | None = Field(description="Middle half, from 10 people.")
    p75: Level | None
    change: int | None = Field(
        ge=-5, le=5, description="Levels that the median rose since the snapshot before."
    )
    withheld: Annotated[WithheldRule | None, NoneForBlank] = Field(
        description="The rule that keeps the figures back; then there are none."
    )
    see_instead_team_id: Identifier | None = Field(
        description="The team up in whose figures the same people count."
    )


class ProfileCell(Row):
    """Role profile, competence and kind of evidence, over the organisation as a whole."""

    profile: str = Field(description="Code of the role profile.")
    profile_name: str = Field(description="In the language asked for.")
    competence: str
    evidence: Kind
    n: int | None = Field(description="People with a level.")
    target: Level | None
    median: Level | None
    withheld: Annotated[WithheldRule | None, NoneForBlank]


class Participation(Row):
    """How many advisers of a team were asked and checked in: both counts, or neither."""

    snapshot: Identifier
    team_id: Identifier
    team: str
    people: int | None
    checked_in: int | None


class Snapshots(Listing):
    items: list[Snapshot]


class Teams(Listing):
    items: list[Team]


class Cells(Listing):
    items: list[Cell]


class ProfileCells(Listing):
    items: list[ProfileCell]


class Participations(Listing):
    items: list[Participation]


class Words(BaseModel):
    """A text in both languages; null where it is missing."""

    nl: str | None
    en: str | None


class LevelWords(BaseModel):
    level: Level
    names: Words
    sentences: Words


class Sentences(BaseModel):
    """What one level looks like for one competence."""

    level: Level
    sentences: Words


class Competence(BaseModel):
    id: UUID
    code: str
    is_extension: bool = Field(description="Not one of the usual twelve.")
    names: Words
    definitions: Words
    levels: list[Sentences]


class Area(BaseModel):
    id: UUID
    code: str
    names: Words
    competences: list[Competence]


class FrameworkSummary(BaseModel):
    id: UUID
    title: str
    creator: str
    version: str
    case: str = Field(description="Address of the same framework as 1EdTech CASE 1.1.")


class Framework(FrameworkSummary):
    levels: list[LevelWords]
    areas: list[Area]


class Frameworks(BaseModel):
    items: list[FrameworkSummary]
