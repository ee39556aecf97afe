// Counts in [data-clock] once a second: up from data-since, or down to data-until, in the server's time
// (data-server-now), whatever this machine's clock says. data-format: "clock" 12:05, "minutes" 12 min, "used" the 12
// minutes that passed whole, "left" 12 min left or 3 min over. When the time is up, data-over appears on it; nothing blinks, nothing sounds.
// data-floor: it stays at 0 instead. A clock that counts up stands between data-rest-from and data-rest-until, and goes on by itself.
// What carries data-shows-from is shown from that time on, until data-shows-until; what carries data-due-at hears "due" once then.
import { serverTime as known } from "./outbox/time.js";

const seen = new WeakMap();

// The monotonic clock stands still while a laptop sleeps; the wall clock jumps when it is set. The larger step is right.
function stopwatch(start) {
  const wall = Date.now() - (performance.now() - start);
  return () => Math.max(performance.now() - start, Date.now() - wall);
}

function loadedAt() {
  return performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
}

function serverTime(clock, arrived) {
  if (document.documentElement.dataset.kept) return known(); // what the page says of the time is as old as the page
  let entry = seen.get(clock);
  if (!entry || entry.said !== clock.dataset.serverNow) {
    const said = clock.dataset.serverNow;
    entry = { said, at: said ? Date.parse(said) : Date.now(), passed: stopwatch(said ? arrived : performance.now()) };
    seen.set(clock, entry);
  }
  return entry.at + entry.passed();
}

function words(milliseconds, format) {
  if (format === "minutes") return `${Math.ceil(milliseconds / 60_000)} min`.replace("-", "−").replace("−0", "0");
  if (format === "used") return `${Math.max(0, Math.floor(milliseconds / 60_000))}`;
  if (format === "left") return left(milliseconds);
  const over = milliseconds <= -1000 ? "−" : "";
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}`;
  return over + (h ? `${h}:${tail}` : tail);
}

function left(milliseconds) {
  if (milliseconds > 0) return `${Math.ceil(milliseconds / 60_000)} min left`;
  const over = Math.floor(-milliseconds / 60_000);
  return over ? `${over} min over` : "time is up";
}

function reveal(part, arrived) {
  const now = serverTime(part, arrived);
  const { showsFrom, showsUntil } = part.dataset;
  const hidden = now < Date.parse(showsFrom) || now >= Date.parse(showsUntil);
  if (part.hidden !== hidden) part.hidden = hidden;
}

function announce(part, arrived) {
  if (part.dataset.due || serverTime(part, arrived) < Date.parse(part.dataset.dueAt)) return;
  part.dataset.due = "said";
  part.dispatchEvent(new Event("due"));
}

function rested({ dataset: { restFrom, restUntil } }, now) {
  return restFrom ? Math.max(0, Math.min(now, Date.parse(restUntil)) - Date.parse(restFrom)) : 0;
}

function show(clock, arrived) {
  const now = serverTime(clock, arrived);
  const { since, until, format, floor } = clock.dataset;
  let span = until ? Date.parse(until) - now : now - Date.parse(since) - rested(clock, now);
  if (Number.isNaN(span)) return;
  if (floor !== undefined) span = Math.max(0, span);
  const text = words(span, format);
  if (clock.textContent !== text) clock.textContent = text;
  clock.toggleAttribute("data-over", Boolean(until) && span < 0);
}

function tick(arrived = performance.now()) {
  for (const clock of document.querySelectorAll("[data-clock]")) show(clock, arrived);
  for (const part of document.querySelectorAll("[data-shows-from]")) reveal(part, arrived);
  for (const part of document.querySelectorAll("[data-due-at]")) announce(part, arrived);
}

tick(loadedAt());
setInterval(() => tick(), 1000);
for (const event of ["htmx:load", "htmx:oobAfterSwap", "live:placed"]) document.addEventListener(event, () => tick());
