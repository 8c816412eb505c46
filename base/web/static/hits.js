// What a search found, by the keyboard: the arrow down goes from the box into the rows, the arrows move over
// them, Enter opens the row's link, Esc goes back to the box. Where a later answer takes the row's place, its row
// in that place takes the focus.

export function start(root) {
  for (const area of root.querySelectorAll("[data-hits]")) {
    const box = document.getElementById(area.dataset.hits);
    const links = () => [...area.querySelectorAll("[data-hit] a")];
    const go = (event, to) => {
      event.preventDefault();
      (to ?? box).focus();
    };
    const plain = (event) => !event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey;
    box.addEventListener("keydown", (event) => {
      const [first] = links();
      if (event.key === "ArrowDown" && plain(event) && first) go(event, first);
    });
    area.addEventListener("keydown", (event) => {
      const all = links();
      const at = all.indexOf(event.target);
      if (at < 0 || !plain(event)) return;
      const to = { ArrowDown: all[at + 1] ?? all[at], ArrowUp: all[at - 1], Home: all[0], End: all.at(-1), Escape: undefined };
      if (event.key in to) go(event, to[event.key]);
    });
    // Told before the old rows go; the new ones are there when the microtask runs.
    area.addEventListener("replaced", () => {
      const at = links().indexOf(document.activeElement);
      if (at >= 0) queueMicrotask(() => (links()[at] ?? box).focus());
    });
  }
}
