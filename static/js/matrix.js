// Cells of a table that open evidence beside it: arrows go from cell to cell, Escape closes what is open and goes back to its cell.
const cells = (row) => [...row.querySelectorAll("a.matrix__cell")];
const ways = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && event.target.closest("#beside, .matrix")) return close(event);
  const cell = event.target.closest?.("a.matrix__cell");
  const way = ways[event.key];
  if (!cell || !way) return;
  event.preventDefault();
  (way[0] ? across(cell, way[0]) : cells(cell.closest("tr"))[cells(cell.closest("tr")).indexOf(cell) + way[1]])?.focus();
});

function across(cell, step) {
  const column = cell.closest("td").cellIndex;
  for (let row = cell.closest("tr"); (row = step > 0 ? row.nextElementSibling : row.previousElementSibling); ) {
    const next = row.cells[column]?.querySelector("a.matrix__cell");
    if (next) return next;
  }
  return null;
}

function close(event) {
  const link = document.querySelector("#beside [data-close]");
  if (!link) return;
  event.preventDefault();
  const open = document.querySelector("a.matrix__cell[aria-current]");
  const beside = document.getElementById("beside");
  beside.hidden = true;
  beside.replaceChildren();
  history.pushState(null, "", link.getAttribute("href"));
  open?.removeAttribute("aria-current");
  open?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close(event);
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "beside" && !document.getElementById("beside-name")) return;
  for (const cell of document.querySelectorAll("a.matrix__cell")) {
    cell.toggleAttribute("aria-current", cell.href === location.href);
    if (cell.hasAttribute("aria-current")) cell.setAttribute("aria-current", "true");
  }
  document.getElementById("beside-name")?.focus();
});
