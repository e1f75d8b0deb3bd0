// Talking with the bot's own server, and with nobody else.

/** Said in words by the server, or by us when it cannot be reached. */
export class Refused extends Error {}

const LONGEST = 20000; // milliseconds; what comes later counts once all the same, by its id
const NO_ANSWER = "Coreflect does not answer. Check that it is running, then try again.";

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch {
    throw new Refused(NO_ANSWER);
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  throw new Refused(said.error ?? NO_ANSWER);
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(LONGEST) });
}

/** An id for one happening. Sent again after a failure, the happening keeps it, so that it counts once. */
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One event -> {open: form or null, heard}. Throws Refused. */
export async function send(event) {
  return (await post("web/events", event)).json();
}

/** Who a typed name is: {id, name, home}. Throws Refused. */
export async function personCalled(name) {
  return (await ask(`web/person?name=${encodeURIComponent(name)}`)).json();
}

/** What this page can do: {demonstration}. */
export async function about() {
  return (await ask("web/about")).json();
}

/** The demonstration, one {caption, message} after another. Throws Refused. */
export async function* demonstration(weeks, signal) {
  const response = await ask("web/demonstration", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ weeks }),
    signal,
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    rest += value ?? "";
    const lines = rest.split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const step = JSON.parse(line);
      if (step.error) throw new Refused(step.error);
      yield step;
    }
    if (done) return;
  }
}

const PATIENCE = [500, 1000, 2000, 5000, 10000];

/** Follows places, over one connection, and comes back by itself when it breaks. */
export class Stream {
  /** `on`: {message(data), said(data), ready(), lost()}. */
  constructor(on) {
    this.on = on;
    this.seen = new Map();
    this.failures = 0;
  }

  /** Follow exactly these places from now on. */
  follow(places) {
    this.places = places;
    this.close();
    if (!places.length) return;
    const query = new URLSearchParams();
    for (const place of places) {
      query.append("place", place);
      query.append("after", this.seen.get(place) ?? 0);
    }
    const source = new EventSource(`web/stream?${query}`);
    source.addEventListener("message", (event) => {
      const data = JSON.parse(event.data);
      if (!data.place) return;
      this.seen.set(data.place, Math.max(data.seq, this.seen.get(data.place) ?? 0));
      this.on.message(data);
    });
    source.addEventListener("said", (event) => this.on.said(JSON.parse(event.data)));
    source.addEventListener("ready", () => {
      this.failures = 0;
      this.on.ready();
    });
    source.addEventListener("error", () => this.again(source));
    this.source = source;
  }

  /** The browser would ask again from the beginning: close, and ask from what was seen last. */
  again(source) {
    if (source !== this.source) return;
    this.close();
    this.on.lost();
    const wait = PATIENCE[Math.min(this.failures, PATIENCE.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.follow(this.places), wait);
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  /** Forget what was seen of a place, so that it is shown from the beginning again. */
  forget(place) {
    this.seen.delete(place);
  }
}
