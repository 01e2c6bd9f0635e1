/* Small improvements; every page works without them.
   Drawers are native popovers and menus are <details>: here they only learn to close politely. */

const root = document.documentElement;
root.dataset.scripts = "on";

const words = document.querySelector("#site-words")?.dataset ?? {};

/* Menus: one open at a time, Escape or a click elsewhere closes */
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/* Copy: data-copy="text" or data-copy-from="#input" */
async function copy(button) {
  const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
  const text = source ? (source.value ?? source.textContent) : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    source?.select?.();
    return;
  }
  const label = button.querySelector("[data-copy-label]") ?? button;
  const before = label.textContent;
  label.textContent = words.copied ?? "Copied";
  setTimeout(() => { label.textContent = before; }, 2500);
}

/* Confirm: a native dialog in front of a form or a submit button with data-confirm */
const dialog = document.querySelector("#confirm-dialog");
function confirmFirst(event) {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || !dialog?.showModal || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("[data-question]").textContent = question;
  dialog.querySelector("[data-yes]").textContent =
    event.submitter?.dataset.confirmLabel ?? event.submitter?.textContent.trim() ?? words.yes;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  }, { once: true });
  dialog.showModal();
}
document.addEventListener("submit", confirmFirst, true);

/* Autosave: posts the form in the background a moment after the last change */
const timers = new WeakMap();
async function save(form) {
  const state = form.querySelector("[data-autosave-state]");
  const body = new FormData(form);
  body.set("autosave", "1");
  try {
    const answer = await fetch(form.dataset.autosave || form.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "autosave" },
    });
    if (!answer.ok) throw new Error(answer.status);
    if (state) state.textContent = words.saved ?? "Saved";
  } catch {
    if (state) state.textContent = words.unsaved ?? "Not saved yet";
  }
}
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => save(form), 1200));
});
document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy], [data-copy-from], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  else copy(button);
});
document.addEventListener("change", (event) => {
  event.target.closest?.("form[data-submit-on-change]")?.requestSubmit();
});

/* HTMX requests carry the CSRF token of any form on the page */
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

/* What only makes sense with scripts is hidden in the markup until now */
for (const element of document.querySelectorAll("[data-needs-scripts]")) element.hidden = false;
for (const summary of document.querySelectorAll("[data-focus]")) summary.focus();
