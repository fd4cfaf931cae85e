"""Reads a site as somebody else would: every address that can be reached, every kind of file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from io import BytesIO
from re import findall, sub
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

from django.http import HttpResponseBase
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

MOST_ALIKE = 2
PUBLIC = ("toolkit", "search", "glossary", "case-studies", "references")
LEFT_ALONE = (
    *("/static/", "/media/", "/accounts/", "/admin/logout/"),
    *(f"/{language}/{name}/" for name in PUBLIC for language in ("nl", "en")),
    *(f"/admin/{name}/" for name in ("images", "documents", "collections", "pages", "workflows")),
)
LINK = r'\s(?:href|action)="([^"#]+)'
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def crawl(client: Client, seeds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (address, text) of all that can be read from some pages on, by following links.

    Of addresses that differ in a number or in what is filtered by, a few are read.
    """
    waiting, known = list(seeds), set(seeds)
    alike: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code in (301, 302):
            found = [response.url]
        else:
            text = text_of(response)
            yield address, text
            is_page = response.status_code == 200 and "html" in response["Content-Type"]
            found = findall(LINK, text) if is_page else []
        for link in found:
            there = _address(address, link)
            shape = sub(r"\d+|=[^&]*", "", there)
            if there and there not in known and alike[shape] < MOST_ALIKE:
                alike[shape] += 1
                known.add(there)
                waiting.append(there)


def text_of(response: HttpResponseBase) -> str:
    """Return all words of an answer, whatever kind of file it is."""
    stream = getattr(response, "streaming_content", None)
    body = b"".join(stream) if stream is not None else response.content
    return words_in(body, response["Content-Type"].partition(";")[0])


def words_in(body: bytes, kind: str) -> str:
    """Return the words of a file.

    Args:
        kind: its media type; what is unknown is read as text.
    """
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if kind == XLSX:
        book = load_workbook(BytesIO(body))
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    if kind in ("application/zip", "application/x-zip-compressed"):
        with ZipFile(BytesIO(body)) as archive:
            return "\n".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    return unescape(body.decode(errors="replace"))


def _address(here: str, link: str) -> str:
    """Return a link of this site as a path; empty for what is left alone.

    The queries of the administration only sort and filter, so they are dropped there. Elsewhere
    their parts are put in order: a page reads each by its name.
    """
    there = urlsplit(urljoin(f"http://testserver{here}", link.strip()))
    if there.netloc != "testserver" or there.path.startswith(LEFT_ALONE):
        return ""
    is_admin = there.path.startswith("/admin/")
    query = "" if is_admin else "&".join(sorted(there.query.split("&")))
    return f"{there.path}?{query}" if query else there.path
