"""SCORM modules in a browser: a learner finishes one and resumes it; a hostile one reaches nothing of the portal."""

import json

import pytest

from tests.courses.scorm_zips import NS_12, manifest, zipped

pytestmark = pytest.mark.browser
COURSE = "/courses/apps-and-student-privacy-at-your-own-pace/"
# Looks for the API in the frames above first, as many packages do, and then for everything a thief would want.
HOSTILE = """<!doctype html><html><head><title>Hostile</title></head><body>
<p id="out"></p><a href="next.html">Next</a><script>
let api = null;
for (let frame = window.parent, steps = 0; frame && steps < 9 && !api; steps += 1) {
  api = frame.API;
  frame = frame.parent;
}
api.LMSInitialize("");
api.LMSSetValue("cmi.core.lesson_location", "first");
const found = {};
const tries = {
  cookie: () => document.cookie,
  storage: () => localStorage.length,
  title: () => window.top.document.title,
  page: () => window.top.location.href,
  token: () => window.top.document.querySelector("[name=csrfmiddlewaretoken]").value,
};
for (const [name, look] of Object.entries(tries)) {
  try { found[name] = String(look()); } catch (error) { found[name] = error.name; }
}
async function ask(name, path, options) {
  try { found[name] = (await fetch(path, options)).status; } catch (error) { found[name] = error.name; }
}
(async () => {
  await ask("read", "/my/", { credentials: "include" });
  await ask("post", "/accounts/logout/", { method: "POST", credentials: "include", body: "x" });
  const image = new Image();
  image.onload = image.onerror = (event) => {
    found.picture = event.type;
    document.querySelector("#out").textContent = JSON.stringify(found);
  };
  image.src = "/static/favicon.svg";
})();
</script></body></html>"""
NEXT = """<!doctype html><html><head></head><body><p id="where"></p><script>
document.querySelector("#where").textContent = window.API.LMSGetValue("cmi.core.lesson_location");
window.API.LMSSetValue("cmi.core.lesson_status", "passed");
window.API.LMSSetValue("cmi.core.score.raw", "92");
window.API.LMSFinish("");
</script></body></html>"""
LESSONS = {"a-short-privacy-check-before-you-sign-up-a-class/": 5, "what-happens-to-your-request/": 3}


def _take(page, frame, questions):
    while frame.locator("#next").is_enabled():
        frame.locator("#next").click()
    for number in range(1, questions + 1):
        frame.locator(f"input[name=q{number}][value=right]").check()
    frame.locator("#check button").click()
    page.locator("[data-module-done]").wait_for(state="visible")


def test_a_teacher_leaves_a_module_resumes_it_and_finishes_the_course(visit):
    teacher = visit(width=375)
    teacher.sign_in("learner36")
    page = teacher.page
    frame = page.frame_locator("iframe")
    for lesson, questions in LESSONS.items():
        teacher.go(COURSE + lesson)
        assert page.locator(".lesson__rule").inner_text() == "Complete this lesson by finishing the module."
        page.get_by_role("button", name="Open the module").click()
        frame.locator("#next").click()
        page.locator("[data-module-state]", has_text="Saved. Your place is kept.").wait_for()
        teacher.go(COURSE + lesson)
        page.get_by_role("button", name="Continue the module").click()
        frame.locator("#place", has_text="2 /").wait_for()
        assert teacher.violations() == []
        _take(page, frame, questions)
        with page.expect_navigation():
            page.locator("[data-module-done] a").click()
        assert page.locator(".gate--scorm .status--done").count() == 1
    teacher.go(f"{COURSE}seven-questions-for-your-door/")
    page.get_by_role("button", name="Open the module").click()
    page.get_by_role("link", name="Back to the lesson").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm that I have finished").click()
    assert page.get_by_text("You completed the course on").count() == 1
    assert teacher.trouble == []


def test_a_hostile_package_reaches_nothing_of_the_portal(visit):
    author = visit()
    author.sign_in("coordinator")
    page = author.page
    author.go("/admin/snippets/courses/scormpackage/add/")
    page.fill("[name=title]", "Hostile")
    upload = zipped({"imsmanifest.xml": manifest(names=NS_12), "index.html": HOSTILE, "next.html": NEXT})
    page.set_input_files("[name=upload]", {"name": "h.zip", "mimeType": "application/zip", "buffer": upload.read()})
    with page.expect_navigation():
        page.locator("form [type=submit]", has_text="Save").first.click()
    page.locator("a", has_text="Hostile").first.click()
    page.get_by_role("link", name="Try out").click()
    frame = page.frame_locator("iframe")
    frame.locator("#out", has_text="picture").wait_for()
    assert json.loads(frame.locator("#out").inner_text()) == {
        "cookie": "SecurityError", "storage": "SecurityError", "title": "SecurityError", "page": "SecurityError",
        "token": "SecurityError", "read": "TypeError", "post": "TypeError", "picture": "error",
    }  # fmt: skip
    frame.get_by_role("link", name="Next").click()
    frame.locator("#where", has_text="first").wait_for()  # the state went along to the next page of the package
    page.locator("[data-module-state]", has_text="It reports: passed. (92%)").wait_for()
    author.go("/my/")
    assert page.locator("h1").count() == 1  # still signed in
