// Keeps the room as it is now for a reload without a net: the page through the service worker, its files in a cache. What was done
// since the page was kept stays in the store until a newer page is; page and entries together are always the whole.
import * as vault from "./vault.js";

const PAUSE = 8000; // after the last deed
const LONGEST = 300_000; // between two tries to keep it
const FILES = "files";

export function keepRoom(outbox) {
  if (!navigator.serviceWorker) return;
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(outbox).catch(() => {}), PAUSE);
  };
  const keep = (wait) => begin(outbox).catch(() => setTimeout(keep, wait, Math.min(LONGEST, wait * 2)));
  keep(3000); // the server may be just starting
  document.addEventListener("outbox:kept", later);
  document.addEventListener("live:placed", later); // somebody else did something that this page shows
}

async function begin(outbox) {
  await navigator.serviceWorker.register("/interviews/worker.js", { type: "module", scope: "/interviews/" });
  const isFirst = !navigator.serviceWorker.controller;
  await navigator.serviceWorker.ready;
  const { kept } = document.documentElement.dataset;
  if (!kept) await keepFiles();
  if (isFirst || kept) await refresh(outbox);
  document.documentElement.dataset.offline = "ready";
}

// Those that this page uses. A new release names a file anew: the one before goes.
const plain = (url) => url.replace(/\.[0-9a-f]{12}(?=\.\w+$)/, "");
async function keepFiles() {
  const files = await caches.open(FILES);
  const all = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  const used = new Set(all);
  const names = new Set([...used].map(plain));
  for (const { url } of await files.keys()) if (!used.delete(url) && names.has(plain(url))) await files.delete(url);
  await Promise.allSettled([...used].map((name) => files.add(name)));
}

async function refresh(outbox) {
  const before = await vault.entriesOf(outbox.person);
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, redirect: "manual" });
  if (!answer.ok) return;
  if ((await vault.keepPage(location.pathname, outbox.room, answer)) !== outbox.person) return;
  for (const entry of before) if (entry.kept && entry.room === outbox.room) await vault.remove(entry.seq);
}
