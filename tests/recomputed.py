"""The figures of a team report, worked out anew with pandas from the raw tables.

It knows the tables and the definitions that the report gives of its figures, and nothing of the
code that makes the report.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

HERE = ZoneInfo("Europe/Brussels")
BANDS = ("0-20", "20-40", "40-60", "60-80", "80-100")
Ask = Callable[[str], pd.DataFrame]


def asking(address: str, sqlite_file: str) -> Ask:
    """Return a function from SQL to a table; of PostgreSQL when there is an address."""
    if address:
        import psycopg  # noqa: PLC0415  only on PostgreSQL

        def rows(sql: str) -> pd.DataFrame:
            with psycopg.connect(address) as connection:
                found = connection.execute(sql)
                names = [column.name for column in found.description or ()]
                return pd.DataFrame(found.fetchall(), columns=names)
    else:

        def rows(sql: str) -> pd.DataFrame:
            with sqlite3.connect(sqlite_file) as connection:
                return pd.read_sql_query(sql, connection)

    return rows


class Recomputed:
    """One round, as the people of a team stood when it was counted.

    Args:
        ask: a function from SQL to a table.
        snapshot: id.
    """

    def __init__(self, ask: Ask, snapshot: int) -> None:
        self.ask = ask
        rounds = ask(
            "SELECT s.id, s.taken_at, s.previous_id, c.id AS campaign, c.closed_at, c.closes_at,"
            " t.path FROM assessments_snapshot s"
            " JOIN assessments_campaign c ON c.id = s.campaign_id"
            " JOIN accounts_team t ON t.id = c.team_id"
        )
        row = rounds[rounds["id"] == snapshot].iloc[0]
        self.previous = None if pd.isna(row["previous_id"]) else int(row["previous_id"])
        self.campaign = int(row["campaign"])
        self.taken = pd.to_datetime(row["taken_at"], utc=True)
        self.top = str(row["path"])
        ends = [pd.to_datetime(row[name], utc=True) for name in ("closed_at", "closes_at")]
        closed = min(end for end in ends if not pd.isna(end))
        self.day = pd.Timestamp(closed.tz_convert(HERE).date())
        self.people = self._people()
        self.levels = pd.concat([self._rated(), self._tested()], ignore_index=True)

    def figures(self, team_path: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the figures of a team and all below it by (competence code, kind of evidence)."""
        here = self.people[self.people["path"].str.startswith(team_path)]
        asked = self.ask(
            "SELECT k.id, k.code, c.campaign_id AS campaign FROM assessments_campaign_competences c"
            " JOIN training_competence k ON k.id = c.competence_id"
        )
        asked = asked[asked["campaign"] == self.campaign]
        targets = self.ask(
            "SELECT a.membership_id AS membership, t.competence_id AS competence, t.level AS target"
            " FROM assessments_roleassignment a JOIN assessments_target t"
            " ON t.profile_id = a.profile_id"
        )
        wanted = here.merge(targets, on="membership")
        found = {}
        for _, competence in asked.iterrows():
            for evidence in ("self", "tested"):
                rows = self.levels[
                    (self.levels["evidence"] == evidence)
                    & (self.levels["competence"] == competence["id"])
                    & self.levels["user"].isin(here["user"])
                ]
                own = wanted[wanted["competence"] == competence["id"]][["user", "target"]]
                found[competence["code"], evidence] = self._figures(rows, own, len(here))
        return found

    def participation(self, team_path: str) -> tuple[int, int]:
        """Return how many people a team has, and how many of them checked in."""
        here = self.people[self.people["path"].str.startswith(team_path)]
        return len(here), int(here["user"].isin(self._submitted()["user"]).sum())

    def causes(self, team_path: str) -> tuple[int, dict[str, int]]:
        """Return how many people named a cause in the round, and how many ticked each."""
        rows = self.ask('SELECT check_in_id AS check_in, user_id AS "user", causes FROM'
                        " assessments_reflection")  # fmt: skip
        rows = rows.merge(self._submitted()[["check_in"]], on="check_in")
        rows = rows[rows["user"].isin(self._here(team_path))]
        ticked = [json.loads(each) if isinstance(each, str) else each for each in rows["causes"]]
        counts = Counter(cause for causes in ticked for cause in set(causes))
        return sum(bool(causes) for causes in ticked), dict(counts)

    def learned(self, team_path: str) -> tuple[int, float]:
        """Return how many people wrote in their learning log since the round before, and hours."""
        rows = self.ask('SELECT user_id AS "user", date, hours FROM training_activity')
        days = pd.to_datetime(rows["date"])
        since, until = self._since()
        first, last = (pd.Timestamp(each.tz_convert(HERE).date()) for each in (since, until))
        rows = rows[(days > first) & (days <= last) & rows["user"].isin(self._here(team_path))]
        return rows["user"].nunique(), float(rows["hours"].astype(float).sum())

    def readers(self, team_path: str, language: str) -> dict[str, int]:
        """Return per module, by its title, how many people finished a lesson since then."""
        rows = self.ask(
            'SELECT p.user_id AS "user", p.lesson, p.done_at FROM training_lessonprogress p'
            " WHERE p.state = 'done'"
        )
        done = pd.to_datetime(rows["done_at"], utc=True, format="ISO8601")
        since, until = self._since()
        rows = rows[(done > since) & (done <= until) & rows["user"].isin(self._here(team_path))]
        pages = self.ask(
            "SELECT p.path, p.title, p.translation_key AS lesson, w.language_code"
            " FROM wagtailcore_page p JOIN wagtailcore_locale w ON w.id = p.locale_id WHERE p.live"
        )
        pages["lesson"] = pages["lesson"].astype(str).str.replace("-", "")
        rows = rows.assign(lesson=rows["lesson"].astype(str).str.replace("-", ""))
        lessons = pages[pages["language_code"] == language]
        lessons = lessons.assign(above=lessons["path"].str[:-4])
        titles = lessons.merge(
            pages[["path", "title"]], left_on="above", right_on="path", suffixes=("", "_above")
        )
        found = rows.merge(titles, on="lesson").groupby("title_above")["user"].nunique()
        return {str(title): int(n) for title, n in found.items()}

    def read_all(self, team_path: str, plan: int) -> str:
        """Return which fifth of a team had finished every lesson of a plan."""
        here = self._here(team_path)
        asked = self.ask("SELECT plan_id AS plan, lesson FROM assessments_planlesson")
        asked = set(asked[asked["plan"] == plan]["lesson"].astype(str))
        rows = self.ask(
            'SELECT user_id AS "user", lesson, done_at FROM training_lessonprogress'
            " WHERE state = 'done'"
        )
        done = pd.to_datetime(rows["done_at"], utc=True, format="ISO8601")
        rows = rows[(done <= self.taken) & rows["user"].isin(here)]
        rows = rows[rows["lesson"].astype(str).isin(asked)]
        full = int((rows.groupby("user")["lesson"].nunique() == len(asked)).sum())
        return BANDS[min(4, full * 5 // len(here))]

    def modules(self, code: str, language: str) -> dict[str, int]:
        """Return the minutes of the lessons about a competence per module, by its title."""
        lessons = self.ask(
            "SELECT DISTINCT p.path, l.minutes, c.code, w.language_code FROM training_lessonpage l"
            " JOIN wagtailcore_page p ON p.id = l.page_ptr_id"
            " JOIN wagtailcore_locale w ON w.id = p.locale_id"
            " JOIN training_lessonobjective o ON o.page_id = p.id"
            " JOIN training_competence c ON c.id = o.competence_id"
            " WHERE p.live"
        )
        lessons = lessons[(lessons["code"] == code) & (lessons["language_code"] == language)]
        pages = self.ask("SELECT path, title FROM wagtailcore_page WHERE live")
        lessons = lessons.assign(above=lessons["path"].str[:-4])
        joined = lessons.merge(pages, left_on="above", right_on="path")
        return {str(title): int(n) for title, n in joined.groupby("title")["minutes"].sum().items()}

    def _here(self, team_path: str) -> list[int]:
        people = self.people[self.people["path"].str.startswith(team_path)]
        return [int(user) for user in people["user"]]

    def _since(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """Return from when what was learned counts: the round before, or a year."""
        before = self.ask("SELECT id, taken_at FROM assessments_snapshot")
        before = before[before["id"] == self.previous]
        if before.empty:
            return self.taken - pd.DateOffset(years=1), self.taken
        return pd.to_datetime(before.iloc[0]["taken_at"], utc=True), self.taken

    def _people(self) -> pd.DataFrame:
        rows = self.ask(
            'SELECT m.id AS membership, m.user_id AS "user", m.start, m.until, t.path'
            " FROM accounts_membership m JOIN accounts_team t ON t.id = m.team_id"
            " WHERE m.role = 'adviser'"
        )
        start = pd.to_datetime(rows["start"])
        until = pd.to_datetime(rows["until"])
        rows = rows[(start <= self.day) & (until.isna() | (until >= self.day))]
        return rows[rows["path"].str.startswith(self.top)]

    def _submitted(self) -> pd.DataFrame:
        rows = self.ask(
            'SELECT id AS check_in, user_id AS "user", campaign_id AS campaign'
            " FROM assessments_checkin WHERE state = 'submitted'"
        )
        return rows[rows["campaign"] == self.campaign]

    def _rated(self) -> pd.DataFrame:
        """Return what everybody last said per competence, levels and "not applicable"."""
        rows = self.ask(
            'SELECT r.id, r.user_id AS "user", r.competence_id AS competence, r.answer, r.level,'
            " r.given_at, r.check_in_id AS check_in FROM assessments_rating r"
        ).merge(self._submitted()[["check_in"]], on="check_in")
        rows = rows.sort_values(["given_at", "id"]).groupby(["user", "competence"]).tail(1)
        return rows.assign(evidence="self")[["user", "competence", "evidence", "answer", "level"]]

    def _tested(self) -> pd.DataFrame:
        """Return the fifth in which the points of twelve months lie, from four questions up."""
        rows = self.ask(
            'SELECT t.user_id AS "user", q.competence_id AS competence, v.question_id AS question,'
            " COALESCE(a.regraded_score, a.score) AS score, a.answered_at, t.submitted_at, a.id"
            " FROM assessments_answer a JOIN assessments_attempt t ON t.id = a.attempt_id"
            " JOIN assessments_questionversion v ON v.id = a.version_id"
            " JOIN assessments_question q ON q.id = v.question_id"
            " WHERE a.score IS NOT NULL AND t.mode <> 'adaptive'"
        )
        for name in ("answered_at", "submitted_at"):
            rows[name] = pd.to_datetime(rows[name], utc=True, format="ISO8601")
        rows = rows[rows["submitted_at"] <= self.taken]
        last = rows.groupby(["user", "competence"])["answered_at"].transform("max")
        year = pd.Timedelta(days=365)
        rows = rows[(rows["answered_at"] > last - year) & (last >= self.taken - year)]
        rows = rows.sort_values(["answered_at", "id"])
        rows = rows.groupby(["user", "competence", "question"]).tail(1)
        rows["score"] = rows["score"].astype(float)
        sums = rows.groupby(["user", "competence"])["score"].agg(["sum", "count"]).reset_index()
        sums = sums[sums["count"] >= 4]
        share = (sums["sum"] / sums["count"] + 1e-6).clip(upper=0.99)
        level = (share * 5).astype(int) + 1
        return sums.assign(level=level, evidence="tested", answer="level")[
            ["user", "competence", "evidence", "answer", "level"]
        ]

    def _figures(self, rows: pd.DataFrame, targets: pd.DataFrame, people: int) -> dict[str, Any]:
        known = rows[rows["level"].notna()].merge(targets, on="user", how="left")
        levels = sorted(int(level) for level in known["level"])
        aimed = known[known["target"].notna()]
        reached = int((aimed["level"] >= aimed["target"]).sum())
        declined = int((rows["answer"] == "not_applicable").sum())
        n = len(levels)
        return {
            "n": n,
            "not_applicable": declined,
            "missing": people - n - declined,
            "target": at(sorted(int(target) for target in aimed["target"]), 50),
            "share_band": BANDS[min(4, reached * 5 // len(aimed))] if len(aimed) else "",
            "median": at(levels, 50),
            "p25": at(levels, 25) if n >= 10 else None,
            "p75": at(levels, 75) if n >= 10 else None,
        }


def at(ordered: list[int], percent: int) -> int | None:
    """Return the level at a percentile by nearest rank; None of nobody."""
    return ordered[ceil(percent * len(ordered) / 100) - 1] if ordered else None
