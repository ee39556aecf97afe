// The outbox: each deed of the room is on this machine's disk before it is sent, is sent in order, and stays until the server
// says that it is stored. One window sends for all; each hears what became of what it shows.
//
// On the document: "outbox:new" {entry} when one was made, here or in another window; "outbox:kept" {entry, html} when the server
// has it; "outbox:refused" {entry, status, html} when it does not want it; "outbox:state" {…} for the state line.
import * as farewell from "./farewell.js";
import * as vault from "./vault.js";
import { newId, notBefore, setTime, setTimeByPage, timeOfDeed } from "./time.js";

const PATIENCE = 8000; // milliseconds for one answer
const LONGEST = 15_000; // between two tries
const channel = new BroadcastChannel("outbox");
const memory = []; // what this browser's store did not take: sent after the rest

export class Outbox {
  constructor({ person, room, passport }) {
    Object.assign(this, { person, room, passport, token: "", wait: 0, mode: "ready", savedAt: "", sending: null, order: Promise.resolve() });
    this.waiting = new Map(); // id → entry that is neither stored nor refused
    this.refused = new Map();
    this.unstored = new Map(); // made a moment ago, and not on the disk yet
    channel.onmessage = ({ data }) => this.#hear(data);
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    // At the first already, since at the second a browser with other work may have no time left for it.
    for (const event of ["beforeunload", "pagehide"]) {
      addEventListener(event, () => {
        this.isLeaving = event === "pagehide"; // a download does not take the page away
        this.flush();
        if (this.unstored.size) this.#leave();
      });
    }
    addEventListener("pageshow", () => (this.isLeaving = false));
  }

  // The key and the token of whoever is signed in now, and what this room's page does not show yet: what waits from earlier
  // visits, and on a page that comes from this browser's store also what was done since it was kept.
  async begin() {
    setTimeByPage();
    const asked = this.#ask().catch(() => this.#unreachable()).then(() => this.#tell());
    // The key of an earlier visit opens what waits here already; nobody waits for the server then.
    if (!(await vault.hasKey(this.person).catch(() => false))) await asked;
    const entries = await vault.entriesOf(this.person).catch(() => {
      this.isForgetful = true;
      return [];
    });
    for (const entry of entries) {
      if (entry.refused) this.refused.set(entry.id, entry);
      else if (!entry.kept) this.waiting.set(entry.id, entry);
    }
    const handed = farewell.handed(this.person).filter(({ id }) => !entries.some((entry) => entry.id === id));
    for (const entry of handed) this.#take(entry, { isTold: false });
    entries.push(...handed);
    this.#tell();
    asked.then(() => this.flush());
    const isKept = document.documentElement.dataset.kept;
    if (!isKept) for (const { seq } of entries.filter((entry) => entry.kept && entry.room === this.room)) vault.remove(seq).catch(() => {});
    return entries.filter((entry) => entry.room === this.room && (isKept || !entry.kept));
  }

  // Take a deed: {kind, url, fields, target, words, into, isLazy}. `target` names what it is the state of: while an earlier one
  // of the same target was not sent yet, this one takes its place, and what it says it `was`. Resolves when it is on the disk.
  add({ kind, url, fields, target = "", words = "", into = "", isLazy = false, extra = {} }) {
    const at = timeOfDeed();
    return this.#take({ id: newId(at), person: this.person, room: this.room, target, at, kind, url, fields, words, into, ...extra }, { isLazy });
  }

