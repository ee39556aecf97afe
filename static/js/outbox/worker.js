// The service worker of the room: while the server cannot be reached it serves the page as it was last seen, from this browser's
// encrypted store, and the files that it needs. It never answers for the server when there is one.
import { keepPage, pageOf } from "./vault.js";

const FILES = "files";
const ARE_NAMED = /\.[0-9a-f]{12}\.js$/.test(import.meta.url); // after their content: what is kept of a name never gets old
const PAGES = /^\/interviews\/(\d+)\/(room|room\/questions|scorecard)\/$/;
const GATEWAY = [502, 503, 504]; // what a proxy says while nothing answers behind it

addEventListener("install", (event) => {
  skipWaiting();
  if (ARE_NAMED) event.addRoutes?.({ condition: { urlPattern: "/static/*" }, source: { cacheName: FILES } })?.catch(() => {});
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("Range")) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (PAGES.test(url.pathname) && !url.search) event.respondWith(page(event, url));
});

async function page(event, { pathname }) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch (problem) {
    const kept = await pageOf(pathname).catch(() => null);
    if (!kept) throw problem;
    return shown(kept);
  }
  if (GATEWAY.includes(answer.status)) {
    const kept = await pageOf(pathname).catch(() => null);
    return kept ? shown(kept) : answer;
  }
  if (answer.ok && !answer.redirected) event.waitUntil(keepPage(pathname, Number(pathname.match(PAGES)[1]), answer.clone()).catch(() => {}));
  return answer;
}

// The page says of itself that it is kept, and since when, so that its clocks and its state line tell the truth.
function shown({ html, policy, at }) {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Content-Security-Policy": policy };
  return new Response(html.replace("<html ", `<html data-kept="${at}" `), { headers });
}

async function file(request) {
  const files = await caches.open(FILES);
  const known = ARE_NAMED && (await files.match(request));
  if (known) return known;
  try {
    const answer = await fetch(request);
    if (answer.ok) await files.put(request, answer.clone()).catch(() => {});
    return answer;
  } catch (problem) {
    const kept = await files.match(request);
    if (!kept) throw problem;
    return kept;
  }
}
