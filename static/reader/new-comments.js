/* Shows how many comments are new since the thread was opened, as a link above it: nothing moves until somebody follows
   it. Polls a URL that is the same for everybody, once a minute, while the page is visible. */

const EVERY = 60_000; // ms
const news = document.querySelector("[data-news]");
let asked = Date.now();
let timer;

async function ask() {
  asked = Date.now();
  try {
    const response = await fetch(news.dataset.news, { credentials: "omit" });
    if (response.ok) tell((await response.json()).shown - news.dataset.shown);
  } catch { /* no line: the next minute asks again */ }
  wait();
}

function tell(number) {
  const link = news.querySelector("a");
  news.dataset.words ??= link.textContent;
  link.hidden = number < 1;
  if (number > 0) link.textContent = news.dataset.words.replace("{}", number);
}

function wait() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, Math.max(0, asked + EVERY - Date.now()));
}

if (news) {
  news.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault(); // to the address where we are: the browser would only jump
    history.replaceState(null, "", event.target.href);
    location.reload();
  });
  document.addEventListener("visibilitychange", wait);
  wait();
}
