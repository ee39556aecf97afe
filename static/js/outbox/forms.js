// <form data-entry="rating" data-entry-target="rating:7" data-entry-into="#ratings"> is a deed of the room: it goes through the
// outbox instead of over the net. "entry" {entry} is told on the form at once, so that what it means can be shown; the server's
// answer replaces the element that data-entry-into names, unless something in it waits or is being typed.
// data-entry-on="change": choosing in it sends it, and the choice stays as it was made; so does all of a form with data-entry-besides,
// of whose answer only the other parts of the page are taken. data-entry-words: the field whose text is somebody's own.
import { isBegun, written } from "../begun.js";

export function takeForms(outbox) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-entry]") || event.defaultPrevented) return;
    event.preventDefault();
    const { entry: kind, entryTarget: target = "", entryInto: into = "", entryWords } = form.dataset;
    const fields = Object.fromEntries(new FormData(form, event.submitter));
    delete fields.csrfmiddlewaretoken;
    const words = (entryWords ?? "").split(" ").map((name) => fields[name]).filter(Boolean).join(" ");
    const isChoice = "entryBesides" in form.dataset || (form.dataset.entryOn === "change" && !event.submitter);
    const url = new URL(event.submitter?.getAttribute("formaction") ?? form.getAttribute("action"), location.href).pathname;
    outbox.add({ kind, url, fields, target, words, into, extra: { isChoice } });
    form.dispatchEvent(new CustomEvent("entry", { bubbles: true, detail: { kind, fields, submitter: event.submitter } }));
  }, true); // before anything else takes it for a form that is sent

  // What is final, or counts from what was done before, waits until all of that has arrived.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-after-outbox]") || !outbox.waiting.size) return;
    event.preventDefault();
    event.stopPropagation();
    await outbox.flush();
    if (!outbox.waiting.size) setTimeout(sendAgain, 0, form, event.submitter); // after the last answer is in its place
    else document.querySelector("[data-outbox-state]")?.scrollIntoView({ block: "center" });
  }, true);

  document.addEventListener("change", ({ target }) => {
    if (target.form?.dataset.entryOn === "change" && target.matches("[type=radio], [type=checkbox]")) target.form.requestSubmit();
  });

  document.addEventListener("outbox:kept", ({ detail: { entry, html } }) => {
    if (entry.isChoice) besides(html);
    else if (entry.into) replace(entry.into, html, outbox);
  });
  document.addEventListener("live:place", (event) => {
    if (waits(outbox, `#${event.target.id}`)) event.preventDefault();
  });
  // A form with its errors comes back to its place. Why something may not be done is told above, and what was chosen in vain is
  // read again as it stands; where nobody's words are at stake there is nothing to keep.
  document.addEventListener("outbox:refused", async ({ detail: { entry, status, html } }) => {
    if (status === 422 && entry.into) replace(entry.into, html, outbox);
    if (!entry.words) await outbox.letGo(entry.id);
    if (status !== 403) return;
    const isDrawn = entry.isChoice && entry.into && !entry.words;
    if (isDrawn) await htmx.ajax("GET", location.pathname, { target: entry.into, select: entry.into, swap: "outerHTML" }).catch(() => {});
    htmx.swap("#notice", html, { swapStyle: "innerHTML" });
  });
}

// The form may have come anew with an answer meanwhile.
function sendAgain(form, button) {
  const place = (one) => `${one.id} ${one.getAttribute("action")}`;
  if (form.isConnected) form.requestSubmit(button);
  else [...document.forms].find((one) => place(one) === place(form))?.requestSubmit();
}

// A choice shows itself; only what the answer says of other parts of the page is taken.
function besides(html) {
  const answer = document.createRange().createContextualFragment(html);
  for (const part of answer.querySelectorAll("[hx-swap-oob]")) {
    part.removeAttribute("hx-swap-oob");
    const shown = document.getElementById(part.id);
    shown?.replaceWith(part);
    if (shown) htmx.process(part);
  }
}

function replace(into, html, outbox) {
  const shown = document.querySelector(into);
  if (!shown || waits(outbox, into) || isBegun(shown, written)) return;
  const answer = new CustomEvent("entry:answer", { bubbles: true, cancelable: true, detail: { html } });
  if (!shown.dispatchEvent(answer)) return; // somebody else puts it in its place
  htmx.swap(shown, html, { swapStyle: "outerHTML" });
}

function waits(outbox, into) {
  return [...outbox.waiting.values()].some((entry) => entry.into === into);
}

