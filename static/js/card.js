// One's own scorecard: everything that is done on it goes through the outbox, as in the room.
import { Lines } from "./card/lines.js";
import { Words } from "./card/words.js";
import { takeForms } from "./outbox/forms.js";
import { keepRoom } from "./outbox/keep.js";
import { showNeeds } from "./outbox/needs.js";
import { Outbox } from "./outbox/queue.js";
import "./outbox/state.js";
import { Rating } from "./room/rating.js";

const page = document.querySelector("[data-room]");
const { person, passport } = document.body.dataset;
const outbox = new Outbox({ person: Number(person), room: Number(page.dataset.room), passport });
takeForms(outbox);
keepRoom(outbox);
showNeeds(outbox);
const rating = new Rating(outbox);
const words = new Words(outbox);
const lines = new Lines(outbox);

// What is missing is a link to its place, and the place is what one does there.
document.addEventListener("click", (event) => {
  const place = event.target.closest(".missing__one") && document.querySelector(event.target.closest(".missing__one").hash);
  const control = place?.matches("textarea") ? place : place?.querySelector("input:not([type=hidden], :disabled), textarea");
  if (!control) return;
  event.preventDefault();
  place.scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});

// The verdict opens when the server has every rating.
document.addEventListener("outbox:kept", () => {
  const isLocked = document.getElementById("lock").hasAttribute("data-locked");
  for (const one of document.querySelectorAll("[name=verdict]:not([value=none])")) one.disabled = isLocked;
});

// What was done on an earlier visit and did not reach the server shows again.
const entries = await outbox.begin();
for (const part of [lines, words]) part.replay(entries);
rating.replay(entries, 0);
document.documentElement.dataset.outbox = "ready";
