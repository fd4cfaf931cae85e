"""The whole toolkit as {path: text}: what export_toolkit writes and load_toolkit reads."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from training.domain.glossary_editing import TermData
from training.domain.toolkit_export import (
    cases_to_export,
    doors_to_export,
    link_addresses,
    modules_to_export,
    references_to_export,
    terms_to_export,
)
from training.exchange import bibliography, glossary_yaml
from training.exchange.markdown_writer import Files, case_files, door_files, module_files

ABOUT_TERMS = "# Terms that lessons explain in place; the format is in docs/toolkit_format.md.\n"
# The fields of a work and of a person, in the order in which the bibliography has them.
FIELDS = (
    *("id", "type", "title", "author", "family", "given", "literal", "issued", "PMCID"),
    *("container-title", "collection-title", "publisher", "volume", "number", "publisher-place"),
    *("genre", "ISBN", "page", "DOI", "URL", "language", "note-nl", "note-en"),
)


def toolkit_files() -> Files:
    """Return the files of everything that readers see of the toolkit."""
    address = link_addresses()
    files = module_files(modules_to_export(), address) | case_files(cases_to_export(), address)
    for name, doors in doors_to_export().items():
        files |= door_files(name, doors, address)
    return files | {
        bibliography.NAME: bibliography_text(references_to_export()),
        glossary_yaml.NAME: glossary_text(terms_to_export()),
    }


def bibliography_text(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return a bibliography as CSL-JSON, in one order of fields: a database may keep another."""
    return json.dumps([_in_order(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n"


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        places = {name: place for place, name in enumerate(FIELDS)}
        names = sorted(value, key=lambda name: (places.get(name, len(FIELDS)), name))
        return {name: _in_order(value[name]) for name in names}
    return [_in_order(part) for part in value] if isinstance(value, list) else value


def glossary_text(terms: Iterable[TermData]) -> str:
    """Return a glossary as YAML."""
    return ABOUT_TERMS + "".join(_term(term) for term in terms)


def _term(term: TermData) -> str:
    lines = [f"- key: {term.key}"]
    if term.lesson:
        lines.append(f"  lesson: {term.lesson}")
    for language, words in term.texts.items():
        also = ", ".join(map(_quoted, words.also))
        lines += [
            f"  {language}:",
            f"    term: {_quoted(words.term)}",
            f"    also: [{also}]",
            f"    text: {_quoted(words.text)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
