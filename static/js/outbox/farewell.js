// What a page could not put on the disk before it went, in the store that the browser keeps for its tab: the next page there, after a
// reload for one, takes it over at once. It goes with the tab.
const KEY = "farewell";

export function hand(entries) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // full, or not allowed here
  }
}

// What was handed over of this person; that of somebody else stays for them.
export function handed(person) {
  try {
    const entries = JSON.parse(sessionStorage.getItem(KEY) ?? "[]").filter((entry) => entry.person === person);
    if (entries.length) forget();
    return entries;
  } catch {
    return [];
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // then there was nothing either
  }
}
