// Ratings and signals show at the key press: the ladder in its column and the row at hand say the same, and a count counts at once.
const all = (selector) => [...document.querySelectorAll(selector)];

export class Rating {
  constructor(outbox) {
    this.outbox = outbox;
    this.hand = document.getElementById("at-hand");
    document.addEventListener("outbox:new", ({ detail }) => this.#made(detail.entry));
    document.addEventListener("entry", ({ target, detail }) => detail.kind === "flag" && put(target));
    document.addEventListener("room:question", ({ detail }) => this.#moved(detail));
    document.addEventListener("click", ({ target }) => {
      if (target.closest("[data-hand-next]")) this.#another();
      if (target.closest("[data-hand-ladder]")) this.#openLadder();
    });
    document.addEventListener("toggle", ({ target }) => {
      if (target.open && target.matches("[data-focus-first]")) target.querySelector("select, input:not([type=hidden]), textarea")?.focus();
    }, true);
  }

  replay(entries, toldAt) {
    for (const entry of entries) if (!entry.refused && !(entry.kept && Date.parse(entry.keptAt) <= toldAt)) this.#made(entry);
  }

  #made(entry) {
    if (entry.room !== this.outbox.room) return;
    const number = entry.url.match(/(\d+)\/$/)?.[1];
    if (entry.kind === "rating") this.#rated(number, entry.fields);
    if (entry.kind === "signal") count(document.getElementById(`signal-${number}`), "undo" in entry.fields ? -1 : 1);
    if (entry.kind === "flag") raise(entry.fields);
    if (entry.kind === "flag-withdrawal") for (const one of all("#flags form")) if (one.getAttribute("action") === entry.url) one.hidden = true;
  }

  #rated(ladder, { step = "" }) {
    const column = document.getElementById(`rating-${ladder}`);
    for (const radio of column?.querySelectorAll("[type=radio]") ?? []) radio.checked = step !== "" && radio.value === step;
    column?.toggleAttribute("data-rated", true);
    if (column?.querySelector("[data-beyond]")) column.querySelector("[data-beyond]").hidden = true;
    document.querySelector(`[data-unrated="${ladder}"]`)?.remove();
    this.#draw();
    const chosen = column?.querySelector("[type=radio]:checked")?.closest("label").querySelector(".rating__name");
    if (chosen) say(`${nameOf(column)}: ${chosen.firstChild.textContent.trim()}`);
  }

  // What the question tests first is at hand; once its answer is over it is offered, and nothing waits for it.
  #moved({ running, tests }) {
    if (!this.hand) return;
    if (running) {
      const ladder = tests.map((one) => document.querySelector(`#ratings [data-competency="${one}"]`)).find(Boolean);
      if (ladder && running !== this.running) this.#take(ladder);
      this.running = running;
    }
    this.isOver = !running && (Boolean(this.running) || this.hand.hasAttribute("data-offered"));
    this.#draw();
  }

  #take(ladder) {
    const { hand } = this;
    hand.dataset.ladder = ladder.dataset.ladder;
    hand.action = ladder.action;
    hand.dataset.entryTarget = ladder.dataset.entryTarget;
    hand.dataset.entryInto = `#${ladder.id}`;
    hand.querySelector("[data-hand-name]").textContent = nameOf(ladder);
  }

  #ladder() {
    return document.getElementById(`rating-${this.hand.dataset.ladder}`);
  }

  #draw() {
    if (!this.hand) return;
    const ladder = this.#ladder();
    const chosen = ladder?.querySelector("[type=radio]:checked")?.value;
    for (const button of this.hand.querySelectorAll("[name=step]")) button.setAttribute("aria-pressed", String(button.value === chosen));
    this.hand.toggleAttribute("data-offered", Boolean(this.isOver && ladder && !ladder.hasAttribute("data-rated")));
    for (const one of all("#ratings [data-ladder]")) one.toggleAttribute("data-at-hand", one === ladder);
  }

  #another() {
    const ladders = all("#ratings [data-ladder]");
    this.#take(ladders[(ladders.indexOf(this.#ladder()) + 1) % ladders.length]);
    this.#draw();
    say(nameOf(this.#ladder()));
  }

  // The steps beside the level's window.
  #openLadder() {
    const fold = this.#ladder()?.querySelector("details");
    if (!fold) return;
    const column = document.querySelector("[name=column][value=rating]");
    if (!fold.checkVisibility() && column) column.click();
    fold.open = !fold.open;
    if (!fold.open) return;
    fold.scrollIntoView({ block: "nearest" });
    fold.querySelector("summary").focus();
  }
}

function count(row, step) {
  const shown = row?.querySelector("[data-count]");
  if (!shown) return;
  const number = Math.max(0, Number(shown.textContent) + step);
  shown.textContent = number;
  const less = row.querySelector("[name=undo]");
  if (less) less.hidden = !number;
  const { least, most } = row.dataset;
  const words = most !== undefined && number > Number(most) ? ", more than expected" : least && number >= Number(least) ? ", as expected" : "";
  row.querySelector("[data-stands]").textContent = words;
  say(`${row.querySelector(".signals__name").firstChild.textContent.trim()}: ${number}`);
}

// The form is empty again and folded; what was written is in the outbox.
function put(form) {
  form.reset();
  const fold = form.closest("details");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
}

function raise({ kind, behaviour, words }) {
  const fold = document.querySelector("#flags details");
  if (!fold || !behaviour) return;
  const row = document.createElement("p");
  const called = document.createElement("b");
  called.textContent = [...fold.querySelectorAll("[name=kind] option")].find((one) => one.value === kind)?.textContent ?? "Red flag";
  row.append(called, `: ${behaviour}${words ? ` “${words}”` : ""}`);
  fold.before(row);
  say("Red flag raised");
}

const nameOf = (ladder) => ladder.querySelector("legend").firstChild.textContent.trim();

function say(words) {
  document.getElementById("said").textContent = words;
}
