"""Every text a reader sees passes the translation layer: Chinese in the code, English in the catalogue or beside it."""

from __future__ import annotations

import ast
import re

from babel.messages.pofile import read_po

from tests.house import APP, named, sources, templates

CHINESE = re.compile(r"[\u3400-\u9fff]")
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"{%-?\s*trans\b.*?{%-?\s*endtrans\s*-?%}", re.DOTALL)
EXPRESSION = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
SPOKEN = re.compile(r"""(?:\b_|\b_l|\bgettext|\bngettext|\bpgettext)\(\s*(?:"[^"]*"|'[^']*')""", re.DOTALL)
CATALOGUE = APP / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
# What is written the same in both languages: the other language's own name, and the mark of the house.
SAME_IN_BOTH = ("中文", "巡护")
GETTEXT = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "pgettext", "lazy_pgettext", "_n"}


def test_no_template_holds_bare_chinese():
    bare = {named(path): found for path in templates() if (found := _bare(path.read_text("utf-8")))}

    assert not bare


def test_no_view_or_form_holds_bare_chinese():
    shown = [path for path in sources() if {path.stem, path.parent.name} & {"views", "forms"}]

    bare = {named(path): found for path in shown if (found := _unspoken(ast.parse(path.read_text("utf-8"))))}

    assert not bare


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
    return [node.value for node in strings if id(node) not in spoken and CHINESE.search(node.value)]


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
