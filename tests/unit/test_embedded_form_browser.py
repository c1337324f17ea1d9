"""The form browser does what a person could do on the page, and says where it could not."""

import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ct_portal.embedded.form_browser import Field, Form, FormBrowser, WalkProblem

APPLY = """<!doctype html><title>Apply &ndash; Test</title>
<a href="/other">Another <b>page</b></a>
<form method="get" action="/search"><input name="q"><button>Search</button></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="t&amp;oken">
<input name="name" value=""/>
<textarea name="story">
typed before &lt;</textarea>
<select name="district">
<option value="">Choose</option><option value="b">Bassetlaw</option>
</select>
<input type="radio" name="persists" value="yes" checked>
<input type="radio" name="persists" value="no">
<input type="checkbox" name="needs" value="large"><input type="checkbox" name="needs" value="calls">
<input name="gone" value="x" disabled>
<button name="next" value="save">Save for later</button>
<button name="next" value="send">Send</button>
</form>"""
REFUSED = """<title>Error: Apply</title><div class="govuk-error-summary"><h2>There is a problem</h2>
<ul class="list"><li><a href="#id_name">Enter your <b>name</b></a></li></ul></div>"""


class Service(BaseHTTPRequestHandler):
    """A little service that refuses an application without a name."""

    def log_message(self, *_):
        """Keep the test's output clean."""

    def answer(self, status, text="", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == "/apply":
            self.answer(200, APPLY, Set_Cookie="seen=1")
        elif address.path in ("/done", "/other", "/search"):
            cookie = self.headers.get("Cookie", "none")
            self.answer(200, f"<title>Done</title><p>{address.query} cookie {cookie} 3&nbsp;days")
        else:
            self.answer(404, "<title>Not found</title>")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "name=&" in body:
            self.answer(200, REFUSED)
        else:
            self.answer(302, Location=f"/done?{body}")


@pytest.fixture(scope="module")
def base_url():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser(base_url):
    return FormBrowser(base_url=base_url).get("/apply")


def sent(browser):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(browser.url).query)


def test_a_form_is_sent_with_its_token_its_defaults_and_the_chosen_button(browser):
    browser.submit({"name": "Ada", "district": "b", "needs": ["large", "calls"]}, button="Send")
    assert sent(browser) == {
        "csrfmiddlewaretoken": ["t&oken"],
        "name": ["Ada"],
        "story": ["typed before <"],
        "district": ["b"],
        "persists": ["yes"],
        "needs": ["large", "calls"],
        "next": ["send"],
    }
    assert browser.page.title == "Done"


def test_the_first_button_is_pressed_when_none_is_named(browser):
    assert sent(browser.submit({"name": "Ada"}))["next"] == ["save"]


def test_cookies_are_kept(browser):
    browser.submit({"name": "Ada"}).expect_words("cookie seen=1", "3 days")


def test_a_refused_form_raises_with_the_page_and_the_error(browser):
    with pytest.raises(WalkProblem, match=r"Error: Apply \(/apply\).*Enter your name"):
        browser.submit({"name": ""})


@pytest.mark.parametrize(
    ("values", "button", "message"),
    [
        ({"surname": "x"}, None, "no form with"),
        ({"gone": "x"}, None, "no form with"),
        ({"district": "leeds"}, None, "does not offer"),
        ({"needs": ["large", "braille"]}, None, "does not offer"),
        ({"name": "Ada"}, "Withdraw", "no form with"),
    ],
)
def test_what_the_page_does_not_offer_cannot_be_done(browser, values, button, message):
    with pytest.raises(WalkProblem, match=message):
        browser.submit(values, button=button)


def test_a_search_goes_into_the_address(browser):
    assert sent(browser.submit({"q": "noise"}, button="Search")) == {"q": ["noise"]}


def test_a_link_is_followed_by_its_words(browser):
    assert browser.follow("another page").url.endswith("/other")
    with pytest.raises(WalkProblem, match="no link 'Home'"):
        browser.follow("Home")


def test_another_status_than_expected_raises_and_an_expected_one_does_not(browser):
    assert browser.get("/nowhere", expect=404).status == 404
    with pytest.raises(WalkProblem, match=r"Not found \(/nowhere\): status 404 instead of 200"):
        browser.get("/nowhere")


def test_words_that_are_not_there_are_reported_with_what_is(browser):
    with pytest.raises(WalkProblem, match=r"does not say \['25 working days'\]; it says: Apply"):
        browser.expect_words("25 working days")


def test_an_address_in_a_message_carries_no_query(browser):
    browser.get("/done?secret=abc")
    assert browser.where() == "Done (/done)"


def test_a_form_without_the_named_button_says_which_it_has():
    form = Form(action="", method="post", fields={"a": Field("text")}, buttons=[("", "", "Send")])
    with pytest.raises(WalkProblem, match=r"no button 'Go'; it has \['Send'\]"):
        form.data(button="Go")
