/* The page around a SCORM module: says what the frame reports, and opens it in full screen. */

const player = document.querySelector("[data-module]");
const frame = player.querySelector("iframe");
const state = player.querySelector("[data-module-state]");
const done = player.querySelector("[data-module-done]");
const words = state.dataset;

/* The package is a stranger: only fixed words are taken from it, and only from this frame. */
const SENTENCES = { saved: words.saved, unsaved: words.unsaved, elsewhere: words.elsewhere, refused: words.refused };
const VERDICTS = { passed: words.passed, failed: words.failed, completed: words.completed, open: words.open };

window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow) return;
  const said = event.data?.pdScorm;
  if (typeof said !== "object" || said === null) return;
  if (said.state === "trial") {
    const score = Number.isInteger(said.score) ? ` (${said.score}%)` : "";
    state.textContent = (VERDICTS[said.code] ?? "") + score;
  } else if (Object.hasOwn(SENTENCES, said.state)) {
    state.textContent = SENTENCES[said.state];
  }
  if (said.finished === true && done) done.hidden = false;
});

const full = player.querySelector("[data-module-full]");
if (full && frame.requestFullscreen) {
  full.hidden = false;
  full.addEventListener("click", () => {
    frame.requestFullscreen();
    frame.focus();
  });
}
