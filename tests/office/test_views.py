from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.queries import find_reader
from app.core import clock
from app.policy import book
from tests import cast

ROLES = [member.username for member in cast.EVERYBODY]


@pytest.fixture
def doctor(client, sign_in, dr_li):
    return sign_in(client, dr_li)


def sign(client, username="dr_li", password=cast.PASSWORD, query=""):
    return client.post(f"/sign-in{query}", data={"username": username, "password": password})


def test_the_sign_in_page_asks_for_name_and_password(client):
    page = client.get("/sign-in")

    assert page.status_code == 200
    assert 'name="username"' in page.text
    assert 'name="password"' in page.text and 'type="password"' in page.text
    assert 'autocomplete="current-password"' in page.text


def test_a_form_token_stands_on_the_page_and_is_accepted(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    token = client.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]

    answer = client.post(
        "/sign-in", data={"username": "dr_li", "password": cast.PASSWORD, "csrf_token": token}
    )

    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("query", "goes_to"),
    [
        ("", "/"),
        ("?next=/policy", "/policy"),
        ("?next=//evil.example", "/"),
        ("?next=https://evil.example", "/"),
    ],
)
def test_signing_in_goes_to_the_page_asked_for_on_this_site_only(client, query, goes_to):
    assert sign(client, query=query).location == goes_to


@pytest.mark.parametrize(
    ("username", "password"), [("dr_li", "wrong-password"), ("nobody", "wrong-password")]
)
def test_a_wrong_password_keeps_the_name_and_never_the_password(client, username, password):
    page = sign(client, username, password)

    assert page.status_code == 401
    assert "用户名或密码不对" in page.text
    assert f'value="{username}"' in page.text
    assert password not in page.text


def test_an_empty_form_names_both_fields(client):
    page = sign(client, "", "")

    assert page.status_code == 422
    assert page.text.count("请填写这一项") >= 2


def test_the_lock_holds_at_the_page_too(client):
    for _ in range(5):
        sign(client, password="wrong-password")

    assert sign(client).status_code == 401
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        assert sign(client).status_code == 302


def test_a_stranger_who_was_led_here_is_told_so(client):
    assert "请先登录" in client.get("/sign-in?next=/people/7").text


def test_somebody_signed_in_goes_straight_on(doctor):
    assert doctor.get("/sign-in?next=/policy").location == "/policy"


def test_signing_out_leads_to_sign_in_and_closes_the_pages(doctor):
    answer = doctor.post("/sign-out")

    assert answer.location == "/sign-in"
    assert "您已退出" in doctor.get("/sign-in").text
    assert doctor.get("/me").status_code == 302


def test_signing_out_is_no_link(doctor):
    assert doctor.get("/sign-out").status_code == 405
    assert doctor.get("/me").status_code == 200


@pytest.mark.parametrize("username", ROLES)
def test_everybody_sees_their_own_account(client, username):
    sign(client, username)

    page = client.get("/me")

    reader = find_reader(username)
    assert reader is not None
    assert page.status_code == 200
    assert reader.name in page.text and reader.role.zh in page.text
    assert all(dict(cast.AREAS)[code] in page.text for code in reader.areas)


def test_a_chosen_language_is_spoken_at_once_and_after_the_next_sign_in(doctor):
    doctor.post("/me", data={"language": "en"})
    assert '<html lang="en"' in doctor.get("/me").text

    doctor.post("/sign-out")
    sign(doctor)

    assert '<html lang="en"' in doctor.get("/me").text


def test_the_language_chosen_at_the_door_is_spoken_inside(client):
    client.post("/comfort", data={"language": "en", "next": "/sign-in"})

    sign(client)

    assert '<html lang="en"' in client.get("/me").text


def test_an_unknown_language_is_refused(doctor):
    assert doctor.post("/me", data={"language": "fr"}).status_code == 422


@pytest.mark.parametrize("path", ["/me", "/policy", "/policy/national"])
def test_a_stranger_is_led_to_sign_in(client, path):
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize("username", ROLES)
def test_everybody_may_read_the_policy(client, username):
    sign(client, username)

    assert client.get("/policy").status_code == 200


def test_the_list_names_every_document_with_its_standing(doctor):
    page = doctor.get("/policy").text

    for pack in book.current().packs:
        assert pack.document.title.zh in page
        assert pack.document.number in page
        assert pack.document.status.zh in page


@pytest.fixture(params=["national", "luan-2024-24", "jinan-district-2023-19"])
def pack(app, request):
    found = book.current().pack(request.param)
    assert found is not None
    return found


def test_a_document_shows_every_article_and_what_carries_it_out(doctor, pack):
    page = doctor.get(f"/policy/{pack.id}").text

    for article in pack.articles:
        assert f'id="article-{article.number.replace(" ", "-")}"' in page
        for name in article.carried_out_by:
            assert book.current().means(name).zh in page
        assert article.outside is None or article.outside.zh in page.replace("&#34;", '"')


def test_a_document_shows_every_rule_and_whether_it_is_in_use(doctor, pack):
    page = doctor.get(f"/policy/{pack.id}").text

    for rule in pack.rules:
        card = page.split(f'id="{rule.id}"')[1].split("</article>")[0]
        assert rule.name.zh in card
        assert ("在用" in card) is rule.in_use and ("未启用" in card) is not rule.in_use
        assert ("间隔未核实" in card) is not rule.confirmed


def test_a_document_marks_the_figures_that_nobody_confirmed(doctor, pack):
    page = doctor.get(f"/policy/{pack.id}").text

    assert page.count('<span class="badge due">未核实</span>') == len(
        [f for f in pack.figures if not f.confirmed]
    )
    assert page.count("已核对原文") == len([f for f in pack.figures if f.confirmed])


def test_the_links_of_a_document_lead_somewhere(doctor, pack):
    page = doctor.get(f"/policy/{pack.id}").text

    for anchor in {part.split('"')[0] for part in page.split('href="#')[1:]}:
        assert f'id="{anchor}"' in page


def test_a_document_is_told_in_english_too(doctor, pack):
    doctor.post("/me", data={"language": "en"})

    page = doctor.get(f"/policy/{pack.id}").text

    assert pack.articles[0].en.split(",")[0].replace("'", "&#39;") in page


@pytest.mark.parametrize("name", ["nothing", "..", "%00", "national.toml"])
def test_an_unknown_document_is_not_found(doctor, name):
    assert doctor.get(f"/policy/{name}").status_code == 404
