// Evidence: lines are chosen and linked to a competency by its key, by its button or by dragging them there, several at once; new
// ones are written below their competency and kept while they are typed.
import { newId, timeOfDeed } from "../outbox/time.js";
import { parsed, showMark } from "../room/lines.js";
import { send, takeBack } from "../room/typing.js";
import { Changing } from "./changing.js";

const PAUSE = 200;
const all = (selector, part = document) => [...part.querySelectorAll(selector)];
const idOf = (line) => line.id.slice("note-".length);
const listOf = (competency) => document.querySelector(`[data-lines-of="${competency}"]`) ?? document.querySelector('[data-lines-of=""]');
const boxOf = (line) => line.querySelector("[name=lines]");

export class Lines {
  constructor(outbox) {
    this.outbox = outbox;
    this.form = document.querySelector("[data-linking]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#link(this.#chosen(), event.submitter.value);
    });
    document.addEventListener("outbox:new", ({ detail }) => this.#made(detail.entry));
    document.addEventListener("keydown", (event) => this.#pressed(event));
    document.addEventListener("click", ({ target }) => target.closest(".notes__text, .said__about") && boxOf(target.closest("[data-line]")).click());
    this.#drag();
    for (const form of all("[data-new-line]")) new NewLine(outbox, form);
    new Changing(outbox, document.querySelector("[data-new-line]"), words);
  }

  #chosen() {
    const checked = all("[data-line]:has([name=lines]:checked)");
    const focused = document.activeElement.closest?.("[data-line]");
    return checked.length || !focused ? checked : [focused];
  }

  #link(lines, competency) {
    if (!lines.length) return say("Choose a line first.");
    const next = lines.includes(document.activeElement.closest?.("[data-line]")) && after(lines);
    for (const line of lines) place(line, competency);
    if (next) boxOf(next).focus();
    const url = new URL(this.form.action).pathname;
    const fields = { lines: lines.map(idOf).join(" "), competency, page: "scorecard" };
    this.outbox.add({ kind: "link", url, fields, extra: { isChoice: true } });
    const name = document.querySelector(`[data-drop="${competency}"] h3`)?.textContent ?? "nothing";
    say(`${lines.length} line${lines.length === 1 ? " is" : "s are"} evidence for ${name}.`);
  }

  // The arrow keys go from line to line.
  #pressed(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.target.matches?.("[name=lines]")) return;
    event.preventDefault();
    const boxes = all("[name=lines]");
    boxes[boxes.indexOf(event.target) + step]?.focus();
  }

  #drag() {
    let dragged = [];
    const clear = () => all("[data-drop-here]").forEach((one) => one.removeAttribute("data-drop-here"));
    document.addEventListener("dragstart", (event) => {
      const line = event.target.closest?.("[data-line]");
      if (!line) return;
      dragged = boxOf(line).checked ? all("[data-line]:has([name=lines]:checked)") : [line];
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      for (const one of dragged) one.toggleAttribute("data-dragging", true);
    });
    document.addEventListener("dragover", (event) => {
      const target = dragged.length && event.target.closest?.("[data-drop]");
      clear();
      if (!target) return;
      event.preventDefault();
      target.toggleAttribute("data-drop-here", true);
    });
    document.addEventListener("drop", (event) => {
      const target = dragged.length && event.target.closest?.("[data-drop]");
      if (!target) return;
      event.preventDefault();
      this.#link(dragged, target.dataset.drop);
    });
    document.addEventListener("dragend", () => {
      for (const one of dragged) one.removeAttribute("data-dragging");
      dragged = [];
      clear();
    });
  }

  // Made in another window, or on an earlier visit.
  #made({ kind, room, fields, note }) {
    if (room !== this.outbox.room) return;
    if (kind === "note" && !NewLine.isTyping(fields.id) && !document.querySelector(`#note-${fields.id}[data-editing]`)) show(fields.id, fields.line, fields.competency);
    if (kind === "link") for (const id of fields.lines.split(" ")) place(document.getElementById(`note-${id}`), fields.competency);
    if (kind === "note-change" && "delete" in fields) document.getElementById(`note-${note}`)?.remove();
  }

  replay(entries) {
    for (const entry of entries) if (!entry.refused) this.#made(entry);
  }
}

// The input below a competency.
class NewLine {
  static #typed = new Set();

  static isTyping(id) {
    return NewLine.#typed.has(id);
  }

  constructor(outbox, form) {
    Object.assign(this, { outbox, form, input: form.elements.line, competency: form.elements.competency.value, id: "", sent: "" });
    this.input.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.#keep(true), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#file();
    });
    this.input.addEventListener("blur", () => this.#keep(true));
    addEventListener("pagehide", () => this.#keep(true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#file();
    });
  }

  #keep(isTyping) {
    clearTimeout(this.pause);
    const typed = this.input.value;
    if (!parsed(typed)[1]) {
      if (this.sent) takeBack(this.outbox, this.form, this.id, "delete", "scorecard");
      NewLine.#typed.delete(this.id);
      Object.assign(this, { id: "", sent: "" });
      return;
    }
    if (isTyping && typed === this.sent) return;
    this.begun ||= timeOfDeed();
    this.id ||= newId(this.begun);
    NewLine.#typed.add(this.id);
    const { id, sent, competency, begun } = this;
    this.sent = typed;
    send(this.outbox, this.form, { id, typed, was: sent, question: "", competency, isTyping, begun, page: "scorecard" });
  }

  #file() {
    const typed = this.input.value;
    if (!parsed(typed)[1]) return this.input.focus();
    this.#keep(false);
    show(this.id, typed, this.competency);
    NewLine.#typed.delete(this.id);
    Object.assign(this, { id: "", sent: "", begun: 0 });
    this.input.value = "";
    this.input.focus();
  }
}

function show(id, typed, competency) {
  let line = document.getElementById(`note-${id}`);
  if (!line) {
    line = document.getElementById("new-line").content.firstElementChild.cloneNode(true);
    line.id = `note-${id}`;
    line.dataset.at = String(Date.now() / 1000);
    boxOf(line).value = id;
    const change = line.querySelector(".notes__change");
    change.href = change.getAttribute("href").replace(/0{8}-[0-]+/, id);
  }
  words(line, typed);
  if (competency !== undefined) place(line, competency);
}

function words(line, typed) {
  const [mark, text] = parsed(typed);
  showMark(line, mark);
  line.querySelector(".notes__text").textContent = text;
  line.querySelector("[data-line-name]").textContent = text.slice(0, 60);
}

// Into the list of its competency, by the time at which it was written.
function place(line, competency) {
  if (!line) return;
  boxOf(line).checked = false;
  const list = listOf(competency);
  const later = all("[data-line]", list).find((one) => one !== line && Number(one.dataset.at) > Number(line.dataset.at));
  list.insertBefore(line, later ?? null);
}

// The line that the keyboard goes on with when these have left their list.
function after(lines) {
  const there = all("[data-line]", lines.at(-1).parentElement).filter((one) => one === lines.at(-1) || !lines.includes(one));
  const at = there.indexOf(lines.at(-1));
  return there[at + 1] ?? there[at - 1];
}

function say(words) {
  document.getElementById("said").textContent = words;
}
