// Requests to the desk. All errors are sentences that can be shown as they are.
import { words } from "desk/words";

export class Refusal extends Error {
  constructor(sentences) {
    super(sentences.join(" "));
    this.sentences = sentences;
  }
}

const known = new Map(); // address -> Map(id -> item), so that nodes of one text are asked for once

const remember = (url, items) => {
  if (!known.has(url)) known.set(url, new Map());
  for (const item of items) known.get(url).set(String(item.id), item);
  return items;
};

const ask = async (url, options) => {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options, headers: { Accept: "application/json", ...options?.headers } });
  } catch {
    throw new Refusal([words.failed]);
  }
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    throw new Refusal([response.redirected || response.status === 403 ? words.loggedOut : words.failed]);
  }
  const answer = await response.json();
  if (!response.ok) throw new Refusal(answer.errors ?? [words.failed]);
  return answer;
};

export const search = async (url, parameters) => {
  const address = new URL(url, location.href);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return remember(url, (await ask(address)).results);
};

let waiting = new Map(); // address -> ids asked for in this turn of the event loop, fetched in one request

export const find = (url, id) => {
  const item = known.get(url)?.get(String(id));
  if (item) return Promise.resolve(item);
  if (!waiting.has(url)) {
    const batch = { ids: new Set() };
    batch.answer = Promise.resolve().then(() => {
      waiting.delete(url);
      return search(url, { ids: [...batch.ids].join(",") });
    });
    waiting.set(url, batch);
  }
  const batch = waiting.get(url);
  batch.ids.add(String(id));
  return batch.answer.then(() => known.get(url)?.get(String(id)) ?? null);
};

export const post = (url, fields) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // Scripts cannot read the cookie, but every form of the desk contains the token.
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  return ask(url, { method: "POST", body: form, headers: { "X-CSRFToken": token } });
};

export const send = async (url, searchUrl, fields) => {
  const item = await post(url, fields);
  remember(searchUrl, [item]);
  return item;
};
