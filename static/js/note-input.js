// The note line: emptied, with a new id, only after the server has the line; what is typed meanwhile stays.
// crypto.randomUUID is there on https and localhost alone; this is a random UUID anywhere (RFC 9562, version 4).
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("[data-note-input]");
  if (form) form.dataset.sent = form.elements.line.value;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-note-input]");
  if (!form || event.detail.xhr.status >= 300) return; // a line that was refused stays where it was typed
  const line = form.elements.line;
  line.value = line.value.startsWith(form.dataset.sent) ? line.value.slice(form.dataset.sent.length) : line.value;
  form.elements.id.value = newId();
});
