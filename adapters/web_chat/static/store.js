// What this browser remembers: who is on the page, and who speaks in the channel. Never what anybody said.

const KEY = "coreflect";

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    const people = Array.isArray(found?.people) ? found.people : [];
    const whole = people.filter((each) => ["id", "name", "home"].every((name) => typeof each?.[name] === "string"));
    return { people: whole, speaker: String(found?.speaker ?? ""), shown: String(found?.shown ?? "") };
  } catch {
    return { people: [], speaker: "", shown: "" }; // no storage here, or not ours: begin anew
  }
}

export const store = read();

/** Keep what `store` holds now. */
export function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(store));
  } catch {
    // Private windows may refuse; the page then forgets when it is closed.
  }
}
