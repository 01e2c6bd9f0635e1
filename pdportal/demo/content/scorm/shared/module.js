/* Turns pages, and marks the check at the end. window.report, where there is one, is told what happened. */
const pages = [...document.querySelectorAll("section")];
const back = document.querySelector("#back");
const next = document.querySelector("#next");
const place = document.querySelector("#place");
const check = document.querySelector("#check");
let at = 0;

function show(number, focus) {
  at = Math.min(Math.max(number, 0), pages.length - 1);
  pages.forEach((page, index) => { page.hidden = index !== at; });
  back.disabled = at === 0;
  next.disabled = at === pages.length - 1;
  place.textContent = `${at + 1} / ${pages.length}`;
  if (focus) {
    window.scrollTo(0, 0);
    pages[at].querySelector("h2, h1").focus();
  }
  window.report?.place(at);
}

back.addEventListener("click", () => show(at - 1, true));
next.addEventListener("click", () => show(at + 1, true));
check?.addEventListener("submit", (event) => {
  event.preventDefault();
  const questions = [...check.querySelectorAll("fieldset")];
  const right = questions.filter((question) => question.querySelector("input:checked")?.value === "right").length;
  for (const question of questions) question.querySelector(".why").hidden = false;
  const percent = Math.floor((100 * right) / questions.length);
  const result = check.querySelector(".result");
  result.textContent = `${percent} %. ${percent >= 80 ? result.dataset.passed : result.dataset.failed}`;
  window.report?.score(percent, percent >= 80);
});

for (const heading of document.querySelectorAll("h1, h2")) heading.tabIndex = -1;
show(window.report?.begin() ?? 0, false);
