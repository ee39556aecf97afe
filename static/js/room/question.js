// The question in the middle: what is done with it shows at the key press, whatever the net does. The words of all questions of
// the plan are fetched once; what happened to each (`told`) lies on top. The server's answer is taken over without a flicker.
import { serverTime } from "../outbox/time.js";
import { keepPage } from "../outbox/vault.js";
import { drawPanel, isAlike } from "./panel.js";
import { changeKeeping } from "./keeping.js";

const shown = () => document.getElementById("question");

export class Question {
  constructor(outbox) {
    this.outbox = outbox;
    this.panels = new Map(); // version, or "none" → <template>
    this.repeats = new Map();
    this.readTold(shown());
    document.addEventListener("outbox:new", ({ detail }) => this.#made(detail.entry));
    document.addEventListener("entry:answer", (event) => this.#answered(event));
    document.addEventListener("htmx:oobBeforeSwap", (event) => this.#pushed(event));
    for (const event of ["outbox:kept", "live:placed"]) document.addEventListener(event, () => draw(this)); // the plan may be new
    document.addEventListener("keydown", (event) => stepPoints(event));
    addEventListener("submit", (event) => this.#asks(event), true); // before the outbox takes it
    draw(this);
    // What came by another way, since somebody else did something, is drawn on as well.
    new MutationObserver(() => {
      const now = shown();
      if (!now || now === this.drawn) return;
      this.drawn = now;
      if (this.reason && !this.reason.isConnected) this.#askWhy(document.activeElement === document.body || now.contains(document.activeElement));
      if (now.dataset.serverNow !== this.said) this.readTold(now);
      draw(this);
    }).observe(shown().parentElement, { childList: true });
    const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 300));
    idle(() => this.#fetchPanels(), { timeout: 2000 });
  }

  async #fetchPanels() {
    const { panels } = document.querySelector("[data-room]").dataset;
    if (!panels) return;
    const answer = await fetch(panels, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return addEventListener("online", () => this.#fetchPanels(), { once: true });
    const copy = answer.clone();
    const html = await answer.text();
    const holder = document.createElement("template");
    holder.innerHTML = html;
    for (const one of holder.content.querySelectorAll("template[data-panel]")) this.panels.set(one.dataset.panel, one);
    for (const one of holder.content.querySelectorAll("template[data-repeat-of]")) this.repeats.set(one.dataset.repeatOf, one);
    // On the first visit no service worker was there yet to keep them for a reload without a net.
    if (!navigator.serviceWorker?.controller) await keepPage(panels, this.outbox.room, copy).catch(() => {});
    if (shown().hasAttribute("data-bare")) this.show(this.running, this.began);
    draw(this);
    document.querySelector("[data-room]").toggleAttribute("data-has-panels", true);
  }

  // What the server says happened to each question so far.
  readTold(part) {
    this.told = new Map();
    for (const one of part.querySelectorAll("[data-told]")) {
      const { told: version, hints, twists, ticks } = one.dataset;
      const given = list(hints).map((hint) => hint.split("@"));
      this.told.set(version, { ended: one.hasAttribute("data-ended"), given: new Map(given), twists: new Set(list(twists)), ticks: new Set(list(ticks)) });
    }
    this.said = part.dataset.serverNow;
    this.running = part.dataset.running ?? "";
    this.since = part.querySelector("[data-since]")?.dataset.since;
    this.hintSum = Number(part.querySelector("[data-all-told]")?.dataset.allTold ?? 0);
    this.toldAt = Date.parse(part.dataset.serverNow) || 0;
  }

  // Entries of an earlier visit that the server had not got when it made this page, in order.
  replay(entries) {
    for (const entry of entries) {
      const isKnown = entry.kept && Date.parse(entry.keptAt) <= this.toldAt;
      if (!isKnown && !entry.refused) this.#made(entry);
    }
  }

  #made(entry) {
    if (entry.room !== this.outbox.room || !DEEDS[entry.kind]) return;
    DEEDS[entry.kind](this, entry);
    draw(this);
  }

  of(version) {
    if (!this.told.has(version)) this.told.set(version, { ended: true, given: new Map(), twists: new Set(), ticks: new Set() });
    return this.told.get(version);
  }

  // Show the panel of this version, or that nothing is asked.
  show(version, at) {
    this.began = at;
    this.reason = null;
    const template = this.panels.get(version || "none");
    const made = template?.content.firstElementChild.cloneNode(true) ?? bare(version);
    if (version) {
      made.querySelector("[data-since]")?.setAttribute("data-since", new Date(at).toISOString());
      for (const clock of made.querySelectorAll("[data-clock]")) clock.dataset.serverNow = new Date(serverTime()).toISOString();
      const box = made.querySelector("[data-box]");
      if (box) box.dataset.until = new Date(at + Number(box.dataset.box) * 60_000).toISOString();
    }
    made.dataset.serverNow = shown().dataset.serverNow;
    drawPanel(made, this);
    changeKeeping(shown(), made);
  }

  // A question that the candidate met elsewhere needs a reason first.
  #asks(event) {
    if (event.target.dataset?.entry !== "ask" || event.target.matches("[data-repeat]")) return;
    const version = new FormData(event.target, event.submitter).get("version");
    const repeat = this.repeats.get(version);
    if (!repeat || this.told.has(version)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.reason?.remove();
    this.reason = repeat.content.firstElementChild.cloneNode(true);
    this.#askWhy(true);
  }

  // It stays open when what somebody else did brings the panel anew.
  #askWhy(isHere) {
    shown().prepend(this.reason);
    if (isHere) this.reason.querySelector("[name=reason]").focus();
  }

  // The server's panel takes the place of ours where they differ, and nothing else moves.
  #answered(event) {
    if (event.target !== shown()) return;
    const answer = document.createRange().createContextualFragment(event.detail.html);
    const fresh = answer.querySelector("#question");
    if (!fresh) return;
    event.preventDefault();
    this.take(fresh);
    for (const part of answer.querySelectorAll("[hx-swap-oob]")) {
      const place = document.getElementById(part.id);
      part.removeAttribute("hx-swap-oob");
      if (place && !isAlike(place, part)) changeKeeping(place, part);
    }
    draw(this);
  }

  // What somebody else did comes the same way.
  #pushed(event) {
    const { target, fragment } = event.detail;
    const fresh = target?.id === "question" && fragment.querySelector("#question");
    if (!fresh) return;
    event.detail.shouldSwap = false;
    this.take(fresh);
    draw(this);
  }

