/* The form of a requirement: hides what makes no sense, and says the audience in words while one ticks. */

const form = document.querySelector("#w-editor-form");
const words = form?.querySelector("[data-audience-words]");

function showWhatFits() {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, value] = part.dataset.shownWhen.split("=");
    const wrong = part.querySelector(".w-field__errors")?.textContent.trim();
    part.hidden = form.elements[name].value !== value && !wrong;
  }
}

let waiting;
function sayAudience() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const answer = await fetch(words.dataset.audienceWords, { method: "POST", body: new FormData(form) });
    if (answer.ok) words.textContent = await answer.text();
  }, 250);
}

if (form) {
  showWhatFits();
  form.addEventListener("change", (event) => {
    showWhatFits();
    if (words && event.target.closest("#whom-section")) sayAudience();
  });
  if (words) sayAudience();
}
