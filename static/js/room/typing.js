// The one line to type in. It is on the disk a quarter of a second after each pause, so that a crash costs no word; Enter files
// it, with the time at which it was begun and the question that was running then. Shift+Enter begins a new row of the same line.
import { newId, timeOfDeed } from "../outbox/time.js";
import { lineOf, parsed, reveal, show, typedOf } from "./lines.js";

const PAUSE = 200;
const LONGEST = 4000;
const FENCE = "```";

export class Typing {
  constructor(outbox, undo) {
    this.outbox = outbox;
    this.undo = undo;
    this.form = document.querySelector("[data-note-input]");
    if (!this.form) return;
    this.input = this.form.elements.line;
    this.key = `typing:${outbox.room}`;
    Object.assign(this, { id: "", sent: "", linked: "", begun: 0 });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("paste", (event) => this.#pasted(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.file();
    });
    addEventListener("pagehide", () => this.#keep());
    addEventListener("blur", () => this.#keep());
  }

  // A line that was being typed when this window was last here goes on being typed.
  resume() {
    const id = sessionStorage.getItem(this.key);
    const line = id && lineOf(id);
    if (!line || this.input.value) return;
    this.id = id;
    this.sent = typedOf(line);
    this.begun = 0;
    this.question = line.dataset.question;
    this.input.value = this.sent;
    this.linked = line.dataset.competency ?? "";
    this.form.elements.competency.value = this.linked;
    line.hidden = true;
  }

  #fresh() {
    this.begun = 0;
    this.id = "";
    this.sent = "";
    this.linked = "";
    clearTimeout(this.pause);
    sessionStorage.removeItem(this.key);
  }

  #begin() {
    if (this.id) return;
    const running = document.querySelector("[data-running]")?.dataset ?? {};
    this.begun = timeOfDeed();
    this.id = newId(this.begun);
    this.question = running.running ?? "";
    this.title = running.title ?? "";
    sessionStorage.setItem(this.key, this.id);
  }

  #typed() {
    this.input.removeAttribute("aria-invalid");
    if (this.input.value.trim()) this.#begin();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.#keep(), PAUSE);
  }

  // What stands in the input goes to the outbox as it is now.
  #keep({ isFiled = false } = {}) {
    clearTimeout(this.pause);
    if (!this.id) return null;
    const typed = this.input.value;
    if (!parsed(typed)[1]) {
      if (this.sent) takeBack(this.outbox, this.form, this.id);
      if (!typed.trim()) this.#fresh();
      return null;
    }
    const competency = this.form.elements.competency.value;
    if (!isFiled && typed === this.sent && competency === this.linked) return null;
    if (typed.length > LONGEST) return this.#tooLong();
    const entry = send(this.outbox, this.form, {
      id: this.id,
      typed,
      was: this.sent,
      question: this.question,
      competency,
      linked: this.linked,
      isTyping: !isFiled,
      title: this.title,
      begun: this.begun,
    });
    this.sent = typed;
    this.linked = competency;
    return entry;
  }

  #tooLong() {
    this.input.setAttribute("aria-invalid", "true");
    say(`Use at most 4,000 characters for one line. This one has ${this.input.value.length.toLocaleString("en-GB")}.`);
    return false;
  }

  file() {
    if (!parsed(this.input.value)[1]) return;
    this.#begin();
    const { id, question, title, begun } = this;
    const typed = this.input.value;
    const competency = this.form.elements.competency.value;
    if (this.#keep({ isFiled: true }) === false) return;
    this.input.value = "";
    this.form.elements.competency.value = "";
    this.#fresh();
    reveal(show({ id, typed, at: begun, question, title, competency }));
  }

  #pressed(event) {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.file();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      event.preventDefault();
      document.querySelector("#note-lines .notes__line:last-of-type")?.focus();
    }
  }

  // Many lines become as many; a piece of code, and what stands between ``` lines, stays one.
  #pasted(event) {
    const text = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").replace(/\n+$/, "");
    if (!text.includes("\n")) return;
    event.preventDefault();
    const lines = isCode(text) ? [fenced(text)] : text.split("\n");
    const [first, ...rest] = lines.flatMap(inPieces).filter((line) => parsed(line)[1]);
    if (first === undefined) return;
    this.input.setRangeText(first, this.input.selectionStart, this.input.selectionEnd, "end");
    const filed = [];
    for (const line of [null, ...rest]) {
      if (line !== null) this.input.value = line;
      this.#begin();
      filed.push(this.id);
      this.file();
    }
    this.undo.offer(`${filed.length} line${filed.length === 1 ? "" : "s"} pasted.`, () => {
      for (const id of filed) takeBack(this.outbox, this.form, id);
    });
  }
}

// Sends one state of a line; `was` is the state before, `linked` its competency then. The first one counts from when it was begun,
// which is the time that stands beside the line.
export function send(outbox, form, { id, typed, was, question, competency, linked = "", isTyping = false, title = "", begun = 0, page = "" }) {
  const fields = { id, line: typed, was, question };
  if (competency !== undefined) Object.assign(fields, { competency, was_linked: linked });
  if (isTyping) fields.typing = "1";
  if (page) fields.page = page;
  const url = new URL(form.action).pathname;
  return outbox.add({ kind: "note", url, fields, target: `note:${id}`, words: typed, isLazy: isTyping, extra: { title, begun, ...(begun && !was ? { at: begun } : {}) } });
}

export function takeBack(outbox, form, id, what = "delete", page = "") {
  const url = `${new URL(form.action).pathname}${id}/`;
  return outbox.add({ kind: "note-change", url, fields: page ? { [what]: "1", page } : { [what]: "1" }, extra: { note: id } });
}

export function say(words) {
  const line = document.createElement("p");
  line.className = "message";
  line.dataset.tone = "bad";
  line.setAttribute("role", "alert");
  line.textContent = words;
  document.getElementById("notes-said").replaceChildren(line);
}

// Rows that begin further in, or end as code does, are code.
function isCode(text) {
  const rows = text.split("\n").filter((row) => row.trim());
  return text.startsWith(FENCE) || rows.filter((row) => /^(\t| {2,})\S/.test(row) || /[;{}]\s*$|\):\s*$/.test(row)).length * 2 >= rows.length;
}

function fenced(text) {
  return text.startsWith(FENCE) ? text : `${FENCE}\n${text}\n${FENCE}`;
}

function inPieces(line) {
  const pieces = [];
  for (let from = 0; from < line.length; from += LONGEST - 10) pieces.push(line.slice(from, from + LONGEST - 10));
  return pieces;
}
