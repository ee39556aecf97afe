// Moves the focus to what changed: the first [data-focus] of the page or of a swapped part (an error summary, a
// heading), so that a keyboard or a screen reader is never left on the body.
function take(part) {
  const target = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  if (!target) return;
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}

document.addEventListener("htmx:load", ({ target }) => {
  if (target !== document.body) take(target);
});
take(document);
