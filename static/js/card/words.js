// The written part of the scorecard keeps itself: each piece goes to the outbox a moment after it was changed, with what it said when
// it was last sent. Where another tab or device changed the same words meanwhile, both texts are offered.
const PAUSE = 200;

export class Words {
  constructor(outbox) {
    this.outbox = outbox;
    this.form = document.querySelector("[data-pieces]");
    this.sent = new Map();
    this.pauses = new Map();
    this.waitsFor = new Set(); // pieces that were changed and not taken yet
    for (const control of this.form.elements) if (control.name && control.type !== "hidden") this.sent.set(control.name, this.value(control.name));
    this.form.addEventListener("input", ({ target }) => this.#changed(target));
    this.form.addEventListener("focusout", ({ target }) => this.#take(target.name));
    for (const event of ["pagehide", "blur"]) addEventListener(event, () => this.#takeAll());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("outbox:new", ({ detail }) => this.#made(detail.entry));
    document.addEventListener("outbox:kept", ({ detail }) => this.#kept(detail));
    document.addEventListener("outbox:refused", ({ detail }) => this.#refused(detail));
  }

  value(name) {
    const controls = [...this.form.querySelectorAll(`[name="${name}"]`)];
    if (controls[0]?.type === "radio" || controls[0]?.type === "checkbox") return controls.filter((one) => one.checked).map((one) => one.value).join(" ");
    return controls[0]?.value ?? "";
  }

  #set(name, value) {
    const chosen = value.split(" ");
    for (const control of this.form.querySelectorAll(`[name="${name}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = chosen.includes(control.value);
      else control.value = value;
    }
    this.sent.set(name, value);
  }

  #changed(control) {
    const { name } = control;
    if (!this.sent.has(name)) return;
    if (name === "verdict") return this.#judged(control.value);
    clearTimeout(this.pauses.get(name));
    this.waitsFor.add(name);
    const isText = control.matches("textarea, [type=text]");
    this.pauses.set(name, setTimeout(() => this.#take(name), isText ? PAUSE : 0));
  }

  // "Could not assess" is its reason; a verdict takes the reason away.
  #judged(value) {
    if (value !== "none") {
      this.#send("verdict", value);
      this.sent.set("not_assessed", "");
      return;
    }
    this.form.elements.not_assessed.focus();
    if (this.value("not_assessed").trim()) this.#send("not_assessed", this.value("not_assessed"));
    else if (this.sent.get("verdict") !== "none") this.#send("verdict", "");
  }

  #take(name) {
    if (!this.waitsFor.has(name)) return;
    const value = this.value(name);
    if (value !== this.sent.get(name)) this.#send(name, value);
    this.waitsFor.delete(name);
  }

  #takeAll() {
    for (const name of this.waitsFor) this.#take(name);
  }

  #send(name, value) {
    clearTimeout(this.pauses.get(name));
    const control = this.form.elements[name];
    const isText = control instanceof HTMLElement && control.matches("textarea, [type=text]");
    const was = this.sent.get(name);
    this.sent.set(name, value);
    if (name === "not_assessed" && value.trim()) this.sent.set("verdict", "none");
    const words = isText ? value : "";
    this.outbox.add({ kind: "words", url: this.form.dataset.pieces, fields: { name, value, was }, target: `words:${this.outbox.room}:${name}`, words, isLazy: isText, extra: { isChoice: true } });
  }

  // Made in another window, or on an earlier visit.
  #made({ kind, room, fields }) {
    if (kind !== "words" || room !== this.outbox.room || this.waitsFor.has(fields.name)) return;
    if (fields.value !== this.value(fields.name)) this.#set(fields.name, fields.value);
  }

  replay(entries) {
    for (const entry of entries) if (!entry.refused) this.#made(entry);
    for (const entry of entries) if (entry.refused?.status === 409) this.#refused({ entry, ...entry.refused });
  }

  // What both changed stands together now.
  #kept({ entry, html }) {
    if (entry.kind !== "words" || entry.room !== this.outbox.room) return;
    const { name, value } = entry.fields;
    const stored = parsed(html).querySelector("[data-piece]")?.dataset.stored;
    if (stored === undefined || this.waitsFor.has(name) || this.value(name) !== value) return;
    this.#set(name, stored);
  }

  #refused({ entry, status, html }) {
    if (entry.kind !== "words" || entry.room !== this.outbox.room || status !== 409) return;
    const { name, value } = entry.fields;
    const controls = this.form.querySelectorAll(`[name="${name}"]`);
    const offer = parsed(html).firstElementChild;
    const field = controls[0].closest(".field");
    field.querySelector(".stale")?.remove();
    field.append(offer);
    offer.addEventListener("click", async ({ target }) => {
      const choice = target.closest("[data-choose]")?.dataset.choose;
      if (!choice) return;
      const { stored } = offer.dataset;
      offer.remove();
      await this.outbox.letGo(entry.id);
      const mine = this.value(name) || value;
      const chosen = { mine, theirs: stored, both: `${mine}\n\n${stored}` }[choice];
      this.#set(name, chosen);
      this.sent.set(name, stored);
      if (choice !== "theirs") this.#send(name, chosen);
      controls[0].focus();
    });
  }
}

const parsed = (html) => document.createRange().createContextualFragment(html);
