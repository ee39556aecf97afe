// The note line: emptied, with a new id, only after the server has the line; what is typed meanwhile stays.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("[data-note-input]");
  if (form) form.dataset.sent = form.elements.line.value;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-note-input]");
  if (!form || !event.detail.successful) return;
  const line = form.elements.line;
  line.value = line.value.startsWith(form.dataset.sent) ? line.value.slice(form.dataset.sent.length) : line.value;
  form.elements.id.value = crypto.randomUUID();
  document.querySelector(".notes")?.lastElementChild?.scrollIntoView({ block: "nearest" });
});
