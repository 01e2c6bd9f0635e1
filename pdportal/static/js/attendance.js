/* The roster: names are found as one types, and a save without a connection keeps every mark on the page. */

const form = document.querySelector("form[data-roster]");
const search = form?.querySelector(".roster-search");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

if (search) {
  search.hidden = false;
  const box = search.querySelector("input");
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/);
    for (const row of form.querySelectorAll(".roster-row")) {
      const name = plain(row.dataset.name);
      row.hidden = !words.every((word) => name.includes(word));
    }
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

form?.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  form.querySelector("[data-roster-state]").textContent = form.dataset.offline;
});
