"""The day's pack on a tablet: each form it puts together is the very form that the server would have drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.serving import House

PIN = "274916"
MODULES = ("compose", "pack", "keeper", "clock", "store")
LOAD = """async (addresses) => {
  const modules = await Promise.all(Object.values(addresses).map((address) => import(address)));
  for (const [at, name] of Object.keys(addresses).entries()) window[name] = modules[at];
}"""
TAKE = """async (pin) => {
  const me = await (await fetch('/tablet/me', {headers: {'X-Xunhu-Tablet': '1'}})).json();
  await keeper.setUp({author: me.author, name: me.name, username: me.username}, pin);
  window.steps = [];
  await pack.take(me.author, me.villages.map((one) => one.code ?? one), (done, total) => steps.push([done, total]));
  return me.author;
}"""
IN_ENGLISH = """async () => {
  const form = document.querySelector('form[action$="/comfort"]');
  const typed = {csrf_token: form.querySelector('[name=csrf_token]').value, language: 'en'};
  await fetch(form.action, {method: 'POST', body: new URLSearchParams(typed)});
}"""
# What of a page a reader sees or a form sends; a token, a key and an instant are drawn anew for each.
DESCRIBE = """window.described = (html, place) => {
  const doc = new DOMParser().parseFromString(html, 'text/html');
  const told = (place) => (place?.textContent ?? '').replace(/\\s+/g, ' ').trim();
  doc.querySelector('button[name=add]')?.closest('.group')?.remove();
  const form = doc.querySelector('#visit-form, #attempt, #person');
  const how = form?.querySelector('[data-how]');
  if (how) how.textContent = '';
  const FRESH = ['csrf_token', 'client_key', 'opened_at'];
  const fields = [...form.querySelectorAll('input, select, textarea')].filter((one) => !FRESH.includes(one.name));
  const attributes = (one) => [...one.attributes].filter(({name}) => name !== 'value' && name !== 'checked')
    .map(({name, value}) => `${name}=${value.trim()}`).sort().join(' ');
  return {
    heading: told(doc.querySelector('header h1')).split(' ').filter((word) => word !== '·').sort().join(' '),
    main: told(doc.querySelector('main')),
    foot: told(doc.querySelector('footer')),
    action: form.getAttribute('action') ?? place,
    fields: fields.map((one) => [one.name, one.type, one.value, Boolean(one.checked), attributes(one)].join(' | ')),
    labels: [...form.querySelectorAll('label, legend')].map(told),
    told: JSON.parse(form.dataset.told ?? 'null'),
    last: JSON.parse(form.dataset.last ?? 'null'),
    words: form.dataset.words ?? '',
    open: [...doc.querySelectorAll('details[open]')].map((one) => told(one.querySelector('summary'))),
    steps: [...doc.querySelectorAll('[data-step]')].map(attributes),
    scripts: [...doc.querySelectorAll('script, link')].map((one) => one.src || one.href)
      .filter((one) => !one.includes('/online.js')),
  };
};"""
COMPARE = """async (places) => {
  const unlike = {};
  for (const place of places) {
    const ours = await compose.page(keeper.held(), place);
    const answer = await fetch(place);
    const [a, b] = [described(ours, place), described(await answer.text(), place)];
    const names = Object.keys(b).filter((name) => !same(a[name], b[name]));
    if (names.length) unlike[place] = Object.fromEntries(names.map((name) => [name, differing(a[name], b[name])]));
  }
  return unlike;
}"""
SAME = """
const sorted = (value) => value && typeof value === 'object' && !Array.isArray(value)
  ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
  : Array.isArray(value) ? value.map(sorted) : value;
window.same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const beyond = (a, b) => a.filter((one) => !b.some((other) => same(one, other)));
window.differing = (a, b) => Array.isArray(a) && Array.isArray(b)
  ? {ours: beyond(a, b), theirs: beyond(b, a)} : {ours: a, theirs: b};"""


@pytest.fixture(scope="module")
def day() -> str:
    """The day of the house's clock, as the tablet would have learned it from the server."""
    return "2026-05-20T01:00:00Z"


@pytest.fixture
def tablet(visit, house, day) -> Page:
    """A page that holds the tablet's modules, with the pack of the whole township taken along."""
    return furnished(visit("zhou"), house, day)


def furnished(page: Page, house: House, instant: str) -> Page:
    """Put the modules into a page, tell them the server's clock, and take the pack."""
    page.goto("/me")
    names = json.loads(
        (Path(house.environment["XUNHU_INSTANCE"]) / "assets" / "manifest.json").read_text("utf-8")
    )["names"]
    page.evaluate(LOAD, {name: f"/assets/{names[f'tablet/{name}.js']}" for name in MODULES})
    page.evaluate("(instant) => clock.learn(instant)", instant)
    page.evaluate(TAKE, PIN)
    page.evaluate(f"() => {{ {DESCRIBE} {SAME} }}")
    return page


def everybody(page: Page) -> list[dict[str, Any]]:
    """Return whom the pack knows."""
    found: dict[str, Any] = page.evaluate("() => pack.index(keeper.held())")
    people: list[dict[str, Any]] = found["people"]
    return people


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("form", "step"), [("visits/new", 1), ("attempts/new", 12), ("edit", 12)])
def test_each_form_of_the_pack_is_the_very_form_the_server_draws(tablet, form, step):
    people = everybody(tablet)

    unlike = tablet.evaluate(COMPARE, [f"/people/{one['id']}/{form}" for one in people[::step]])

    assert len(people) > 200
    assert not unlike, json.dumps(dict(list(unlike.items())[:3]), ensure_ascii=False, indent=1)[:6000]


@pytest.mark.timeout(600)
def test_whoever_reads_english_takes_the_forms_along_in_english(visit, house, day):
    page = visit("zhou")
    page.goto("/me")
    page.evaluate(IN_ENGLISH)
    furnished(page, house, day)
    people = everybody(page)[::30]

    unlike = page.evaluate(COMPARE, [f"/people/{one['id']}/visits/new" for one in people])

    assert "Save" in page.evaluate(
        f"() => compose.page(keeper.held(), '/people/{people[0]['id']}/visits/new')"
    )
    assert not unlike, json.dumps(dict(list(unlike.items())[:3]), ensure_ascii=False, indent=1)[:6000]
