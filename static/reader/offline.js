// The page shown in place of one that is not available offline: lists the stories stored on this device, last read first.
const list = document.querySelector("[data-kept]");
const title = async (response) => new DOMParser().parseFromString(await response.text(), "text/html").querySelector("h1")?.textContent ?? "";

const show = async () => {
  const cache = await caches.open("halaman-1");
  const requests = (await cache.keys()).filter((request) => /\/\d{4}\/\d{2}\/\d{2}\//.test(request.url)).reverse();
  for (const request of requests) {
    const link = document.createElement("a");
    link.href = new URL(request.url).pathname;
    link.textContent = await title(await cache.match(request));
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  document.querySelector("[data-some-kept]").hidden = requests.length === 0;
  document.querySelector("[data-nothing-kept]").hidden = requests.length > 0;
};

if (list && "caches" in window) show();
