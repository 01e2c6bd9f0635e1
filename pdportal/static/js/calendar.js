/* The calendar by keyboard: arrow keys go from day to day, Page Up and Page Down turn the page. Links work without it. */

const days = [...document.querySelectorAll(".calendar__day, .week__day")];
const across = document.querySelector(".calendar") ? 7 : 1;
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across };

function move(event) {
  const here = document.activeElement.closest(".calendar__day, .week__day");
  const step = steps[event.key];
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
