/* The calendar by keyboard: arrow keys go from day to day, Page Up and Page Down turn the page. Links work without it. */

const days = [...document.querySelectorAll(".calendar__day, .week__day")];
const wide = matchMedia("(width >= 43.75rem)"); // below it the grid is a list of days

function stepOf(key) {
  const across = wide.matches && document.querySelector(".calendar") ? 7 : 1;
  return { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[key];
}

function move(event) {
  const here = document.activeElement.closest(".calendar__day, .week__day");
  const step = stepOf(event.key);
  if (!here || !step) return;
  for (let at = days.indexOf(here) + step; days[at]; at += step) {
    const link = days[at].querySelector("a");
    if (!link) continue;
    event.preventDefault();
    link.focus();
    return;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  move(event);
  const turn = { PageUp: "prev", PageDown: "next" }[event.key];
  const link = turn && document.activeElement.closest(".calendar, .week") && document.querySelector(`.calendar-bar a[rel=${turn}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
