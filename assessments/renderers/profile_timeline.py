"""The timeline of a competence as a picture, from a finished history."""

from datetime import date, timedelta

from assessments.domain.history import CompetenceHistory
from cms.figures.timeline import Point, Span, timeline_svg


def build_timeline(
    row: CompetenceHistory, *, first: date, today: date, title: str, description: str
) -> str:
    """Return the picture as SVG.

    Args:
        first: the day at the left end; the same for all pictures of a page.
        today: the day at the right end.
        title, description: what it is and shows, in words.
    """
    begin = date(first.year, 1, 1) if (today - first).days > 366 else first - timedelta(days=7)
    days = max(1, (today - begin).days)

    def share(day: date) -> float:
        return (day - begin).days / days

    years = [date(year, 1, 1) for year in range(begin.year, today.year + 1)]
    shown = [(share(day), f"{day.year}") for day in years if day >= begin]
    return timeline_svg(
        [
            Point(share(point.day), point.level, breaks=point.is_break)
            for point in row.selves
            if point.level is not None
        ],
        [Span(share(point.day), point.low, point.level, point.high) for point in row.tested],
        [share(item.day) for item in row.practice],
        changes=[share(day) for day in row.breaks],
        years=shown or [(0, f"{begin.year}")],
        title=title,
        description=description,
    )
