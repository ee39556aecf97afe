// The live room: everything that is done in it goes through the outbox.
import { takeForms } from "./outbox/forms.js";
import { keepRoom } from "./outbox/keep.js";
import { showNeeds } from "./outbox/needs.js";
import { Outbox } from "./outbox/queue.js";
import "./outbox/state.js";
import { CompetencyPicker } from "./room/competency.js";
import { Editing } from "./room/editing.js";
import { Stream } from "./room/stream.js";
import { Typing } from "./room/typing.js";
import { Undo } from "./room/undo.js";

const room = document.querySelector("[data-room]");
const { person, passport } = document.body.dataset;
const outbox = new Outbox({ person: Number(person), room: Number(room.dataset.room), passport });
takeForms(outbox);
keepRoom(outbox);
if (document.querySelector("[data-needs]")) showNeeds(outbox);
if (document.querySelector("[data-note-input]")) {
  const undo = new Undo();
  const typing = new Typing(outbox, undo);
  const stream = new Stream(outbox, typing);
  new CompetencyPicker();
  new Editing(outbox, undo);
  stream.replay(await outbox.begin());
  typing.resume();
} else {
  await outbox.begin();
}
document.documentElement.dataset.outbox = "ready";
performance.mark("room-ready");
