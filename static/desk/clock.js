// Updates waiting times and countdowns, in the same words as articles/dates.py.
const print = (minutes) => {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const rest = minutes % 60;
  if (days) return days < 3 && hours ? `${days} hari ${hours} jam` : `${days} hari`;
  if (hours) return rest ? `${hours} jam ${rest} menit` : `${hours} jam`;
  return minutes ? `${minutes} menit` : "sebentar";
};

const turn = () => {
  for (const time of document.querySelectorAll("time[data-clock]")) {
    const words = print(Math.floor(Math.abs(new Date(time.dateTime) - Date.now()) / 60_000));
    if (time.textContent !== words) time.textContent = words;
  }
};

setInterval(turn, 20_000);
document.addEventListener("visibilitychange", turn); // timers of a page in the background sleep
