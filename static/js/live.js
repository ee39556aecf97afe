// What follows what others do. <div id="debrief" data-live="debrief:7" data-version="…"> is read again from its own page when its
// topic changes, and replaced if its version is another. With data-live-from="/…/" an address answers several parts instead, and
// each that differs replaces the one with its id; data-live-people is such an address for who comes and goes. What somebody has
// begun to type is never replaced: a line offers the news.
import { isBegun, written } from "./begun.js";

const retry = 10000;
const waits = 400; // while a part waits for the answer to a deed of one's own
const running = new Map();
const lately = 10000; // longer than an answer may take
const own = new Set(); // deeds of this browser: their answers bring what they changed
const heard = new Map(); // when others last changed what an address answers
let deeds = 0; // what was read before one of one's own is older than it
for (const event of ["outbox:new", "outbox:kept", "htmx:beforeRequest"]) {
  document.addEventListener(event, ({ detail: { entry } }) => {
    deeds += !entry || entry.into ? 1 : 0;
    if (entry) own.add(entry.id);
  });
}
for (const event of ["outbox:kept", "htmx:afterRequest"]) {
  document.addEventListener(event, () => setTimeout(readAgain)); // when the answer is in its place
}

// The server may have written the answer to a deed of one's own before others changed what it shows, and we heard of that first.
function readAgain() {
  for (const [from, at] of heard) {
    heard.delete(from);
    if (performance.now() - at < lately) bring("", from);
  }
}

function follow(root) {
  const { live, liveFrom, livePeople } = root.dataset;
  const bringNews = ({ type, data } = {}) => {
    if (own.has(data)) return;
    if (type === "changed" && liveFrom) heard.set(liveFrom, performance.now());
    bring(root.id, liveFrom);
  };
  const source = new EventSource(`/live/${live}/`);
  for (const event of ["open", "changed", "reload", ...(liveFrom ? ["presence"] : [])]) source.addEventListener(event, bringNews);
  for (const event of livePeople ? ["open", "presence", "reload"] : []) source.addEventListener(event, () => bring("", livePeople));
  // A browser tries again by itself after a break, but not after an answer that is no stream, such as that of a server starting.
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    bringNews();
    setTimeout(follow, retry, root);
  };
}

// One reading at a time; what happens meanwhile is read once more afterwards.
async function bring(id, from) {
  const key = from ?? id;
  if (running.has(key)) return running.set(key, true);
  running.set(key, false);
  await read(id, from);
  const again = running.get(key);
  running.delete(key);
  return again && bring(id, from);
}

async function read(id, from) {
  const before = deeds;
  const answer = await fetch(from ?? location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer && [404, 410].includes(answer.status)) return gone();
  if (!answer || answer.status >= 500 || answer.status === 429) return later(id, from);
  if (!answer.ok || answer.redirected) return;
  const text = await answer.text().catch(() => "");
  if (!text) return later(id, from);
  if (from && deeds !== before) return running.set(from, true);
  const { body } = new DOMParser().parseFromString(text, "text/html");
  for (const fresh of from ? [...body.children] : [body.querySelector(`#${id}`)]) if (fresh?.id) place(fresh, id, from);
}

// The server was busy or away. Not all at once when it is back.
function later(id, from) {
  setTimeout(bring, retry * (0.3 + Math.random() / 3), id, from);
}

function place(fresh, id, from) {
  const shown = document.getElementById(fresh.id);
  if (!shown || isSame(shown, fresh)) return;
  const mayPlace = shown.dispatchEvent(new CustomEvent("live:place", { bubbles: true, cancelable: true }));
  if (!mayPlace || shown.matches(".htmx-request") || shown.querySelector(".htmx-request")) {
    setTimeout(bring, waits, id, from);
    return;
  }
  if (isBegun(shown, from ? written : undefined)) {
    const news = shown.querySelector("[data-live-news]");
    if (news) news.hidden = false;
    else shown.addEventListener("focusout", () => setTimeout(bring, waits, id, from), { once: true });
    return;
  }
  const said = fresh.dataset.said ?? "";
  if (fresh.dataset.version || said !== shown.dataset.said) document.getElementById("said").textContent = said;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  for (const fold of shown.querySelectorAll("details[open]")) sameAs(fold, fresh, "details", "summary")?.setAttribute("open", "");
  shown.replaceWith(fresh);
  if (fresh.dataset.version) document.getElementById("messages")?.replaceChildren(); // what one's last action said is of before
  window.htmx?.process(fresh);
  fresh.dispatchEvent(new CustomEvent("live:placed", { bubbles: true }));
  if (focused) (document.getElementById(focused.id) ?? sameAs(focused, fresh, focused.localName))?.focus({ preventScroll: true });
}

function sameAs(element, within, selector, named) {
  const name = (one) => (named ? one.querySelector(named) : one)?.textContent.trim();
  return [...within.querySelectorAll(selector)].find((one) => name(one) === name(element));
}

function isSame(shown, fresh) {
  return fresh.dataset.version ? fresh.dataset.version === shown.dataset.version : essence(shown) === essence(fresh);
}

// A part without what differs from one reading to the next: tokens, clocks, what is folded open.
function essence(part) {
  const copy = part.cloneNode(true);
  copy.removeAttribute("hx-swap-oob");
  for (const token of copy.querySelectorAll("[name=csrfmiddlewaretoken], [type=hidden][name=id]")) token.remove();
  for (const fold of copy.querySelectorAll("details")) fold.removeAttribute("open");
  for (const clock of copy.querySelectorAll("[data-clock]")) clock.textContent = "";
  for (const part of [copy, ...copy.querySelectorAll("[data-server-now], [data-shows-from]")]) {
    for (const name of ["data-server-now", "data-over", "data-due", "hidden"]) part.removeAttribute(name);
  }
  for (const named of [copy, ...copy.querySelectorAll("[class]")]) if (!named.classList.length) named.removeAttribute("class");
  return copy.outerHTML;
}

function gone() {
  const notice = document.getElementById("notice");
  if (notice) notice.textContent = notice.dataset.gone;
  else location.reload();
}

for (const root of document.querySelectorAll("[data-live]")) follow(root);
