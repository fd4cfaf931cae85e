"""Due dates as iCalendar (RFC 5545): whole days, which keep no time of anybody free or busy."""

from collections.abc import Iterable
from datetime import timedelta

from assessments.domain.due_dates import DueDate

PRODUCT = "-//Peil//Check-in rounds//EN"


def write_calendar(dates: Iterable[DueDate], *, title: str, address: str, host: str) -> bytes:
    """Return an iCalendar file.

    Args:
        title: of the calendar.
        address: where check-ins are done.
        host: of this site; makes the name of each day unique in the world.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for due in dates:
        event = Event()
        event.add("uid", f"round-{due.number}@{host}")
        event.add("dtstamp", due.changed_at)
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", due.name)
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()
