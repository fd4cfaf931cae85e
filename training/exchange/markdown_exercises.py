"""Turns the exercises of a lesson file, and its figures, into the values of their blocks."""

import re
from typing import Any

from django.utils.translation import gettext as _

from cms.figures.data import faults_of, number_words
from training.exchange.markdown_items import Item, PartReader
from training.exchange.markdown_parts import unescaped

Value = dict[str, Any]
FIGURE_ITEM = re.compile(r"- ((?:[^|\\]|\\.|\\$)*)(?:\|(.*))?")


def figure(reader: PartReader) -> Value:
    """Return a figure; what keeps it from being drawn is told at the line of its item."""
    kind, caption, alternative = reader.part.arguments
    items, lines = [], []
    for line, text in enumerate(reader.part.text.splitlines(), start=reader.whole.line):
        if not text.strip():
            continue
        item = FIGURE_ITEM.fullmatch(text)
        if item is None:
            reader.wrong(line, _("Each item of a figure is written as: - label | text"))
            continue
        label, rest = item.groups(default="")
        items.append({"label": unescaped(label).strip(), "text": rest.strip()})
        lines.append(line)
    for index, words in number_words(kind, items):
        reader.number(words, lines[index])
    if not reader.problems:
        for fault in faults_of(kind, items):
            line = reader.part.line if fault.item is None else lines[fault.item]
            reader.wrong(line, fault.message)
    return {"kind": kind, "caption": caption, "alternative": alternative, "items": items}


def compute(reader: PartReader) -> Value:
    title, answer, tolerance, unit = reader.part.arguments
    for text in (answer, tolerance):
        reader.number(text, reader.part.line)
    question, way = reader.sections(2)
    return {
        "title": title,
        "question": reader.prose(question),
        "answer": answer,
        "tolerance": tolerance,
        "unit": unit,
        "way": reader.prose(way),
    }


def judge(reader: PartReader) -> Value:
    (title,) = reader.part.arguments
    text, questions = reader.sections(2)
    return {
        "title": title,
        "text": reader.prose(text),
        "items": [
            {
                "question": reader.words(item.cells[0], item.line),
                "answer": reader.phrase(item.cells[1], item.line),
            }
            for item in reader.items(_("- question | model answer"), questions)
        ],
    }


def sort(reader: PartReader) -> Value:
    title, *groups = reader.part.arguments
    items = []
    for item in reader.items(_("- what is sorted | group | why")):
        text, group, why = item.cells
        group = reader.words(group, item.line)
        if group not in groups:
            reader.wrong(
                item.line, _("“%(group)s” is none of the groups above.") % {"group": group}
            )
        items.append(
            {
                "text": reader.words(text, item.line),
                "group": group,
                "why": reader.phrase(why, item.line),
            }
        )
    return {"title": title, "groups": groups, "items": items}


def rewrite(reader: PartReader) -> Value:
    (title,) = reader.part.arguments
    text, answer, criteria = reader.sections(3)
    return {
        "title": title,
        "text": reader.prose(text),
        "answer": reader.prose(answer),
        "criteria": reader.points(criteria),
    }


def scan(reader: PartReader) -> Value:
    (title,) = reader.part.arguments
    items = reader.items(_("- answer | advice"), depth=2)
    return {"title": title, "questions": [_question(reader, item) for item in items]}


def _question(reader: PartReader, item: Item) -> Value:
    if len(item.below) < 2:
        reader.wrong(item.line, _("A question has at least two answers below it."))
    return {
        "question": reader.words(item.cells[0], item.line),
        "answers": [
            {
                "answer": reader.words(answer.cells[0], answer.line),
                "advice": reader.phrase(answer.cells[1], answer.line),
            }
            for answer in item.below
        ],
    }
