"""Every text a reader sees passes the translation layer: Chinese in the code, English in the catalogue or beside it."""

from __future__ import annotations

import ast
import re

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house import APP, named, sources, templates

CHINESE = re.compile(r"[\u3400-\u9fff]")
CHINESE_POINTS = re.compile(r"[\u3001\u3002\uff01-\uff1f]")
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
EXPRESSION = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
SPOKEN = re.compile(r"""(?:\b_|\b_l|\bgettext|\bngettext|\bpgettext)\(\s*(?:"[^"]*"|'[^']*')""", re.DOTALL)
CATALOGUE = APP / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
# What is written the same in both languages: the other language's own name, and the mark of the house.
SAME_IN_BOTH = ("中文", "巡护")
# Chinese that is not said to a reader, and why it stands in the code all the same.
NOT_SAID = {
    "app/rosters/rules/": "how other offices write their lists: headings, terms and dates to be recognised",
    "app/rosters/service/": "the basis and the reason of what a list began or ended, kept as a record keeps what was written",
    "app/people/rules/contracts.py": "reasons why a contract ended as ledgers word them, to be recognised",
    "app/people/service/contracts.py": "the reason why a contract ended, kept as a record keeps what was written",
    "app/visits/rules/entry.py": "the reason why a log's visits were voided, kept in the same way",
    "app/accounts/areas.py": "the headings of a file of areas to be recognised",
    "app/people/rules/privacy.py": "words of diseases as lists and doctors write them, to be recognised",
    "app/core/names.py": "surnames and how they are read",
    "app/demo/": "an invented township, its people and their papers",
    "app/schedule/rules/announced.py": "names of holidays as the calendar of the country has them, to be recognised",
    "app/sheets/writing.py": "cells of a sheet given away, which the offices it goes to read",
    "app/policy/rule.py": "the units of a pack's intervals, read and joined by the sentence beside them",
    "app/visits/sections/weekly_round/rules.py": "the line a visit is summed up by, kept as it was written",
    "app/visits/sections/elderly/rules.py": "the line a visit is summed up by, kept as it was written",
    "app/visits/sections/mental_disorder/rules.py": "the line a visit is summed up by, kept as it was written",
    "app/visits/sections/tuberculosis/rules.py": "the line a visit is summed up by, kept as it was written",
    "app/careplans/rules/allergies.py": "how allergies are written, to be recognised; the source of a warning as a plan keeps it",
    "app/careplans/rules/together.py": "the source of a warning, the title of a document as a plan keeps it",
    "app/careplans/rules/doses.py": "units as the boxes of medicines write them, to be recognised",
    "app/careplans/rules/names.py": "salts and dosage forms in the names of medicines, to be recognised",
    "app/careplans/rules/measuring.py": "how targets are worded, to be recognised",
    "app/careplans/rules/paper.py": "a day and a heading of the widest kind, measured and not printed",
    "app/supplies/rules/entries.py": "units as the boxes of medicines write them, to be recognised",
    "app/policy/why.py": "numerals and units, each half of a Text put together from parts",
}
AT_THE_PROMPT = {"cli"}  # a command speaks both languages in one line to whoever runs the house
GETTEXT = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "pgettext", "lazy_pgettext", "_n"}


def test_no_template_holds_bare_chinese():
    bare = {named(path): found for path in templates() if (found := _bare(path.read_text("utf-8")))}

    assert not bare


def test_no_template_sets_chinese_points_into_english_sentences():
    pages = {
        named(path): EXPRESSION.sub("", COMMENT.sub("", path.read_text("utf-8"))) for path in templates()
    }

    assert not [name for name, page in pages.items() if CHINESE_POINTS.search(page)]


def test_no_module_holds_bare_chinese():
    said = [
        path
        for path in sources()
        if not named(path).startswith(tuple(NOT_SAID)) and path.stem not in AT_THE_PROMPT
    ]

    bare = {named(path): found for path in said if (found := _unspoken(ast.parse(path.read_text("utf-8"))))}

    assert not bare


def test_what_is_excepted_still_stands_and_still_holds_chinese():
    files = {named(path): path for path in sources()}

    idle = [
        place for place in NOT_SAID
        if not any(name.startswith(place) and CHINESE.search(path.read_text("utf-8")) for name, path in files.items())
    ]  # fmt: skip

    assert not idle


def test_the_catalogue_reads_and_names_the_same_places_in_both_languages():
    with CATALOGUE.open("rb") as lines:
        catalogue = read_po(lines)

    odd = [
        message.id
        for message in catalogue
        if message.id
        and isinstance(message.string, str)
        and message.string
        and _places(message.id) != _places(message.string)
    ]

    assert not odd


def test_nothing_in_the_catalogue_is_a_guess():
    with CATALOGUE.open("rb") as lines:
        catalogue = read_po(lines)

    guessed = [message.id for message in catalogue if message.id and message.fuzzy]

    assert not guessed


def test_every_sentence_of_the_pages_has_its_english():
    with CATALOGUE.open("rb") as lines:
        catalogue = read_po(lines)

    missing = [message for message in sorted(_gathered(), key=str) if not _is_english(catalogue.get(message))]

    assert not missing, f"{len(missing)} without English: make catalogues"


def test_every_vocabulary_says_each_term_in_both_languages():
    from app.core.labels import Labelled
    from app.policy import terms

    vocabularies = [
        kind for kind in vars(terms).values() if isinstance(kind, type) and issubclass(kind, Labelled)
    ]

    assert not [
        str(term)
        for kind in vocabularies
        for term in kind
        if not CHINESE.search(term.zh) or CHINESE.search(term.en) or not term.en
    ]


def _gathered() -> set[str]:
    """Return every sentence that pages and forms hand to the catalogue."""
    keywords = dict(DEFAULT_KEYWORDS) | {"_l": None, "_n": (1, 2)}
    with (APP / "web" / "babel.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines)
    return {found[2] for found in extract_from_dir(str(APP), methods, options, keywords)}


def _is_english(message: Message | None) -> bool:
    said = (
        [message.string]
        if message and isinstance(message.string, str)
        else list(message.string if message else [])
    )
    return bool(said) and all(words and not CHINESE.search(words) for words in said)


def _bare(text: str) -> list[str]:
    text = TRANSLATED.sub("", COMMENT.sub("", text))
    inside = [part for part in EXPRESSION.findall(text) if CHINESE.search(SPOKEN.sub("", part))]
    outside = [line.strip() for line in EXPRESSION.sub("", text).splitlines() if CHINESE.search(line)]
    return [part for part in inside + outside if not any(same in part for same in SAME_IN_BOTH)]


def _unspoken(tree: ast.Module) -> list[str]:
    """Return Chinese strings that are neither translated, nor one half of a Text, nor a docstring."""
    spoken = {id(inner) for node in ast.walk(tree) if _speaks(node) for inner in ast.walk(node)}
    strings = [
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [
        node.value
        for node in strings
        if id(node) not in spoken and node.value not in SAME_IN_BOTH and CHINESE.search(node.value)
    ]


def _speaks(node: ast.AST) -> bool:
    """Tell whether what stands in a node is said in both languages, or to nobody."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in GETTEXT | {"Text"}
    if isinstance(node, ast.ClassDef):
        return any(getattr(base, "id", "") == "Labelled" for base in node.bases)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _places(sentence: object) -> set[str]:
    return set(
        re.findall(r"%\((\w+)\)[sd]", " ".join(sentence) if isinstance(sentence, tuple) else str(sentence))
    )
