// What is live: one event stream per topic; "changed" makes the part ask for itself again.

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
  // A line that broke may have missed something: look once when it stands again.
  let broken = false;
  stream.addEventListener("error", () => { broken = true; });
  stream.addEventListener("open", () => { if (broken) changed(); broken = false; });
  return stream;
}
