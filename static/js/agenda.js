// When the agenda is shown anew and the button that was pressed is gone from it, the focus goes to its heading, not to nowhere.
let wasInside = false;

document.addEventListener("focusin", ({ target }) => {
  wasInside = Boolean(target.closest("#agenda"));
});
document.addEventListener("htmx:load", ({ detail }) => {
  if (!wasInside || detail.elt.id !== "agenda" || document.activeElement !== document.body) return;
  document.getElementById("agenda-title").focus({ preventScroll: true });
});
