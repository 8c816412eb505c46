// What is live: one event stream per topic; "changed" makes the part ask for itself again. A login may have
// a few streams; one that gave way to a newer page begins again when its own page is looked at.

const TOPICS = new Map();

export function start(root) {
  for (const part of root.querySelectorAll("[data-live]")) {
    const topic = part.dataset.live;
    if (!TOPICS.has(topic)) TOPICS.set(topic, open(topic));
  }
}

function open(topic) {
  const stream = new EventSource(`/live?topic=${encodeURIComponent(topic)}`);
  const changed = () => {
    for (const part of document.querySelectorAll("[data-live]")) {
      if (part.dataset.live === topic) part.dispatchEvent(new Event("changed"));
    }
  };
  stream.addEventListener("changed", changed);
  stream.addEventListener("displaced", () => {
    stream.close();
    const again = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", again);
      TOPICS.set(topic, open(topic));
      changed();
    };
    document.addEventListener("visibilitychange", again);
  });
  // A line that broke may have missed something: look once when it stands again.
  let broken = false;
  stream.addEventListener("error", () => { broken = true; });
  stream.addEventListener("open", () => { if (broken) changed(); broken = false; });
  return stream;
}
