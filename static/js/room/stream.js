// What the outbox tells of lines, shown in the stream: one made in another window or before a reload, one that is stored, one that
// the server does not take.
import { lineOf, show, tag, typedOf } from "./lines.js";
import { send } from "./typing.js";

export class Stream {
  constructor(outbox, typing) {
    this.outbox = outbox;
    this.typing = typing;
    document.addEventListener("outbox:new", ({ detail }) => this.#made(detail.entry));
    document.addEventListener("outbox:kept", ({ detail }) => this.#kept(detail));
    document.addEventListener("outbox:refused", ({ detail }) => this.#refused(detail));
  }

  // Entries of an earlier visit, in order.
  replay(entries) {
    for (const entry of entries) this.#made(entry);
  }

  #made(entry) {
    if (entry.room !== this.outbox.room) return;
    const { kind, fields } = entry;
    if (kind === "note" && fields.id !== this.typing.id) {
      const line = lineOf(fields.id);
      if (line?.hasAttribute("data-editing")) return;
      const { line: typed, question, competency } = fields;
      show({ id: fields.id, typed, at: entry.begun || entry.at, question, title: entry.title, competency }).toggleAttribute("data-unsent", true);
    } else if (kind === "note-change") {
      const line = lineOf(entry.note);
      if (!line) return;
      if ("delete" in fields) line.hidden = true;
      if ("restore" in fields) line.hidden = false;
      if ("competency" in fields) tag(line, fields.competency);
    }
  }

  #kept({ entry, html }) {
    if (entry.kind !== "note") return;
    const line = lineOf(entry.fields.id);
    line?.removeAttribute("data-unsent");
    line?.querySelector(".notes__stale")?.remove();
    const answer = document.createRange().createContextualFragment(html);
    const stored = answer.querySelector(".notes__line");
    if (entry.fields.typing) return;
    const said = answer.querySelector("#notes-said");
    if (said?.childElementCount) document.getElementById("notes-said").replaceChildren(...said.children);
    // Another window may have changed the same line: what both changed stands in it now.
    const isOurs = !stored || typedOf(stored) === typedOf(line ?? stored) || this.#isWaiting(entry.target);
    if (line && !isOurs && !line.hasAttribute("data-editing") && entry.fields.id !== this.typing.id) {
      show({ id: entry.fields.id, typed: typedOf(stored), competency: undefined });
    }
  }

  #isWaiting(target) {
    return [...this.outbox.waiting.values()].some((entry) => entry.target === target);
  }

  #refused({ entry, status, html }) {
    if (entry.kind !== "note") return;
    const line = lineOf(entry.fields.id) ?? show({ id: entry.fields.id, typed: entry.fields.line, at: entry.at });
    line.toggleAttribute("data-unsent", true);
    if (status === 409) this.#offer(line, entry, html);
  }

  // Both texts, to choose from: mine, theirs, or one after the other.
  #offer(line, entry, html) {
    const answer = document.createRange().createContextualFragment(html).firstElementChild;
    const { stored } = answer.dataset;
    line.querySelector(".notes__stale")?.remove();
    line.append(answer);
    answer.addEventListener("click", async ({ target }) => {
      const choice = target.closest("[data-choose]")?.dataset.choose;
      if (!choice) return;
      answer.remove();
      await this.outbox.letGo(entry.id);
      const mine = entry.fields.line;
      const typed = { mine, theirs: stored, both: `${mine} / ${stored.replace(/^[-+!]\s*/, "")}` }[choice];
      show({ id: entry.fields.id, typed, competency: undefined });
      if (choice !== "theirs") send(this.outbox, this.typing.form, { id: entry.fields.id, typed, was: stored, question: entry.fields.question });
      else line.removeAttribute("data-unsent");
      line.focus();
    });
  }
}
