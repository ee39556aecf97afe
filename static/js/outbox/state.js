// The state line: [data-outbox-state] says in words what is stored and what is not; its data attributes hold the words.
// #said tells it to who does not see it, at most every ten seconds; the loss of saving is told once, as an alert.
const QUIET = 10_000;
const SLOW = 2000; // an answer that takes longer is told: what is typed is not saved yet

let toldAt = -QUIET;
let told = "";
let pending;
let since = 0;

const line = () => document.querySelector("[data-outbox-state]");

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function sentence(state, words) {
  const values = { n: state.waiting, time: state.savedAt?.slice(11, 19), name: state.other };
  if (state.refused) return ["stopped", filled(words.refused, { n: state.refused })];
  if (state.mode === "signed out") return ["stopped", filled(words.signedOut, values)];
  if (state.mode === "another person") return ["stopped", filled(words.another, values)];
  if (state.isForgetful) return ["waiting", state.waiting ? filled(words.forgetful, values) : words.forgets];
  if (state.mode === "offline" || !navigator.onLine) return ["waiting", state.waiting ? filled(words.offline, values) : words.away];
  if (state.waiting) return performance.now() - since > SLOW ? ["waiting", filled(words.slow, values)] : ["saving", words.saving];
  return ["saved", state.savedAt ? filled(words.saved, values) : words.all];
}

function show(state) {
  const shown = line();
  if (!shown) return;
  if (!state.waiting) since = 0;
  else if (!since) {
    since = performance.now();
    setTimeout(() => latest && show(latest), SLOW + 50);
  }
  const [name, text] = sentence(state, shown.dataset);
  if (shown.dataset.state !== name) shown.dataset.state = name;
  if (shown.textContent !== text) shown.textContent = text;
  for (const help of document.querySelectorAll("[data-outbox-when]")) {
    const facts = [`mode:${state.mode.replaceAll(" ", "-")}`, state.isForgetful && "forgetful", document.documentElement.dataset.kept && "kept"];
    help.hidden = !facts.includes(help.dataset.outboxWhen);
  }
  tell(name, text);
}

function tell(name, text) {
  if (text === told || name === "saving") return;
  clearTimeout(pending);
  pending = setTimeout(() => {
    toldAt = performance.now();
    told = text;
    document.getElementById("said").textContent = text;
  }, Math.max(0, toldAt + QUIET - performance.now()));
}

let latest;
document.addEventListener("outbox:state", ({ detail }) => {
  latest = detail;
  show(detail);
});
for (const event of ["online", "offline"]) addEventListener(event, () => latest && show(latest));
