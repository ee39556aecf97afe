// Moving parts of a plan: by the handle with the mouse, by Alt and the arrow keys anywhere in a row.
// A row is [data-reorder-row="questions-2 1"] in a [data-reorder] form; keys press the row's own button [data-move],
// a drop tells the form's hidden button [data-reorder-drop] what moved where.
let dragged = null;

const rowOf = (target) => target.closest?.("[data-reorder-row]");
const partsOf = (row) => row.dataset.reorderRow.split(" ");
// Questions go from list to list ("questions-2", "alternates-3"); everything else stays in its own list.
const kindOf = (row) => partsOf(row)[0].replace(/^(questions|alternates)-\d+$/, "asked");

// Where a drop here would put the row: the nearest row of its kind, or a list of questions that is empty.
function targetOf(element) {
  const form = dragged.closest("form");
  if (element.closest?.("form") !== form) return null;
  for (let row = rowOf(element); row; row = rowOf(row.parentElement)) {
    if (kindOf(row) === kindOf(dragged)) return row === dragged ? null : row;
  }
  const list = kindOf(dragged) === "asked" && element.closest("[data-reorder-list]");
  return list && !list.querySelector("[data-reorder-row]") ? list : null;
}

function clear() {
  for (const marked of document.querySelectorAll("[data-drop-here]")) delete marked.dataset.dropHere;
}

function isBelow(event, target) {
  const box = target.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-reorder] [draggable]")) return;
  dragged = rowOf(event.target);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(dragged, 10, 10);
});
document.addEventListener("dragover", (event) => {
  if (!dragged) return;
  clear();
  const target = targetOf(event.target);
  if (!target) return;
  event.preventDefault();
  target.dataset.dropHere = target.dataset.reorderList || !isBelow(event, target) ? "above" : "below";
});
document.addEventListener("drop", (event) => {
  const target = dragged && targetOf(event.target);
  clear();
  if (!target) return;
  event.preventDefault();
  const [from, place] = partsOf(dragged);
  let [list, at] = target.dataset.reorderList ? [target.dataset.reorderList, 1] : partsOf(target);
  at = Number(at) + (!target.dataset.reorderList && isBelow(event, target) ? 1 : 0);
  if (list === from && at > Number(place)) at -= 1; // its own place is free by then
  const button = dragged.closest("form").querySelector("[data-reorder-drop]");
  button.value = `move ${from} ${place} to ${list} ${at}`;
  button.click();
});
document.addEventListener("dragend", () => {
  dragged = null;
  clear();
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const row = rowOf(event.target);
  const button = row?.closest("[data-reorder]") && row.querySelector(`[data-move="${event.key === "ArrowUp" ? "up" : "down"}"]`);
  if (!button || button.closest("[data-reorder-row]") !== row) return;
  event.preventDefault();
  button.click();
});
