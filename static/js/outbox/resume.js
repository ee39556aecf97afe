// On every page of a signed-in person: what an earlier visit could not send is sent, a submitted scorecard's room is forgotten, and
// nobody signs out of what is not on the server yet.
import * as vault from "./vault.js";

const { person, passport } = document.body.dataset;
let isSure = false; // to sign out all the same
const hasRoom = Boolean(document.querySelector("[data-room]"));

async function holds() {
  return ((await indexedDB.databases?.().catch(() => [])) ?? []).some(({ name }) => name === "fairloop");
}

async function left() {
  return (await vault.entriesOf(Number(person)).catch(() => [])).filter((entry) => !entry.kept).length;
}

async function send() {
  const { Outbox } = await import("./queue.js");
  const outbox = new Outbox({ person: Number(person), room: 0, passport });
  document.addEventListener("outbox:state", ({ detail }) => {
    const said = detail.waiting ? `Sending ${detail.waiting} from the room that had not arrived…` : "Everything from the room has arrived.";
    if (!detail.refused) tell("none", said);
    else tell("warn", `${detail.refused} from the room could not be stored. Open the room to see why.`);
  });
  await outbox.begin();
}

// Signing out empties this browser's store.
async function stay(event) {
  if (!event.target.matches("[data-signs-out]") || isSure) return;
  event.preventDefault();
  event.stopPropagation();
  const waiting = (await holds()) ? await left() : 0;
  isSure = true;
  if (!waiting) event.target.requestSubmit();
  else tell("warn", `${waiting} of what you wrote in a room did not reach the server yet. Signing out would lose it: wait, or press Sign out again.`);
}

function tell(tone, words) {
  const line = document.createElement("p");
  line.className = "message";
  line.dataset.tone = tone;
  line.textContent = words;
  document.querySelector("[data-notice]").replaceChildren(line);
}

if (person) {
  document.addEventListener("submit", stay, true);
  if (await holds()) {
    const forgets = document.querySelector("[data-forget-room]")?.dataset.forgetRoom;
    if (forgets) await vault.forget(Number(person), Number(forgets)).catch(() => {});
    if (!hasRoom && (await left())) await send();
  }
}
