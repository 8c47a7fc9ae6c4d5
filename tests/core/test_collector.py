"""The search for rubbish rests during a long piece of work, and goes on after it."""

from __future__ import annotations

import gc

import pytest

from app.core.collector import uncollected


def test_the_search_rests_within_the_block_and_goes_on_after_it():
    with uncollected():
        within = gc.isenabled()

    assert not within
    assert gc.isenabled()


def test_it_goes_on_where_the_work_failed():
    with pytest.raises(ValueError, match="no number"), uncollected():
        raise ValueError("no number")

    assert gc.isenabled()


def test_a_process_that_never_searches_is_left_so():
    gc.disable()
    try:
        with uncollected():
            pass

        assert not gc.isenabled()
    finally:
        gc.enable()
