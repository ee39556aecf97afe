// A button that prints its page.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});
