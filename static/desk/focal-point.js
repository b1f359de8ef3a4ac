// Sets the focal point by a click on the photo, or by the arrow keys. Without JavaScript: two number fields.
import { words } from "desk/words";

const STEP = 0.02; // of the width or height, for each press of an arrow key
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

const box = document.querySelector("[data-focal]");

if (box) {
  const picture = box.querySelector("[data-focal-picture]");
  const point = box.querySelector("[data-focal-point]");
  const across = document.querySelector("[name=focal_x]");
  const down = document.querySelector("[name=focal_y]");
  const within = (number) => Math.min(Math.max(number || 0, 0), 1);
  const fraction = (field) => within(Number(field?.value.replace(",", ".") ?? 0.5));

  const show = () => {
    point.hidden = false;
    point.style.left = `${fraction(across) * 100}%`;
    point.style.top = `${fraction(down) * 100}%`;
    point.setAttribute("aria-label", words.focal(Math.round(fraction(across) * 100), Math.round(fraction(down) * 100)));
  };

  const put = (x, y) => {
    across.value = within(x).toFixed(2);
    down.value = within(y).toFixed(2);
    show();
  };

  if (across && down) {
    picture.addEventListener("click", (event) => {
      const frame = picture.getBoundingClientRect();
      put((event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height);
    });
    point.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (!move) return;
      event.preventDefault(); // the page would scroll
      put(fraction(across) + move[0], fraction(down) + move[1]);
    });
    for (const field of [across, down]) field.addEventListener("input", show);
    box.classList.add("focal--active");
    show();
  }
}
