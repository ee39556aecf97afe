// A search inside a form: Enter takes the first thing found instead of sending the form. What was found for other words than
// those that stand there now is not taken: Enter then waits for the answer. [data-find] is the input, [data-found="words"] the answer.
let waiting = null;

function take(input) {
  const found = input.closest("fieldset").querySelector("[data-found]");
  if (found?.dataset.found !== input.value.trim()) return false;
  found.querySelector("button")?.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-find]")) return;
  event.preventDefault();
  waiting = take(event.target) ? null : event.target;
});
document.addEventListener("htmx:afterSettle", () => {
  if (waiting?.isConnected && take(waiting)) waiting = null;
});
document.addEventListener("input", () => {
  waiting = null;
});
