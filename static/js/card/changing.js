// A line is changed where it stands: Enter or leaving it keeps it, Escape brings its words back, and what was taken back comes again.
import { parsed } from "../room/lines.js";
import { send, takeBack } from "../room/typing.js";

const PAUSE = 200;
const page = "scorecard";
const typedOf = (line) => [line.dataset.mark, line.querySelector(".notes__text").textContent].filter(Boolean).join(" ");

// `words(line, typed)` shows new words in a line.
export class Changing {
  constructor(outbox, form, words) {
    Object.assign(this, { outbox, form, words });
    document.addEventListener("click", (event) => {
      const line = event.target.closest("[data-line]:not([data-code])");
      if (!line || !event.target.closest(".notes__change")) return;
      event.preventDefault();
      this.#open(line);
    });
  }

  #open(line) {
    if (line.querySelector(".notes__edit")) return;
    const area = made("textarea", { className: "notes__edit", value: typedOf(line), rows: 1 });
    area.setAttribute("aria-label", "The line");
    Object.assign(area.dataset, { before: area.value, sent: area.value });
    const away = made("button", { className: "button", type: "button", textContent: "Take back" });
    away.dataset.size = "small";
    line.querySelector(".notes__text").after(area, away);
    line.toggleAttribute("data-editing", true);
    line.draggable = false;
    area.focus();
    area.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.#keep(line, area, true), PAUSE);
    });
    area.addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey))) return;
      event.preventDefault();
      if (event.key === "Escape") area.value = area.dataset.before;
      this.#close(line, area, away);
      line.querySelector("[name=lines]").focus();
    });
    area.addEventListener("blur", ({ relatedTarget }) => relatedTarget !== away && this.#close(line, area, away));
    away.addEventListener("click", () => this.#takeBack(line, area, away));
  }

  #keep(line, area, isTyping) {
    clearTimeout(this.pause);
    const { sent } = area.dataset;
    if (!parsed(area.value)[1] || (isTyping && area.value === sent)) return;
    area.dataset.sent = area.value;
    send(this.outbox, this.form, { id: idOf(line), typed: area.value, was: sent, question: "", isTyping, page });
  }

  #close(line, area, away) {
    if (!line.hasAttribute("data-editing")) return; // taking the text away is leaving it once more
    line.removeAttribute("data-editing");
    if (!parsed(area.value)[1]) area.value = area.dataset.before;
    if (area.value !== area.dataset.sent || area.dataset.sent !== area.dataset.before) this.#keep(line, area, false);
    const typed = area.value;
    area.remove();
    away.remove();
    line.draggable = true;
    this.words(line, typed);
  }

  #takeBack(line, area, away) {
    clearTimeout(this.pause);
    area.value = area.dataset.sent;
    this.#close(line, area, away);
    const row = made("li", { className: "notes__gone" });
    const again = made("button", { className: "button", type: "button", textContent: "Bring it again" });
    again.dataset.size = "small";
    row.append("Taken back. ", again);
    line.replaceWith(row);
    takeBack(this.outbox, this.form, idOf(line), "delete", page);
    again.focus();
    again.addEventListener("click", () => {
      takeBack(this.outbox, this.form, idOf(line), "restore", page);
      row.replaceWith(line);
      line.querySelector("[name=lines]").focus();
    });
  }
}

const idOf = (line) => line.id.slice("note-".length);

function made(tag, facts) {
  return Object.assign(document.createElement(tag), facts);
}
