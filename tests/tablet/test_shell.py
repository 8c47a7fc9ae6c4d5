"""The frame of the tablet and its worker: the same for everybody, and told file by file."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from app.web.assets import STATIC
from tests import cast

WHOEVER = [None, cast.DR_LI, cast.DR_WANG, cast.ZHAO]


def release_of(client):
    """Return the list that stands in front of the worker."""
    found = re.match(r"self\.release = (.*);\n", client.get("/sw.js").text)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_frame_is_the_same_for_everybody(app, sign_in, language):
    frames = set()
    for member in WHOEVER:
        client = app.test_client()
        if member is not None:
            sign_in(client, member)
            client.post("/comfort", data={"size": "30", "next": "/"})
        frames.add(client.get(f"/tablet?language={language}").data)

    assert len(frames) == 1


def test_the_frame_holds_no_token_and_no_name_and_hands_out_no_cookie(client, sign_in, dr_li):
    answer = client.get("/tablet")
    hers = sign_in(client, cast.DR_LI).get("/tablet")

    assert 'name="csrf_token"' not in answer.text
    assert dr_li.name not in hers.text
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in hers.headers


def test_without_a_choice_the_frame_speaks_the_readers_language(client, sign_in):
    sign_in(client, cast.DR_LI).post("/comfort", data={"language": "en", "next": "/"})

    assert '<html lang="en"' in client.get("/tablet").text
    assert '<html lang="zh-CN"' in client.get("/tablet?language=zh").text
    assert '<html lang="en"' in client.get("/tablet?language=xx").text


def test_every_script_that_another_brings_is_asked_for_from_the_start(client):
    page = client.get("/tablet").text
    asked = set(re.findall(r'<link rel="modulepreload" href="[^"]*/([a-z]+\.js)">', page))

    assert {"frame.js", "shell.js"} <= asked
    for name in asked:
        source = (STATIC / "tablet" / name).read_text("utf-8")
        assert set(re.findall(r'(?m)^.*from "\./([a-z]+\.js)"', source)) <= asked


def test_the_worker_names_both_frames_and_every_asset_with_what_each_must_be(app, client):
    files = release_of(client)["files"]

    assert {"/tablet?language=zh", "/tablet?language=en"} < set(files)
    names = set(app.extensions["assets"].values()) - {app.extensions["assets"]["tablet/worker.js"]}
    assert {f"/assets/{name}" for name in names} == {name for name in files if name.startswith("/assets/")}
    for address, fingerprint in files.items():
        with client.get(address) as answer:
            assert (
                fingerprint == "sha256-" + base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
            ), address


def test_another_frame_is_another_release(app, client, monkeypatch):
    before = release_of(client)["version"]

    monkeypatch.setitem(app.jinja_env.globals, "LANGUAGES", {"zh": "中文", "en": "Englisch"})

    assert release_of(client)["version"] != before


def test_the_worker_is_asked_for_anew_each_time_and_may_look_after_every_page(client):
    headers = client.get("/sw.js").headers

    assert headers["Cache-Control"] == "no-cache"
    assert headers["Service-Worker-Allowed"] == "/"
    assert headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(("language", "name"), [("zh", "巡护"), ("en", "Xunhu")])
def test_the_frame_can_stand_on_a_home_screen(client, language, name):
    manifest = client.get(f"/tablet/manifest.json?language={language}").get_json(force=True)

    assert (manifest["short_name"], manifest["start_url"], manifest["display"]) == (
        name,
        "/tablet",
        "standalone",
    )
    with client.get(manifest["icons"][0]["src"]) as icon:
        assert icon.status_code == 200


def test_a_doctors_page_says_how_the_tablet_stands_and_nobody_elses_does(client, sign_in):
    doctors = sign_in(client, cast.DR_LI).get("/me").text
    client.post("/sign-out")
    supervisors = sign_in(client, cast.ZHAO).get("/me").text

    assert re.search(r'data-tablet-state\s+data-author="\d+"', doctors)
    assert "online.js" in doctors
    assert "data-tablet-state" not in supervisors
    assert "online.js" not in supervisors


def test_a_page_may_ask_where_it_is_and_for_nothing_else(client):
    asked = client.get("/tablet").headers["Permissions-Policy"]

    assert "geolocation=(self)" in asked
    assert "camera=()" in asked
