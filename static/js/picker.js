// The search of the room: arrow keys go from the search field through what was found and back, Enter asks as on any button, and
// after a question was asked from there the focus is where the next words are written.
const buttons = () => [...document.querySelectorAll("[data-picked] button")];

document.addEventListener("keydown", (event) => {
  const from = event.target;
  if (!from.closest?.("[data-picker], [data-picked]") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const field = document.querySelector("[data-picker] [type=search]");
  const at = buttons().indexOf(from);
  if (event.key === "Escape" && at >= 0) field.focus();
  if (!step || (at < 0 && from !== field)) return;
  event.preventDefault();
  (buttons()[at + step] ?? (step < 0 ? field : from)).focus();
});
// A question met before asks for a reason instead, and takes the focus itself.
document.addEventListener("entry", ({ target }) => {
  if (target.closest("[data-picked]")) document.querySelector("[data-note-input] [name=line]")?.focus();
});
