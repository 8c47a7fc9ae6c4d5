"""Scripts travel without their comments, and do what they did."""

from __future__ import annotations

import pytest

from app.web.assets import STATIC
from app.web.lean import lean

WRITTEN = """// What the module is for.

import { read } from "./store.js"; // beside the code it stays

/**
 * Say something.
 * @param {string} name
 */
export function say(name) {
  // Why.
  const place = /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));
  /* once */ place.textContent = `
    // not a comment
    /* nor this */
  ${name}`;
  return "/* nor // this */";
}
"""
LEAN = """import { read } from "./store.js"; // beside the code it stays
export function say(name) {
const place = (document.querySelector(`[data-${name}]`));
place.textContent = `
    // not a comment
    /* nor this */
  ${name}`;
return "/* nor // this */";
}
"""


def test_lines_of_comment_casts_and_indentation_are_left_at_home():
    assert lean(WRITTEN) == LEAN


def test_what_is_lean_stays_as_it_is():
    assert lean(LEAN) == LEAN


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_no_script_of_the_house_is_written_so_that_its_texts_cannot_be_told_from_its_code(path):
    assert lean(path.read_text("utf-8")).count("`") % 2 == 0
