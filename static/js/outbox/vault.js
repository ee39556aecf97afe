// What this browser holds back: entries that are not on the server yet, and the last state of the room's pages. All of it is
// encrypted (AES-GCM) with a key that the server gives to the signed-in person; the key cannot be taken out of the browser.
const NAME = "fairloop";
const VERSION = 1;
const PAUSE = 10_000; // between two looks at a store that was full
const strict = { durability: "strict" }; // on the disk when it says so, and there after a crash

let opened;

export function open() {
  opened ??= new Promise((done, failed) => {
    if (!globalThis.crypto?.subtle) throw new Error("no encryption on this address");
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("keys");
      db.createObjectStore("pages");
      db.createObjectStore("entries", { keyPath: "seq", autoIncrement: true }).createIndex("target", ["person", "target"]);
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("another window holds an older store"));
  });
  return opened;
}

const answered = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

const finished = (transaction) =>
  new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onabort = transaction.onerror = () => failed(transaction.error);
  });

async function read(store, work) {
  const db = await open();
  return answered(work(db.transaction(store).objectStore(store)));
}

// `work` may only wait for requests of this very store; the transaction is over as soon as it waits for anything else.
async function write(store, work, how = strict) {
  const db = await open();
  const transaction = db.transaction(store, "readwrite", how);
  const result = work(transaction.objectStore(store));
  await finished(transaction);
  return result;
}

export async function keepKey(person, base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  await write("keys", (keys) => keys.put(key, person), {}); // it comes again with each visit, and the next entry puts it on the disk too
}

export async function hasKey(person) {
  return Boolean(await read("keys", (keys) => keys.getKey(person)));
}

let look;

// Try from time to time, while `isFull()`, whether this browser keeps something again, and say so once it does.
export function lookAgain(person, isFull, told) {
  clearTimeout(look);
  look = setTimeout(async () => {
    const keeps = await keyOf(person).then((key) => write("keys", (keys) => keys.put(key, person))).then(() => true, () => false);
    if (keeps && isFull()) told();
    else if (isFull()) lookAgain(person, isFull, told);
  }, PAUSE);
}

async function keyOf(person) {
  const key = await read("keys", (keys) => keys.get(person));
  if (!key) throw new Error("no key of this person in this browser");
  return key;
}

export async function seal(person, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(person), data) };
}

export async function unseal(person, sealed) {
  const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await keyOf(person), sealed.data);
  return JSON.parse(new TextDecoder().decode(data));
}

// Entries ---------------------------------------------------------------------------------------------------------------
// Stored: {seq, id, person, room, target, tried, kept, refused, sealed}; what somebody wrote is in `sealed` alone.

// One that nobody has tried to send yet is replaced by a later one of the same target: it keeps its place and its id.
export async function put(entry, content) {
  const sealed = await seal(entry.person, content(null));
  const earlier = await untried(entry);
  const changed = earlier && (await seal(entry.person, content(await unseal(entry.person, earlier.sealed))));
  return write("entries", (entries) => {
    if (!earlier) {
      const request = entries.add({ ...entry, sealed });
      request.onsuccess = () => {
        entry.seq = request.result;
      };
      return entry;
    }
    const request = entries.get(earlier.seq);
    request.onsuccess = () => {
      const still = request.result && !request.result.tried;
      const row = still ? { ...entry, id: earlier.id, seq: earlier.seq, sealed: changed } : { ...entry, sealed };
      const stored = entries.put(row);
      stored.onsuccess = () => Object.assign(entry, { id: row.id, seq: stored.result });
    };
    return entry;
  });
}

async function untried({ person, target }) {
  if (!target) return null;
  const same = await read("entries", (entries) => entries.index("target").getAll([person, target]));
  const last = same.at(-1);
  return last && !last.tried && !last.kept && !last.refused ? last : null;
}

export async function change(seq, facts) {
  await write("entries", (entries) => {
    const request = entries.get(seq);
    request.onsuccess = () => request.result && entries.put({ ...request.result, ...facts });
  });
}

export const remove = (seq) => write("entries", (entries) => entries.delete(seq));

// Those of one person in the order in which they were made, opened; what cannot be opened is left where it is.
export async function entriesOf(person) {
  const rows = (await read("entries", (entries) => entries.getAll())).filter((row) => row.person === person);
  const opened = await Promise.all(rows.map(async (row) => ({ ...row, ...(await unseal(person, row.sealed).catch(() => ({}))) })));
  return opened.filter((row) => row.url);
}

// The first that still has to be sent. It is marked as tried in the same breath, so that from then on nothing takes its place.
export async function take(person) {
  let row;
  await write("entries", (entries) => {
    entries.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      const { value } = cursor;
      if (value.person !== person || value.kept || value.refused) return cursor.continue();
      row = { ...value, tried: value.tried + 1 };
      cursor.update(row);
    };
  });
  return row && { ...row, ...(await unseal(person, row.sealed)) };
}

// Pages -----------------------------------------------------------------------------------------------------------------
// Keep an answer of the server as the page of `url`; whose it is stands in it. Resolves to that person's number, 0 for nobody's page.
export async function keepPage(url, room, answer) {
  const html = await answer.text();
  const person = Number(html.match(/data-person="(\d+)"/)?.[1] ?? 0);
  if (!person) return 0;
  const page = { html, policy: answer.headers.get("Content-Security-Policy"), at: Date.now() };
  const sealed = await seal(person, page);
  await write("pages", (pages) => pages.put({ person, room, sealed }, url));
  return person;
}

export async function pageOf(url) {
  const row = await read("pages", (pages) => pages.get(url));
  return row && unseal(row.person, row.sealed);
}

// Everything that was kept of one room, once its scorecard is submitted; what the server has not got yet stays.
export async function forget(person, room) {
  await write("entries", (entries) => {
    entries.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.person === person && cursor.value.room === room && cursor.value.kept) cursor.delete();
      cursor.continue();
    };
  });
  await write("pages", (pages) => {
    pages.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.person === person && cursor.value.room === room) cursor.delete();
      cursor.continue();
    };
  });
}
