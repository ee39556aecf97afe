// <button data-copy="#link" data-copied="Copied" hidden> copies what an input holds, and says so. Without JavaScript it stays hidden.
function reveal() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const input = document.querySelector(button.dataset.copy);
  input.select();
  await navigator.clipboard.writeText(input.value);
  button.textContent = document.getElementById("said").textContent = button.dataset.copied;
});
document.addEventListener("htmx:load", reveal);
reveal();