  take(fresh) {
    this.readTold(fresh);
    drawPanel(fresh, this);
    if (isAlike(shown(), fresh)) copyClocks(fresh, shown());
    else changeKeeping(shown(), fresh);
  }
}

// What each deed changes in what was told.
const DEEDS = {
  ask(question, { fields, at }) {
    const { version } = fields;
    if (question.running === version) return;
    if (question.running) question.of(question.running).ended = true;
    question.of(version).ended = false;
    question.running = version;
    question.show(version, at);
  },
  finish(question, { url }) {
    const version = versionOf(url);
    question.of(version).ended = true;
    if (question.running !== version) return;
    question.running = "";
    question.show("");
  },
  hint(question, { url, at }) {
    const told = question.of(versionOf(url));
    const hint = lastOf(url);
    if (told.given.has(hint)) return;
    told.given.set(hint, new Date(at).toTimeString().slice(0, 5));
    question.hintSum += Number(shown().querySelector(`[data-hint="${hint}"]`)?.dataset.strength ?? 0);
  },
  twist(question, { url }) {
    question.of(versionOf(url)).twists.add(lastOf(url));
  },
  tick(question, { url, fields }) {
    const { ticks } = question.of(versionOf(url));
    if ("ticked" in fields) ticks.add(lastOf(url));
    else ticks.delete(lastOf(url));
  },
};

function draw(question) {
  drawPanel(shown(), question);
  for (const one of document.querySelectorAll("[data-hint-sum] [data-count]")) one.textContent = question.hintSum;
  for (const row of document.querySelectorAll("#agenda [data-version]")) {
    const { version } = row.dataset;
    const told = question.told.get(version);
    const state = version === question.running ? "running" : told ? "asked" : row.dataset.state;
    if (row.dataset.state === state) continue;
    row.dataset.state = state;
    row.dataset.askedVersion = version;
    const said = row.querySelector("[data-state-said]");
    if (said) said.textContent = `, ${state}`;
    const ask = row.querySelector("[data-ask]");
    if (ask) ask.textContent = "Go on";
  }
  for (const row of document.querySelectorAll("#agenda [data-version]")) {
    const button = row.querySelector("[data-ask]")?.closest("button");
    if (button) (button.closest(".agenda__deeds") ?? button).hidden = row.dataset.version === question.running;
  }
  document.dispatchEvent(new CustomEvent("room:question", { detail: { running: question.running, tests: list(shown().dataset.tests) } }));
}

// The arrow keys go from point to point.
function stepPoints(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !event.target.matches?.("[data-point]")) return;
  event.preventDefault();
  const boxes = [...shown().querySelectorAll("[data-point]")];
  boxes[boxes.indexOf(event.target) + step]?.focus();
}

function copyClocks(from, to) {
  const fresh = [...from.querySelectorAll("[data-clock]")];
  [...to.querySelectorAll("[data-clock]")].forEach((clock, place) => {
    for (const { name, value } of fresh[place]?.attributes ?? []) clock.setAttribute(name, value);
  });
  to.dataset.serverNow = from.dataset.serverNow;
}

// A question whose words are not here: its name, until the server answers.
function bare(version) {
  const made = document.createElement("div");
  Object.assign(made, { id: "question", className: "stack" });
  made.toggleAttribute("data-bare", true);
  const title = document.createElement("h2");
  title.tabIndex = -1;
  title.textContent = "No question is being asked";
  if (version) {
    const row = document.querySelector(`#agenda [data-version="${version}"], #found [data-version="${version}"]`);
    made.dataset.running = version;
    made.dataset.title = title.textContent = row?.dataset.title ?? "The question";
  }
  const words = document.createElement("p");
  words.className = "empty";
  words.textContent = version ? "Its words come as soon as the server answers." : "Go on to the next, or choose one from the plan.";
  made.append(title, words);
  return made;
}

const list = (words = "") => words.split(" ").filter(Boolean);
const versionOf = (url) => url.match(/\/asked\/(\d+)\//)?.[1] ?? "";
const lastOf = (url) => url.match(/(\d+)\/$/)?.[1] ?? "";
