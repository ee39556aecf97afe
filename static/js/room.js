// The live room: everything that is done in it goes through the outbox.
import { takeForms } from "./outbox/forms.js";
import { keepRoom } from "./outbox/keep.js";
import { showNeeds } from "./outbox/needs.js";
import { Outbox } from "./outbox/queue.js";
import "./outbox/state.js";
import { CompetencyPicker } from "./room/competency.js";
import { Editing } from "./room/editing.js";
import { resumePlace } from "./room/place.js";
import { Question } from "./room/question.js";
import { Rating } from "./room/rating.js";
import { Stream } from "./room/stream.js";
import { Typing } from "./room/typing.js";
import { Undo } from "./room/undo.js";

const room = document.querySelector("[data-room]");
const { person, passport } = document.body.dataset;
const outbox = new Outbox({ person: Number(person), room: Number(room.dataset.room), passport });
takeForms(outbox);
keepRoom(outbox);
const rating = new Rating(outbox); // it hears which question runs
const question = document.getElementById("question") && new Question(outbox);
if (question) resumePlace();
if (document.querySelector("[data-needs]")) showNeeds(outbox);
if (document.querySelector("[data-note-input]")) {
  const undo = new Undo();
  const typing = new Typing(outbox, undo);
  const stream = new Stream(outbox, typing);
  new CompetencyPicker();
  new Editing(outbox, undo);
  const entries = await outbox.begin();
  stream.replay(entries);
  again(entries);
  typing.resume();
} else {
  again(await outbox.begin());
}

// What was done on an earlier visit and did not reach the server shows again.
function again(entries) {
  question?.replay(entries);
  if (question) rating.replay(entries, question.toldAt);
}
document.documentElement.dataset.outbox = "ready";
performance.mark("room-ready");
