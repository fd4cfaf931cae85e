"""Terms in a page: first time, whole words, longest form, running text only."""

import pytest

from training.domain.glossary import Term
from training.domain.term_links import TermLinker


def term(key: str, *forms: str) -> Term:
    return Term(key=key, term=forms[0], also=forms[1:], text=f"About {key}.")


LMI = term("lmi", "labour market information", "LMI")
MARKET = term("market", "labour market")
R_AND_D = term("rd", "R&D")


def linked(*pieces: str, terms=(LMI, MARKET, R_AND_D)) -> str:
    linker = TermLinker(terms, lambda words, term: f"[{words}|{term.key}]")
    return "".join(linker.link(piece) for piece in pieces)


def test_first_occurrence_is_linked_once_in_all_pieces():
    assert linked("<p>LMI and LMI.</p>", "<p>More lmi.</p>") == (
        "<p>[LMI|lmi] and LMI.</p><p>More lmi.</p>"
    )


def test_another_form_of_a_linked_term_stays_plain():
    assert linked("<p>Labour market information (LMI)</p>") == (
        "<p>[Labour market information|lmi] (LMI)</p>"
    )


def test_longest_form_wins_and_the_shorter_one_follows():
    assert linked("<p>labour  market information on a labour market</p>") == (
        "<p>[labour  market information|lmi] on a [labour market|market]</p>"
    )


@pytest.mark.parametrize("words", ["LMIs", "xLMI", "LMI-hub", "pre-LMI", "_LMI"])
def test_parts_of_words_stay_plain(words):
    assert linked(f"<p>{words}</p>") == f"<p>{words}</p>"


@pytest.mark.parametrize(
    "closed",
    [
        '<a href="/x">LMI</a>',
        "<h2>LMI</h2>",
        "<summary>LMI</summary>",
        "<svg><g><text>LMI</text></g></svg>",
        '<p class="block-title">LMI <b>LMI</b></p>',
        '<div class="x no-terms"><div>LMI</div><br>LMI</div>',
        '<img alt="LMI">',
    ],
)
def test_no_link_in_links_headings_labels_and_drawings(closed):
    assert linked(f"{closed}<p>LMI</p>") == f"{closed}<p>[LMI|lmi]</p>"


def test_signs_of_html_are_words_too():
    assert linked("<p>R&amp;D, r&amp;d</p>") == "<p>[R&amp;D|rd], r&amp;d</p>"


def test_no_terms_change_nothing():
    assert linked("<p>LMI</p>", terms=()) == "<p>LMI</p>"
