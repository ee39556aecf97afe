// Lines are changed where they stand. The arrow keys go from line to line; the tools of the line that has the focus stand in it.
import { idOf, lineOf, nameOf, parsed, show, tag, typedOf } from "./lines.js";
import { send, takeBack } from "./typing.js";

const PAUSE = 200;
const KEYS = { e: "edit", Enter: "edit", x: "delete", Delete: "delete", "+": "+", "-": "-", "!": "!", "#": "competency", m: "question" };

export class Editing {
  constructor(outbox, undo) {
    this.outbox = outbox;
    this.undo = undo;
    this.form = document.querySelector("[data-note-input]");
    this.tools = document.getElementById("line-tools");
    if (!this.tools) return;
    const notes = document.querySelector(".room__notes");
    notes.addEventListener("focusin", ({ target }) => this.#enter(target.closest(".notes__line")));
    notes.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !relatedTarget.closest(".notes__line") && this.leave());
    notes.addEventListener("keydown", (event) => this.#pressed(event));
    notes.addEventListener("click", (event) => this.#clicked(event));
    this.tools.addEventListener("change", ({ target }) => this.#chosen(target));
  }

  #enter(line) {
    if (!line || this.tools.parentElement === line) return;
    this.tools.hidden = false;
    this.tools.querySelector("[name=competency]").value = line.dataset.competency ?? "";
    fillQuestions(this.tools.querySelector("[name=question]"), line.dataset.question ?? "");
    for (const button of this.tools.querySelectorAll("[data-mark]")) {
      button.setAttribute("aria-pressed", String((line.dataset.mark ?? "") === button.dataset.mark));
    }
    line.append(this.tools);
  }

  leave() {
    this.tools.hidden = true;
    document.querySelector(".room__notes").append(this.tools);
  }

  #pressed(event) {
    const line = event.target.closest(".notes__line");
    if (!line || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches(".notes__edit")) return this.#pressedInEdit(event, line);
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (aside && !event.target.matches("select")) {
      event.preventDefault();
      const tools = [line, ...this.tools.querySelectorAll("button, select")];
      tools[Math.max(0, tools.indexOf(event.target) + aside)]?.focus();
      return;
    }
    if (event.target.closest("#line-tools") && event.key !== "Escape") return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const lines = [...document.querySelectorAll("#note-lines .notes__line:not([hidden])")];
      const next = lines[lines.indexOf(line) + step];
      if (next) next.focus();
      else if (step > 0) this.form.elements.line.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.form.elements.line.focus();
      this.leave();
    } else if (KEYS[event.key] && event.target === line) {
      event.preventDefault();
      this.#do(KEYS[event.key], line);
    }
  }

  #clicked(event) {
    const line = event.target.closest(".notes__line");
    if (!line || event.target.closest(".notes__edit")) return;
    const tool = event.target.closest("[data-tool]");
    if (tool) this.#do(tool.dataset.tool, line);
    else if (event.target.closest(".notes__change")) {
      event.preventDefault();
      this.#edit(line);
    } else if (!event.target.closest("#line-tools") && !getSelection().toString()) line.focus();
  }

  #do(what, line) {
    if (what === "edit") this.#edit(line);
    else if (what === "delete") this.#takeBack(line);
    else if (what in { "+": 1, "-": 1, "!": 1 }) this.#mark(line, what);
    else this.tools.querySelector(`[name=${what}]`)?.focus();
  }

  #mark(line, mark) {
    const was = typedOf(line);
    const text = parsed(was)[1];
    const typed = line.dataset.mark === mark ? text : `${mark} ${text}`;
    this.#change(line, typed, was);
    this.undo.offer("Mark changed.", () => this.#change(line, was, typed));
    this.#enter(line);
    line.focus();
  }

  #takeBack(line) {
    const id = idOf(line);
    const next = line.nextElementSibling ?? line.previousElementSibling;
    this.leave();
    line.hidden = true;
    takeBack(this.outbox, this.form, id);
    this.undo.offer("Line taken back.", () => {
      takeBack(this.outbox, this.form, id, "restore");
      line.hidden = false;
      line.focus();
    });
    (next?.matches(".notes__line:not([hidden])") ? next : this.form.elements.line).focus();
  }

  #change(line, typed, was, isTyping = false) {
    const id = idOf(line);
    show({ id, typed, competency: undefined });
    send(this.outbox, this.form, { id, typed, was, question: line.dataset.question ?? "", isTyping });
  }

  #chosen(select) {
    const line = select.closest(".notes__line");
    if (!line) return;
    const before = line.dataset[select.name] ?? "";
    const set = (value) => {
      if (select.name === "competency") tag(line, value);
      else line.dataset.question = value;
      const url = `${new URL(this.form.action).pathname}${idOf(line)}/`;
      const into = select.name === "question" ? "#notes" : "";
      this.outbox.add({ kind: "note-change", url, fields: { [select.name]: value }, target: `${select.name}:${idOf(line)}`, into, extra: { note: idOf(line) } });
    };
    set(select.value);
    const words = select.name === "competency" ? `Linked to ${nameOf(select.value) || "no competency"}.` : "Moved to another question.";
    this.undo.offer(words, () => set(before));
    line.focus();
  }

  #edit(line) {
    if (line.querySelector(".notes__edit")) return;
    const before = typedOf(line);
    const area = document.createElement("textarea");
    Object.assign(area, { className: "notes__edit", value: before, rows: before.split("\n").length });
    area.setAttribute("aria-label", "The line");
    area.dataset.before = before;
    area.dataset.sent = before;
    line.querySelector(".notes__text").after(area);
    line.toggleAttribute("data-editing", true);
    area.focus();
    area.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.#keep(line, area), PAUSE);
    });
    area.addEventListener("blur", () => this.#done(line, area));
  }

  #keep(line, area, { isFiled = false } = {}) {
    clearTimeout(this.pause);
    const typed = area.value;
    if (!parsed(typed)[1] || (typed === area.dataset.sent && !isFiled)) return;
    const was = area.dataset.sent;
    area.dataset.sent = typed;
    send(this.outbox, this.form, { id: idOf(line), typed, was, question: line.dataset.question ?? "", isTyping: !isFiled });
  }

  #pressedInEdit(event, line) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.target.value = event.target.dataset.before;
    } else if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    event.target.blur();
    line.focus();
  }

  #done(line, area) {
    if (!area.isConnected) return;
    const { before, sent } = area.dataset;
    const typed = parsed(area.value)[1] ? area.value : before;
    area.value = typed;
    if (typed !== sent || sent !== before) this.#keep(line, area, { isFiled: true });
    show({ id: idOf(line), typed, competency: undefined });
    area.remove();
    line.removeAttribute("data-editing");
    if (typed !== before) this.undo.offer("Line changed.", () => lineOf(idOf(line)) && this.#change(line, before, typed));
  }
}

// The questions asked so far, as the agenda shows them.
function fillQuestions(select, chosen) {
  const asked = [...document.querySelectorAll("[data-asked-version]")].map((one) => [one.dataset.askedVersion, one.dataset.title]);
  const options = [["", "No question"], ...asked].map(([value, text]) => new Option(text, value, false, value === String(chosen)));
  select.replaceChildren(...options);
}
