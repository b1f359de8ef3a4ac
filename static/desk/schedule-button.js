// Labels the button with what it will do: with a time, the story is scheduled and not published now.
const time = document.querySelector("#id_live_from");
const schedules = document.querySelector("[data-schedules]");
const publishes = document.querySelector("[data-publishes]");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];

// The field is in the newsroom's time zone, not the computer's, so no Date is used.
const print = (value) => {
  const match = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(value);
  return match && `${Number(match[3])} ${MONTHS[match[2] - 1]} ${match[1]}, ${match[4]}.${match[5]} WIB`;
};

const show = () => {
  const when = print(time.value);
  schedules.textContent = when ? schedules.dataset.schedules.replace("{}", when) : schedules.dataset.idle;
  schedules.classList.toggle("desk-button--main", Boolean(when));
  if (publishes) publishes.disabled = Boolean(when);
};

if (time && schedules) {
  time.addEventListener("input", show);
  show();
}
