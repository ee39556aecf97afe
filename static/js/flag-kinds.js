// Beside <select data-kind-choice>: what the chosen kind of red flag takes and what is not enough, from the list that stands
// below the form (data-kind="7") for who has no JavaScript. It goes into the next [data-kind-said].
document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-kind-choice]")) return;
  const fold = target.closest("details");
  const words = fold.querySelector(`[data-kind="${CSS.escape(target.value)}"]`);
  fold.querySelector("[data-kind-said]").replaceChildren(...(words ? words.cloneNode(true).childNodes : []));
});
document.addEventListener("reset", ({ target }) => {
  target.querySelector?.("[data-kind-said]")?.replaceChildren();
});
