"""Samples are as large as asked, drawn by their parts, and the same for the same seed."""

from hypothesis import given
from hypothesis import strategies as st

from jiayi.insight.assurance.rules.sampling import allocate, draw, sample_size

SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 40), max_size=6)


@given(st.integers(0, 1000), st.integers(0, 30), st.floats(0, 1))
def test_a_sample_is_the_share_but_at_least_the_least_and_at_most_all(count, least, share):
    size = sample_size(count, least=least, share=share)
    assert min(count, least) <= size <= count
    assert size >= min(count, round(count * share) - 1)


def test_a_twentieth_of_two_hundred_is_ten_and_never_eleven():
    assert sample_size(200, least=5, share=0.05) == 10
    assert sample_size(201, least=5, share=0.05) == 11


@given(SIZES, st.integers(0, 120), st.data())
def test_every_place_is_filled_and_no_part_gives_more_than_it_has(sizes, size, data):
    weights = {key: data.draw(st.floats(0, 5)) for key in sizes}
    taken = allocate(sizes, size, weights)
    assert sum(taken.values()) == min(size, sum(sizes.values()))
    assert all(0 <= taken[key] <= sizes[key] for key in sizes)


def test_parts_follow_their_weights_and_what_one_lacks_goes_to_the_others():
    assert allocate({"a": 50, "b": 50}, 10, {"a": 0.8, "b": 0.2}) == {"a": 8, "b": 2}
    assert allocate({"a": 3, "b": 50}, 10, {"a": 0.8, "b": 0.2}) == {"a": 3, "b": 7}
    assert allocate({"a": 5, "b": 5}, 4, {"a": 1.0}) == {"a": 4, "b": 0}
    assert allocate({"a": 2, "b": 5}, 4, {"a": 1.0}) == {"a": 2, "b": 2}


@given(SIZES, st.integers(0, 100), st.integers(0, 2**60))
def test_the_same_seed_draws_the_same_and_nothing_twice(sizes, size, seed):
    strata = {key: [f"{key}-{number}" for number in range(count)] for key, count in sizes.items()}
    counts = allocate(sizes, size, dict.fromkeys(sizes, 1.0))
    drawn = draw(strata, counts, seed=seed)
    assert drawn == draw(strata, counts, seed=seed)
    assert len(set(drawn)) == len(drawn) == sum(counts.values())


def test_another_seed_draws_another_sample():
    strata = {"a": list(range(1000))}
    assert draw(strata, {"a": 10}, seed=1) != draw(strata, {"a": 10}, seed=2)
