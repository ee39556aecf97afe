// A form that was sent is not sent again by a second click or Enter; the server is still the one that decides.
// Forms that htmx or another script sends (they prevent the default) look after themselves.
function release(form) {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll("[data-was-sent]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.wasSent;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if ("busy" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "";
  event.submitter?.setAttribute("aria-disabled", "true"); // not disabled: its name and value must still be sent
  if (event.submitter) event.submitter.dataset.wasSent = "";
  setTimeout(release, 10_000, form); // a download or a stopped page leaves us here
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) release(form);
});
