// Tells the site that a story was read, once per page view, after it has been in view for three seconds.
// Without JavaScript or sendBeacon, the read is not counted.
const address = document.querySelector("[data-read]")?.dataset.read;
const LONG_ENOUGH = 3000; // ms: shorter is a slip of the finger
let timer;

function watch() {
  clearTimeout(timer);
  if (document.visibilityState !== "visible" || document.prerendering) return;
  timer = setTimeout(() => {
    document.removeEventListener("visibilitychange", watch);
    navigator.sendBeacon(address);
  }, LONG_ENOUGH);
}

if (address && navigator.sendBeacon) {
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("prerenderingchange", watch);
  watch();
}