  #take(entry, { isLazy = false, isTold = true }) {
    const { id, person, room, target, ...state } = entry;
    const said = (fields) => Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => name.startsWith("was")));
    const content = (before) => ({ ...state, at: before?.at ?? state.at, fields: { ...state.fields, ...said(before?.fields) } });
    this.waiting.set(id, entry);
    this.unstored.set(id, entry);
    if (this.isLeaving) this.#leave();
    if (isTold) this.#say("new", { entry });
    this.#tell();
    const stored = this.order.then(() => this.#store({ id, person, room, target, tried: 0 }, content, entry));
    this.order = stored.catch(() => {});
    stored.then(() => {
      channel.postMessage({ what: "new", entry });
      this.unstored.delete(id);
      if (!this.unstored.size) farewell.forget();
      this.#soon(isLazy);
    });
    return stored.then(() => entry);
  }

  // The page goes before the disk has everything. The browser sends it after the page is gone, and it is handed to the next page
  // of this tab. Should it come twice, the server does it once.
  #leave() {
    const entries = [...this.unstored.values()];
    farewell.hand(entries);
    if (this.token) for (const entry of entries) this.#request(entry, { keepalive: true }).catch(() => {});
  }

  async #store(row, content, entry) {
    const made = row.id;
    try {
      await vault.put(row, content);
      this.isForgetful = false;
    } catch {
      this.isForgetful = true; // full, or no store here: it is sent all the same, and the state line says so
      const before = memory.find((one) => one.target && one.target === entry.target && !one.tried);
      if (before) Object.assign(before, content(before));
      else memory.push({ ...entry, ...content(null) });
      row.id = before?.id ?? made;
    }
    if (row.id !== made) {
      this.waiting.delete(made);
      entry.id = row.id;
    }
    this.waiting.set(entry.id, entry);
  }

  #soon(isLazy) {
    if (!isLazy) return this.flush();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.flush(), 500);
    this.limit ??= setTimeout(() => this.flush(), 1900);
  }

  // Send what waits, here or in the window that is sending already.
  flush() {
    for (const timer of [this.pause, this.limit, this.retry]) clearTimeout(timer);
    this.limit = undefined;
    if (this.sending) {
      this.isWanted = true;
      return this.sending;
    }
    const work = () => this.#drain();
    this.sending = (navigator.locks ? navigator.locks.request("outbox", work) : work()).finally(() => {
      this.sending = null;
      this.#tell();
      if (this.isForgetful && !memory.length) vault.lookAgain(this.person, () => this.isForgetful, () => this.#tell("", false));
      if (this.isWanted && this.mode === "ready") this.flush();
      this.isWanted = false;
    });
    return this.sending;
  }

  async #drain() {
    for (;;) {
      this.isWanted = false;
      const entry = (await vault.take(this.person).catch(() => null)) ?? memory.find((one) => !one.refused);
      if (!entry) {
        this.mode = "ready";
        this.wait = 0;
        return;
      }
      if (!(await this.#send(entry))) return this.#later();
      this.wait = 0;
    }
  }

  // True when this entry is done with, whatever came of it.
  async #send(entry) {
    if (!this.token) await this.#ask().catch(() => {});
    if (this.mode === "signed out" || this.mode === "another person") return false;
    if (!entry.seq) entry.tried = (entry.tried ?? 0) + 1;
    this.#tell("sending");
    const answer = await this.#post(entry);
    if (!answer) return false;
    if (answer.again) {
      this.token = "";
      await this.#ask().catch(() => {});
      entry.tried += 1;
      return this.mode === "ready" && entry.tried < 4 ? this.#send(entry) : false;
    }
    const { status, html, kept } = answer;
    if (kept) {
      this.savedAt = entry.keptAt = kept;
      await this.#done(entry, { kept: true, keptAt: kept });
      this.#both("kept", { entry, html });
    } else {
      entry.refused = { status, html };
      await this.#done(entry, { refused: entry.refused });
      this.#both("refused", { entry, status, html });
    }
    return true;
  }

  async #done(entry, facts) {
    if (entry.seq) await vault.change(entry.seq, facts).catch(() => vault.remove(entry.seq));
    else if (facts.kept) memory.splice(memory.indexOf(entry), 1);
    this.waiting.delete(entry.id);
    if (facts.refused) this.refused.set(entry.id, entry);
  }

  // The answer of the server in full, {again} when it does not know this page any more, or nothing when there was none.
  async #post(entry) {
    try {
      const answer = await this.#request(entry, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.type === "opaqueredirect" || answer.headers.get("Refused") === "csrf") return { again: true };
      if (answer.status >= 500 || answer.status === 429) return this.#unreachable();
      const html = await answer.text(); // half an answer throws, and counts as none
      const kept = answer.headers.get("Entry-Kept");
      if (kept) setTime(Date.parse(kept));
      if (answer.ok && !kept) return this.#unreachable(); // not from our server: a hotel's door, for one
      this.mode = "ready";
      return { status: answer.status, html, kept };
    } catch {
      return this.#unreachable();
    }
  }

  #request(entry, how) {
    const headers = { "Entry-Id": entry.id, "Entry-At": String(entry.at), "HX-Request": "true", "X-CSRFToken": this.token };
    return fetch(entry.url, { method: "POST", headers, body: new URLSearchParams(entry.fields), redirect: "manual", ...how });
  }

  #unreachable() {
    this.mode = "offline";
    return null;
  }

  // Who is signed in, their key and token.
  async #ask() {
    const answer = await fetch(this.passport, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      this.mode = "signed out";
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const { person, name, key, token, now } = await answer.json();
    setTime(now);
    if (person !== this.person) {
      Object.assign(this, { mode: "another person", other: name });
      return;
    }
    Object.assign(this, { token, mode: "ready" });
    await vault.keepKey(person, key).catch(() => (this.isForgetful = true));
  }

  #later() {
    this.token = this.mode === "offline" ? this.token : "";
    this.wait = Math.min(LONGEST, Math.max(1000, this.wait * 2));
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.flush(), this.wait * (0.75 + Math.random() / 2));
  }

  // Send a refused entry again, or let it go.
  async again(id) {
    const entry = this.refused.get(id);
    if (!entry) return;
    this.refused.delete(id);
    entry.refused = null;
    if (entry.seq) await vault.change(entry.seq, { refused: null });
    this.waiting.set(id, entry);
    await this.flush();
  }

  async letGo(id) {
    const entry = this.refused.get(id);
    this.refused.delete(id);
    if (entry?.seq) await vault.remove(entry.seq);
    else if (entry) memory.splice(memory.indexOf(entry), 1);
    this.#tell();
  }

  // All text that is not on the server, for somebody to copy.
  text() {
    return [...this.waiting.values(), ...this.refused.values()].map((entry) => entry.words).filter(Boolean).join("\n");
  }

  #hear({ what, ...detail }) {
    if (detail.entry.person !== this.person) return;
    if (what === "new") notBefore(detail.entry.at);
    if (what === "kept") this.savedAt = detail.entry.keptAt;
    this.#say(what, detail);
    clearTimeout(this.count);
    this.count = setTimeout(() => this.#recount(), 200);
  }

  // What another window made or sent stands in the common store.
  async #recount() {
    const entries = await vault.entriesOf(this.person).catch(() => null);
    if (!entries) return;
    const left = [...entries, ...memory].filter((entry) => !entry.kept);
    this.waiting = new Map(left.filter((entry) => !entry.refused).map((entry) => [entry.id, entry]));
    this.refused = new Map(left.filter((entry) => entry.refused).map((entry) => [entry.id, entry]));
    this.#tell();
  }

  #both(what, detail) {
    this.#say(what, detail);
    channel.postMessage({ what, ...detail });
    this.#tell();
  }

  #say(what, detail) {
    document.dispatchEvent(new CustomEvent(`outbox:${what}`, { detail }));
  }

  #tell(doing = "", forgets = this.isForgetful) {
    this.isForgetful = forgets;
    const { mode, savedAt, isForgetful, other } = this;
    const [waiting, refused] = [this.waiting.size, this.refused.size];
    this.#say("state", { mode, savedAt, isForgetful, other, isSending: doing === "sending", waiting, refused });
  }
}
