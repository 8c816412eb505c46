// A row found by typing: the combobox pattern of ARIA. The server answers with
// <li role="option" data-value="…">…</li>; the arrow keys move, Enter or Tab takes, Esc closes.

const PAUSE = 160;

export function start(root) {
  for (const input of root.querySelectorAll("[data-picker]")) new Picker(input);
}

class Picker {
  constructor(input) {
    this.input = input;
    this.list = document.getElementById(input.getAttribute("aria-controls"));
    this.value = input.previousElementSibling;
    this.at = -1;
    input.addEventListener("input", () => { this.put(""); this.soon(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); this.take(option); }
    });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    if (!text && !this.input.dataset.adds) return this.close();
    this.abort?.abort();
    this.abort = new AbortController();
    const url = new URL(this.input.dataset.picker, location.href);
    url.searchParams.set("q", text);
    try {
      const response = await fetch(url, { headers: { "HX-Request": "true" }, signal: this.abort.signal });
      if (response.ok && document.activeElement === this.input) this.open(await response.text());
    } catch { /* a newer question took this one's place */ }
  }

  open(html) {
    this.list.innerHTML = html;
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, i) => { option.id ||= `${this.list.id}-${i}`; });
    if (!this.options.length) {
      const nothing = document.createElement("li");
      nothing.className = "nothing";
      nothing.textContent = this.list.dataset.none;
      this.list.replaceChildren(nothing);
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.move(this.options.length ? 0 : -1);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.at = -1;
  }

  move(to) {
    this.options.forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    this.at = to;
    const option = this.options[to];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown") { event.preventDefault(); this.ask(); }
      return;
    }
    const count = this.options.length;
    if (event.key === "ArrowDown" && count) this.move((this.at + 1) % count);
    else if (event.key === "ArrowUp" && count) this.move((this.at + count - 1) % count);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab") return this.take(this.options[this.at]);
    else if (event.key === "Enter") this.take(this.options[this.at]);
    else return;
    event.preventDefault();
  }

  take(option) {
    if (!option) return this.close();
    if (this.input.dataset.adds) return this.add(option.dataset.value);
    this.input.value = option.dataset.text ?? option.textContent.trim();
    this.put(option.dataset.value);
    this.close();
    this.input.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: option.dataset }));
  }

  // Adds to a field that holds several, and is ready for the next.
  add(value) {
    const field = document.getElementById(this.input.dataset.adds);
    const held = field.value.split(/[;\n]/).map((part) => part.trim()).filter(Boolean);
    if (!held.includes(value)) field.value = [...held, value].join("; ");
    this.input.value = "";
    this.close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  put(value) {
    if (this.value.value === value) return;
    this.value.value = value;
    if (value) this.value.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
