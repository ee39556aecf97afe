// Empties #notice before the next request, and says there when a request did not arrive or failed on the server.
// The words stand in its data attributes, so that they are written with the other words of the page.
const notice = () => document.querySelector("[data-notice]");

function say(words) {
  const line = document.createElement("p");
  line.className = "message";
  line.dataset.tone = "bad";
  line.textContent = words;
  notice()?.replaceChildren(line);
}

document.addEventListener("htmx:beforeRequest", () => notice()?.replaceChildren());
document.addEventListener("htmx:sendError", () => say(notice().dataset.unreachable));
document.addEventListener("htmx:timeout", () => say(notice().dataset.unreachable));
document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status >= 500) say(notice().dataset.failed);
  else if (detail.xhr.status === 404) say(notice().dataset.gone);
});
