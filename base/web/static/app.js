// The page's own behaviour. Every page works without it; with it, less is typed and less is fetched.
import "./keys.js";
import { start as startParts } from "./parts.js";

// What only some pages need is fetched when a page has it.
const wanted = {
  "[data-autosave], [data-romanise]": "./autosave.js",
  "[data-picker]": "./picker.js",
  "[data-live]": "./live.js",
  "[data-camera]": "./camera.js",
  "[data-bodymap]": "./bodymap.js",
  "[data-hits]": "./hits.js",
};

function start(root) {
  for (const starter of [startParts, startClock, startDialogs]) starter(root);
  for (const [what, file] of Object.entries(wanted)) {
    if (root.querySelector(what)) import(file).then((module) => module.start(root));
  }
  // A phone has no keyboard to be ready for, and would only scroll past the heading.
  root.querySelector("[data-focus]")?.focus({ preventScroll: matchMedia("(pointer: coarse)").matches });
}

// The bar's search box begins to suggest when somebody is about to type.
document.addEventListener("focusin", ({ target }) => {
  if (!target.dataset.search || target.dataset.suggests) return;
  target.dataset.suggests = "yes";
  import("./suggest.js").then((module) => module.start(target));
});

// An empty field is named in the language of the page, not in the browser's own. Choices of one name are one field,
// so that an answer to any of them is an answer to all.
document.addEventListener("invalid", ({ target }) => {
  target.setCustomValidity(target.validity.valueMissing ? document.body.dataset.needed : "");
}, true);
document.addEventListener("input", ({ target }) => {
  for (const field of target.form?.elements ?? []) field.setCustomValidity?.("");
}, true);

// Rail on a phone.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rail]");
  const rail = document.getElementById("rail");
  if (!rail) return;
  if (button) event.preventDefault(); // without scripts, the link itself shows the rail
  const open = button ? !rail.classList.contains("open") : rail.classList.contains("open") && rail.contains(event.target);
  rail.classList.toggle("open", open);
  document.querySelector("[data-rail]")?.setAttribute("aria-expanded", String(open));
});

// A sheet that opened from the bar closes when something else is clicked.
document.addEventListener("click", (event) => {
  for (const sheet of document.querySelectorAll("details[data-closes][open]")) {
    if (!sheet.contains(event.target)) sheet.open = false;
  }
});

function startDialogs(root) {
  for (const button of root.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.open)?.showModal());
  }
  for (const button of root.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => button.closest("dialog")?.close());
  }
}

// A form that asks before it is sent, in the page's own dialog.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.askFirst || form.dataset.asked) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await ask(form.dataset.askFirst)) {
    form.dataset.asked = "yes";
    form.requestSubmit(event.submitter);
  }
}, true);

export function ask(text) {
  const dialog = document.getElementById("ask");
  dialog.querySelector("[data-ask-text]").textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    for (const button of dialog.querySelectorAll("[data-ask]")) button.onclick = () => dialog.close(button.dataset.ask);
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// A form goes out once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get") return;
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
});

// The clock of the bar, in Dhaka's time whatever the machine's zone.
function startClock(root) {
  const clock = root.querySelector("[data-clock]");
  if (!clock) return;
  const format = new Intl.DateTimeFormat(clock.dataset.clock === "bn" ? "bn-BD" : "en-GB", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Dhaka" });
  setInterval(() => { clock.textContent = format.format(new Date()); }, 10_000);
}

export function toast(text, tone = "plain") {
  const line = document.createElement("p");
  line.className = `toast ${tone}`;
  line.textContent = text;
  document.getElementById("toasts").append(line);
  fade(line);
}

function fade(line) {
  setTimeout(() => line.remove(), 6_000);
}

for (const line of document.querySelectorAll(".toast")) fade(line);
document.addEventListener("part", (event) => start(event.target));
start(document);
