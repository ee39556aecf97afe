// The server's time in milliseconds, whatever this machine's clock says. It is set by each answer of the server and counts on
// from there; a page that comes from this browser's own store goes by the difference that was last seen.
const KEPT = "clock";

let anchor = { server: Date.now() + kept(), wall: Date.now(), passed: performance.now() };
let latest = 0;

function kept() {
  try {
    return Number(localStorage.getItem(KEPT)) || 0;
  } catch {
    return 0;
  }
}

// `server` is what the server's clock showed at `passed` milliseconds after this page began to load.
export function setTime(server, passed = performance.now()) {
  if (!Number.isFinite(server)) return;
  anchor = { server, wall: Date.now() - (performance.now() - passed), passed };
  try {
    localStorage.setItem(KEPT, String(Math.round(anchor.server - anchor.wall)));
  } catch {
    // Without a store the difference is known for as long as this page is open.
  }
}

// The page says when it was made, which holds until the server is heard again; one that was kept is as old as it is.
export function setTimeByPage() {
  const said = document.querySelector("[data-room] [data-server-now]")?.dataset.serverNow;
  const arrived = performance.getEntriesByType("navigation")[0]?.responseStart;
  if (said && arrived && !document.documentElement.dataset.kept) setTime(Date.parse(said), arrived);
}

// The monotonic clock stands still while a laptop sleeps; the wall clock jumps when it is set. The larger step is right.
export function serverTime() {
  return anchor.server + Math.max(performance.now() - anchor.passed, Date.now() - anchor.wall);
}

// As serverTime, but later than any that was given out before: what is done later has a later time.
export function timeOfDeed() {
  latest = Math.max(latest + 1, Math.floor(serverTime()));
  return latest;
}

// What another window did comes before what is done here from now on, whichever of the two heard the server sooner.
export function notBefore(at) {
  latest = Math.max(latest, at);
}

// A UUID of version 7 (RFC 9562): the time in front, so that ids of one browser are in order.
export function newId(at = timeOfDeed()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = at; place >= 0; place -= 1, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
