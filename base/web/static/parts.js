// Parts of a page, fetched and put in place. It reads the few attributes of htmx that the pages use, with
// htmx's own names and headers (hx-get, hx-post, hx-target, hx-swap, hx-trigger, hx-confirm, hx-push-url),
// so that a page which outgrows it needs no change when htmx takes its place.

const WAIT = /delay:(\d+)ms/;
const FROM = /from:(\S+)/;
const running = new WeakMap();

export function start(root) {
  const all = [...root.querySelectorAll("[hx-get], [hx-post]")];
  if (root.matches?.("[hx-get], [hx-post]")) all.push(root);
  for (const element of all) listen(element);
}

function listen(element) {
  if (element.dataset.listening) return;
  element.dataset.listening = "yes";
  const usual = element.matches("form") ? "submit" : element.matches("input, select, textarea") ? "change" : "click";
  for (const trigger of (element.getAttribute("hx-trigger") ?? usual).split(",")) {
    const [event, ...how] = trigger.trim().split(/\s+/);
    if (event === "load") {
      queueMicrotask(() => go(element));
      continue;
    }
    const wait = Number(how.join(" ").match(WAIT)?.[1] ?? 0);
    const from = how.join(" ").match(FROM)?.[1];
    const source = from ? document.querySelector(from) : element;
    let timer;
    source?.addEventListener(event, (happened) => {
      if (source === element && (event === "submit" || event === "click")) happened.preventDefault();
      clearTimeout(timer);
      timer = setTimeout(() => go(element, happened.submitter), wait);
    });
  }
}

async function go(element, submitter) {
  const question = element.getAttribute("hx-confirm");
  if (question) {
    const { ask } = await import("./app.js");
    if (!(await ask(question))) return;
  }
  const target = find(element);
  if (!target) return;
  running.get(target)?.abort();
  const abort = new AbortController();
  running.set(target, abort);
  target.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(...request(element, submitter, abort.signal));
    const to = response.headers.get("hx-redirect");
    if (to) return location.assign(to);
    place(element, target, await response.text());
    if (element.getAttribute("hx-push-url") === "true") history.pushState(null, "", response.url);
  } catch (error) {
    if (error.name !== "AbortError") element.dispatchEvent(new CustomEvent("part-failed", { bubbles: true }));
  } finally {
    if (running.get(target) === abort) target.removeAttribute("aria-busy");
  }
}

function request(element, submitter, signal) {
  const headers = { "HX-Request": "true", "X-CSRF": token() };
  const fields = new URLSearchParams();
  const form = element.matches("form") ? element : null;
  if (form) for (const [name, value] of new FormData(form, submitter)) fields.append(name, value);
  else if (element.name) fields.append(element.name, element.value);
  const post = element.getAttribute("hx-post");
  if (post) return [post, { method: "POST", headers, body: fields, signal }];
  const url = new URL(element.getAttribute("hx-get"), location.href);
  for (const [name, value] of fields) url.searchParams.append(name, value);
  return [url, { headers, signal }];
}

function find(element) {
  const where = element.getAttribute("hx-target") ?? element.closest("[hx-target]")?.getAttribute("hx-target");
  if (!where || where === "this") return element;
  return where.startsWith("closest ") ? element.closest(where.slice(8)) : document.querySelector(where);
}

function place(element, target, html) {
  const how = element.getAttribute("hx-swap") ?? "innerHTML";
  if (how === "none") return;
  const focused = document.activeElement?.id;
  const box = document.createElement("template");
  box.innerHTML = html;
  for (const other of box.content.querySelectorAll("[hx-swap-oob]")) {
    other.removeAttribute("hx-swap-oob");
    document.getElementById(other.id)?.replaceWith(other);
    tell(other);
  }
  target.dispatchEvent(new Event("replaced"));
  const added = [...box.content.children];
  if (how === "outerHTML") target.replaceWith(box.content);
  else if (how === "beforeend") target.append(box.content);
  else target.replaceChildren(box.content);
  for (const child of added) tell(child);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

function tell(element) {
  element.dispatchEvent(new CustomEvent("part", { bubbles: true }));
}

export function token() {
  return document.querySelector("meta[name=csrf]").content;
}
