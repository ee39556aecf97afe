// A week to click: one time of it takes the tab key, arrows go from time to time, Escape goes back from what was opened to its time.
const ways = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const slots = () => [...document.querySelectorAll("[data-week] a.calendar__slot")].filter((slot) => slot.checkVisibility());

function rove(to) {
  const all = [...document.querySelectorAll("[data-week] a.calendar__slot")];
  const seen = slots();
  const one = to ?? seen.find((slot) => slot.hasAttribute("aria-current")) ?? seen.find((slot) => slot.dataset.is === "free") ?? seen[0];
  for (const slot of all) slot.tabIndex = slot === one ? 0 : -1;
}

function beside(slot, [down, across]) {
  const cell = slot.closest("td");
  const sibling = (down > 0 ? slot.nextElementSibling : down < 0 ? slot.previousElementSibling : null)?.closest("a.calendar__slot");
  if (sibling) return sibling;
  if (across) {
    for (let next = cell; (next = across > 0 ? next.nextElementSibling : next.previousElementSibling); ) {
      const found = next.querySelector("a.calendar__slot");
      if (found?.checkVisibility()) return found;
    }
    return null;
  }
  for (let row = cell.parentElement; (row = down > 0 ? row.nextElementSibling : row.previousElementSibling); ) {
    const found = [...row.cells[cell.cellIndex].querySelectorAll("a.calendar__slot")];
    if (found.length) return down > 0 ? found[0] : found.at(-1);
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const chosen = document.querySelector("[data-week] a.calendar__slot[aria-current], [data-week-list] a[aria-current]");
  if (event.key === "Escape" && event.target.closest?.("#slot") && chosen) return void chosen.focus();
  const slot = event.target.closest?.("[data-week] a.calendar__slot");
  if (!slot) return;
  const column = slots().filter((one) => one.closest("td").cellIndex === slot.closest("td").cellIndex);
  const row = slots().filter((one) => one.closest("tr") === slot.closest("tr"));
  const week = { PageUp: "[data-earlier]", PageDown: "[data-later]" }[event.key];
  const next = { Home: event.shiftKey ? column[0] : row[0], End: event.shiftKey ? column.at(-1) : row.at(-1) }[event.key];
  if (week) {
    event.preventDefault();
    document.querySelector(week)?.click();
  } else if (next || ways[event.key]) {
    event.preventDefault();
    (next ?? beside(slot, ways[event.key]))?.focus();
  }
});

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("[data-week] a.calendar__slot")) rove(target);
});

document.addEventListener("htmx:afterSwap", ({ detail, target }) => {
  if (target.id !== "slot" && detail.target?.id !== "slot") return;
  for (const one of document.querySelectorAll("[data-week] a.calendar__slot, [data-week-list] a")) one.removeAttribute("aria-current");
  const asked = new URLSearchParams(detail.pathInfo.requestPath.split("?")[1]).get("at");
  const links = document.querySelectorAll("[data-week] a.calendar__slot, [data-week-list] a");
  [...links].find((one) => new URL(one.href).searchParams.get("at") === asked)?.setAttribute("aria-current", "true");
  document.getElementById("slot-title")?.focus();
});

rove();
