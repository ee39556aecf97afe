// The note stream: a line stands in it the moment it is made, whatever the net does.
import { serverTime } from "../outbox/time.js";

const MARKS = { "+": "for", "-": "against", "!": "red flag" };
const FENCE = "```";
const list = () => document.getElementById("note-lines");

export const lineOf = (id) => document.getElementById(`note-${id}`);
export const idOf = (line) => line.id.slice("note-".length);

// What somebody types, as [mark, text]; the server reads it the same way.
export function parsed(typed) {
  const line = typed.trim();
  return line[0] in MARKS ? [line[0], line.slice(1).trim()] : ["", line];
}

// The line as it would be typed again.
export function typedOf(line) {
  const { mark = "", typed } = line.dataset;
  return typed ?? [mark, line.querySelector(".notes__text").textContent].filter(Boolean).join(" ");
}

// Put a line in the stream, or new words in one that is there. `at` is when it was begun, in milliseconds of the server's time.
export function show({ id, typed, at, question = "", title = "", competency = "" }) {
  let line = lineOf(id);
  if (!line) {
    line = document.getElementById("note-line").content.firstElementChild.cloneNode(true);
    line.id = `note-${id}`;
    line.dataset.question = question;
    line.querySelector(".notes__at").textContent = offset(at);
    const change = line.querySelector(".notes__change");
    change.href = change.getAttribute("href").replace(/0{8}-[0-]+/, id);
    const before = list().lastElementChild;
    if (title && before?.dataset.question !== String(question)) list().append(heading(title, question));
    list().append(line);
  }
  const [mark, text] = parsed(typed);
  showMark(line, mark);
  const isCode = text.startsWith(FENCE);
  line.querySelector(".notes__text").textContent = isCode ? code(text) : text;
  line.toggleAttribute("data-code", isCode);
  if (isCode) line.dataset.typed = typed;
  else delete line.dataset.typed;
  line.querySelector(".notes__change").setAttribute("aria-label", `Change: ${text.slice(0, 40)}`);
  if (competency !== undefined) tag(line, competency);
  line.hidden = false;
  return line;
}

// The sign, and its word for who does not see it; a line without one says nothing of it.
export function showMark(line, mark) {
  const shown = line.querySelector(".notes__mark");
  shown.textContent = mark;
  for (const [name, value] of [["role", "img"], ["aria-label", MARKS[mark]]]) {
    if (mark) shown.setAttribute(name, value);
    else shown.removeAttribute(name);
  }
  if (mark) line.dataset.mark = mark;
  else delete line.dataset.mark;
}

export function tag(line, competency) {
  const name = nameOf(competency);
  line.dataset.competency = competency;
  const shown = line.querySelector(".notes__tag");
  shown.textContent = name;
  shown.hidden = !name;
}

export function nameOf(competency) {
  const options = document.querySelectorAll("[data-note-input] [name=competency] option");
  return competency ? ([...options].find((option) => option.value === String(competency))?.textContent ?? "") : "";
}

function code(text) {
  return text.slice(FENCE.length).replace(/```$/, "").replace(/^\n+|\n+$/g, "");
}

function heading(title, question) {
  const made = document.createElement("li");
  made.className = "notes__break";
  made.dataset.question = question;
  made.textContent = title;
  return made;
}

// Minutes and seconds since the start, as the server writes them; a dash for what is entered later.
function offset(at) {
  const { startedAt, endedAt } = document.querySelector("[data-sitting]").dataset;
  const began = Date.parse(startedAt);
  if (!startedAt || endedAt || at < began) return "–";
  const seconds = Math.floor(((at || serverTime()) - began) / 1000);
  return [Math.floor(seconds / 60), seconds % 60].map((number) => String(number).padStart(2, "0")).join(":");
}

// The newest line stands in sight, where the stream scrolls by itself.
export function reveal(line) {
  line.scrollIntoView({ block: "nearest" });
}
