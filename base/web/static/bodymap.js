// Marks on a body: "front:0.50,0.30;back:0.40,0.10" — shares of the drawing's width and height. A click or
// Enter places a mark, a click on a mark takes it away, the arrow keys move the place.

const WIDE = 100;
const HIGH = 220;
const NEAR = 5;
const STEP = 4;
const SVG = "http://www.w3.org/2000/svg";

export function start(root) {
  for (const field of root.querySelectorAll("[data-bodymap]")) set(field);
}

function set(field) {
  const input = field.querySelector("input[type=hidden]");
  const marks = read(input.value);
  const draw = () => {
    for (const svg of field.querySelectorAll("svg")) {
      const mine = marks.filter((mark) => mark.side === svg.dataset.side);
      svg.querySelector("[data-marks]").replaceChildren(...mine.map(dot));
    }
  };
  const change = () => {
    input.value = marks.map(({ side, x, y }) => `${side}:${(x / WIDE).toFixed(2)},${(y / HIGH).toFixed(2)}`).join(";");
    draw();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const toggle = (side, x, y) => {
    const at = marks.findIndex((mark) => mark.side === side && Math.hypot(mark.x - x, mark.y - y) < NEAR);
    if (at < 0) marks.push({ side, x, y });
    else marks.splice(at, 1);
    change();
  };
  for (const svg of field.querySelectorAll("svg")) listen(svg, toggle);
  field.querySelector("[data-bodymap-clear]").addEventListener("click", () => { marks.length = 0; change(); });
  draw();
}

function listen(svg, toggle) {
  const cursor = svg.querySelector(".cursor");
  svg.addEventListener("click", (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    toggle(svg.dataset.side, point.x, point.y);
  });
  svg.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    const [x, y] = [cursor.cx.baseVal.value, cursor.cy.baseVal.value];
    const move = moves[event.key];
    if (move) {
      cursor.setAttribute("cx", Math.min(WIDE, Math.max(0, x + move[0])));
      cursor.setAttribute("cy", Math.min(HIGH, Math.max(0, y + move[1])));
    } else if (event.key === "Enter" && !event.ctrlKey) toggle(svg.dataset.side, x, y);
    else return;
    event.preventDefault();
  });
}

function dot({ x, y }) {
  const circle = document.createElementNS(SVG, "circle");
  circle.setAttribute("cx", x);
  circle.setAttribute("cy", y);
  circle.setAttribute("r", 4);
  return circle;
}

function read(text) {
  return text.split(";").filter(Boolean).map((part) => {
    const [side, place] = part.split(":");
    const [x, y] = (place ?? "").split(",").map(Number);
    return { side, x: x * WIDE, y: y * HIGH };
  });
}
