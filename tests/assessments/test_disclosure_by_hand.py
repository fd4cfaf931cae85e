"""Rules 1, 2 and 7 of the privacy page, worked by hand; test_disclosure.py has the attacker."""

from assessments.domain.disclosure import Decision, Rule, decide

SHOWN = Decision(published=True, rule=None, see_instead=None)

LOOPBAANHUIS = {
    "Loopbaanhuis": None,
    "Vlaanderen": "Loopbaanhuis",
    "Antwerpen": "Vlaanderen",
    "Gent": "Vlaanderen",
    "Kortrijk": "Vlaanderen",
    "Nederland": "Loopbaanhuis",
    "Utrecht": "Nederland",
    "Zwolle": "Nederland",
}
ADVISERS = {
    "Vlaanderen": 3,
    "Antwerpen": 9,
    "Gent": 7,
    "Kortrijk": 4,
    "Utrecht": 8,
    "Zwolle": 6,
}


def hidden(rule, see_instead):
    return Decision(published=False, rule=rule, see_instead=see_instead)


def too_small(see_instead):
    return hidden(Rule.MINIMUM_SIZE, see_instead)


def pooled(see_instead):
    return hidden(Rule.COMPLEMENTARY, see_instead)


def count(parents, direct):
    """n per node from the number of direct members with a level per node."""
    counts = dict.fromkeys(parents, 0)
    for home, people in direct.items():
        node = home
        while node is not None:
            counts[node] += people
            node = parents[node]
    return counts


def decide_for(parents, direct, k=5):
    return decide(parents, count(parents, direct), k)


def published(decisions):
    return {node for node, decision in decisions.items() if decision.published}


def test_loopbaanhuis_withholds_only_kortrijk_and_names_vlaanderen():
    # Vlaanderen 23 - 9 - 7 = 7 beside its cells, Nederland 14 - 8 - 6 = 0, root 37 - 23 - 14 = 0
    expected = dict.fromkeys(LOOPBAANHUIS, SHOWN) | {"Kortrijk": too_small("Vlaanderen")}
    assert decide_for(LOOPBAANHUIS, ADVISERS) == expected


def test_loopbaanhuis_without_direct_members_pools_gent_with_kortrijk():
    # Vlaanderen 20 - 9 - 7 = 4 people of Kortrijk: Gent, the smallest cell, joins them
    expected = dict.fromkeys(LOOPBAANHUIS, SHOWN) | {
        "Kortrijk": too_small("Vlaanderen"),
        "Gent": pooled("Vlaanderen"),
    }
    assert decide_for(LOOPBAANHUIS, ADVISERS | {"Vlaanderen": 0}) == expected


def test_loopbaanhuis_at_eight_protects_zwolle_with_utrecht():
    # Gent 7, Kortrijk 4 and Zwolle 6 are below 8; Vlaanderen 23 - 9 = 14; Nederland 14 - 8 = 6
    expected = dict.fromkeys(LOOPBAANHUIS, SHOWN) | {
        "Kortrijk": too_small("Vlaanderen"),
        "Gent": too_small("Vlaanderen"),
        "Zwolle": too_small("Nederland"),
        "Utrecht": pooled("Nederland"),
    }
    assert decide_for(LOOPBAANHUIS, ADVISERS, k=8) == expected


def test_loopbaanhuis_in_a_rarely_rated_competence_points_past_a_withheld_team():
    # Nederland counts 4: withheld, and so is all below; the root then shows 4 people beside
    # Vlaanderen, so Vlaanderen goes too, which promotes Antwerpen and Gent: 4 + 7 = 11
    expected = dict.fromkeys(LOOPBAANHUIS, SHOWN) | {
        "Vlaanderen": pooled("Loopbaanhuis"),
        "Kortrijk": too_small("Loopbaanhuis"),
        "Nederland": too_small("Loopbaanhuis"),
        "Utrecht": too_small("Loopbaanhuis"),
        "Zwolle": too_small("Loopbaanhuis"),
    }
    assert decide_for(LOOPBAANHUIS, ADVISERS | {"Utrecht": 3, "Zwolle": 1}) == expected


def test_nothing_published_above_means_nothing_to_see_instead():
    parents = {"root": None, "team": "root"}
    assert decide_for(parents, {"root": 1, "team": 3}) == {
        "root": too_small(None),
        "team": too_small(None),
    }


def test_of_equal_cells_the_lowest_id_is_withheld():
    parents = {1: None, 30: 1, 20: 1, 10: 1}
    assert decide_for(parents, {1: 2, 30: 6, 20: 6, 10: 6}) == {
        1: SHOWN,
        10: pooled(1),
        20: SHOWN,
        30: SHOWN,
    }


def test_the_smallest_cell_is_withheld_whatever_its_id():
    parents = {1: None, 2: 1, 3: 1}
    assert decide_for(parents, {1: 2, 2: 7, 3: 6}) == {1: SHOWN, 2: SHOWN, 3: pooled(1)}


def test_withholding_goes_on_through_promoted_cells():
    # a 20 = b 18 + 2; b 18 = c 6 + d 12. Withholding b leaves 20 - 6 - 12 = 2, then c: 8.
    parents = {"a": None, "b": "a", "c": "b", "d": "b"}
    assert decide_for(parents, {"a": 2, "c": 6, "d": 12}) == {
        "a": SHOWN,
        "b": pooled("a"),
        "c": pooled("a"),
        "d": SHOWN,
    }


def test_top_first_keeps_the_cell_that_bottom_first_would_lose():
    # root 11, team 8, desk 6: pooling team leaves 11 - 6 = 5, so desk may stay.
    parents = {"root": None, "team": "root", "desk": "team"}
    assert decide_for(parents, {"root": 3, "team": 2, "desk": 6}) == {
        "root": SHOWN,
        "team": pooled("root"),
        "desk": SHOWN,
    }


def test_chain_of_equal_cells_is_published_whole():
    parents = {1: None, 2: 1, 3: 2}
    assert decide_for(parents, {3: 5}) == dict.fromkeys(parents, SHOWN)


def test_chain_losing_one_person_a_step_shows_every_fifth_node():
    size = 5000
    parents = {i: i - 1 if i else None for i in range(size)}
    decisions = decide(parents, {i: size - i for i in range(size)}, 5)
    assert published(decisions) == set(range(0, size, 5))
    assert decisions[4994] == pooled(4990)
    assert decisions[4999] == too_small(4995)


def test_direct_members_alone_are_published_from_k():
    parents = {1: None, 2: None}
    assert decide_for(parents, {1: 5, 2: 4}) == {1: SHOWN, 2: too_small(None)}


def test_direct_members_fewer_than_k_beside_a_team_withhold_the_team():
    parents = {1: None, 2: 1}
    assert decide_for(parents, {1: 4, 2: 50}) == {1: SHOWN, 2: pooled(1)}
    assert decide_for(parents, {1: 5, 2: 50}) == {1: SHOWN, 2: SHOWN}


def test_node_without_people_is_withheld_by_minimum_size():
    parents = {1: None, 2: 1, 3: None}
    assert decide_for(parents, {1: 6}) == {1: SHOWN, 2: too_small(1), 3: too_small(None)}


def test_empty_tree_has_no_decisions():
    assert decide({}, {}, 5) == {}


def test_rules_are_strings_for_files_and_screens():
    assert [str(rule) for rule in Rule] == ["minimum_size", "complementary", "second_partition"]
