// Autosaves the story form, and shows what is stored where and who else has the story open.
// The text goes to the server two seconds after the last key, and to this browser's disk every second while typing.
import { forget, keep, left } from "desk/keep-local";
import { words } from "desk/words";

const PAUSE = 2000; // ms after the last key
const LONGEST_WAIT = 10_000; // ms; who types without a pause is saved nevertheless
const ON_DISK = 1000; // ms between two copies on the disk
const AGAIN = 5000; // ms until the next try after a failure
const PING = 10_000; // ms; as presence.PING
const SAY = words.autosave;

const form = document.querySelector("#article_form");
const keeping = document.querySelector("[data-keeping]");
const fieldOf = (name) => form?.querySelector(`[name="${name}"]`);
const sheet = fieldOf("sheet")?.value;

if (form && keeping && sheet) {
  const state = keeping.dataset; // person, story, autosaveUrl, presenceUrl, sessionUrl
  const status = form.querySelector("[data-status]");
  const alarm = document.createElement("p"); // only what needs an answer is read aloud
  alarm.className = "visually-hidden";
  alarm.setAttribute("role", "alert");
  keeping.append(alarm);

  const fields = () => {
    const entries = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    return entries.map(([name, value]) => [name, name === "sheet" ? sheet : value]);
  };
  const textOf = (entries) => JSON.stringify(entries.filter(([name]) => !["version", "sheet", "naskah"].includes(name)));

  let stored = fields(); // as the server has it
  let bodyIsTyped = false;
  let typedAt = null;
  let dirtySince = null; // when the first key fell that the server does not know
  let timer;
  let diskTimer;
  let sending = null;
  let isCutOff = false; // the last try met no server
  let paused = false; // the story has moved on: texts go beside it until somebody has chosen
  let leaving = false;

  const say = (sentence, kind = "") => {
    if (!status) return;
    status.textContent = sentence;
    status.dataset.kind = kind;
    if (kind === "wrong") alarm.textContent = sentence;
    else alarm.textContent = "";
  };

  const isUnsaved = () => textOf(fields()) !== textOf(stored);

  // The editor reformats the text when it starts, sometimes after this script. That is not a change by the user.
  const beginsTyping = ({ target }) => { bodyIsTyped ||= target.closest?.(".prose-editor") != null; };
  for (const kind of ["focusin", "pointerdown"]) form.addEventListener(kind, beginsTyping);
  fieldOf("body")?.addEventListener("input", ({ target }) => {
    if (!bodyIsTyped) stored = stored.map(([name, value]) => [name, name === "body" ? target.value : value]);
  });
  form.dataset.autosave = "";
  form.hasTextAtRisk = () => !leaving && isUnsaved() && !(paused && dirtySince === null);

  const toDisk = () => keep({ sheet, person: state.person, story: state.story ?? "", fields: fields(), at: Date.now() });

  const freshToken = async () => {
    const response = await fetch(state.sessionUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!response.ok) throw new Error();
    const { token } = await response.json();
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
  };

  const post = async (url, entries, options = {}) => {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      body: new URLSearchParams(entries),
      headers: { Accept: "application/json", "X-CSRFToken": fieldOf("csrfmiddlewaretoken").value },
      ...options,
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) throw new Error();
    return [response.status, await response.json()];
  };

  const settle = (answer) => {
    fieldOf("version").value = answer.version;
    if (!state.story && answer.change_url) {
      // The story exists now: use its own URL, for the button, a reload and the back button.
      state.autosaveUrl = answer.autosave_url;
      state.presenceUrl = answer.presence_url;
      state.story = answer.change_url.match(/(\d+)\/change/)[1];
      form.action = answer.change_url;
      history.replaceState(null, "", answer.change_url);
      ping();
    }
  };

  // Show the checklist for the current text.
  const showChecks = (html) => {
    const box = document.querySelector("[data-checklist]");
    if (html !== undefined && box && !box.contains(document.activeElement)) box.innerHTML = html;
  };

  const conflict = (answer) => {
    paused = true;
    const box = keeping.querySelector("[data-conflict]");
    box.querySelector("[data-conflict-sentence]").textContent = answer.sentence;
    box.querySelector("[data-conflict-link]").href = answer.merge_url;
    box.hidden = false;
    say(SAY.paused, "wrong");
  };

  const send = async (options) => {
    const entries = fields();
    const text = textOf(entries);
    if (text === textOf(stored)) return;
    const asked = Date.now();
    say(SAY.saving);
    let code, answer;
    try {
      [code, answer] = await post(state.autosaveUrl, entries, options);
    } catch {
      code = 0;
    }
    if (code === 403) {
      // Logged out, or logged in again in another tab: get the new token.
      try {
        await freshToken();
        [code, answer] = await post(state.autosaveUrl, entries, options);
      } catch {
        code = 403;
      }
    }
    isCutOff = code === 0;
    if (code === 200 || code === 409) {
      stored = entries;
      dirtySince = isUnsaved() ? asked : null;
      if (code === 409) conflict(answer);
      else {
        if (answer.state === "empty") return say("");
        settle(answer);
        showChecks(answer.checklist);
        say(answer.sentence, answer.state);
      }
      if (dirtySince === null) forget(sheet);
      else plan();
      return;
    }
    const onDisk = await toDisk();
    const why = code === 403 ? SAY.loggedOut : answer?.errors?.join(" ") ?? SAY.unreachable;
    say(`${why} ${onDisk ? SAY.onDisk : SAY.nowhere}`, "wrong");
    clearTimeout(timer);
    timer = setTimeout(save, AGAIN);
  };

  const save = (options) => {
    clearTimeout(timer);
    sending ??= send(options).finally(() => { sending = null; });
    return sending;
  };

  const plan = () => {
    const waited = Date.now() - (dirtySince ?? Date.now());
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, LONGEST_WAIT - waited)));
  };

  const changed = () => {
    if (!isUnsaved()) return;
    typedAt = Date.now();
    dirtySince ??= typedAt;
    if (status?.dataset.kind !== "wrong") say(SAY.notYet);
    diskTimer ??= setTimeout(() => { diskTimer = undefined; if (isUnsaved()) toDisk(); }, ON_DISK);
    plan();
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.django?.jQuery?.(form).on("change", changed); // select2 tells only those who listen by jQuery

  // -- The button --------------------------------------------------------------------------------------------------

  const isReached = () => fetch(state.sessionUrl, { headers: { Accept: "application/json" }, cache: "no-store" }).then(() => true, () => false);

  // Offline, the button would lead to the browser's error page, and away from the text.
  const stay = async () => {
    say(`${SAY.notSent} ${(await toDisk()) ? SAY.onDisk : SAY.nowhere}`, "wrong");
    clearTimeout(timer);
    timer = setTimeout(save, AGAIN);
  };
  window.addEventListener("online", () => { save(); });

  let ready = false;
  form.addEventListener("submit", async (event) => {
    leaving = ready;
    if (ready) return;
    // Wait for a running request: its response may have a new version, or the URL of a new story.
    if (sending || isCutOff || !navigator.onLine) {
      event.preventDefault();
      const button = event.submitter;
      await sending;
      if (paused) return location.assign(keeping.querySelector("[data-conflict-link]").href);
      if ((isCutOff || !navigator.onLine) && !(await isReached())) return stay();
      ready = true;
      form.requestSubmit(button);
      ready = false;
      return;
    }
    leaving = true;
    clearTimeout(timer);
    toDisk(); // until the next page shows that it has arrived
  });
  window.addEventListener("pageshow", () => { leaving = false; });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isUnsaved() && !leaving) save({ keepalive: textOf(fields()).length < 50_000 });
    else if (document.visibilityState === "visible") ping();
  });

  // -- Who else is here --------------------------------------------------------------------------------------------

  const presence = keeping.querySelector("[data-presence]");
  const ping = async () => {
    if (!state.presenceUrl || document.visibilityState === "hidden") return;
    const version = fieldOf("version").value;
    const entries = [["sheet", sheet], ["version", version]];
    if (typedAt) entries.push(["idle", String(Math.round((Date.now() - typedAt) / 1000))]);
    try {
      const [code, answer] = await post(state.presenceUrl, entries);
      if (code !== 200) return;
      if (presence) {
        presence.querySelector("[data-presence-sentences]").textContent = answer.others.join(" ");
        presence.hidden = answer.others.length === 0;
      }
      // If this window has saved meanwhile, the response is about an older version.
      const isOfNow = version === fieldOf("version").value;
      if (answer.moved && isOfNow && !paused && !sending && !isUnsaved()) say(`${answer.moved} ${SAY.reload}`, "wrong");
    } catch {
      // Offline, which autosave shows already.
    }
  };
  setInterval(ping, PING);
  ping();
  window.addEventListener("pagehide", () => {
    if (state.presenceUrl) {
      const goodbye = new URLSearchParams([["sheet", sheet], ["leave", "1"], ["csrfmiddlewaretoken", fieldOf("csrfmiddlewaretoken").value]]);
      navigator.sendBeacon(state.presenceUrl, goodbye);
    }
  });

  // -- What an earlier visit left behind ---------------------------------------------------------------------------

  const tellOf = (url) => {
    const link = Object.assign(document.createElement("a"), { href: url, className: "desk-button", textContent: SAY.open });
    const box = Object.assign(document.createElement("section"), { className: "notice" });
    const sentence = Object.assign(document.createElement("p"), { textContent: SAY.recovered });
    box.append(sentence, link);
    keeping.append(box);
  };

  const offerLeft = async () => {
    const now = textOf(fields());
    let offered = false;
    for (const entry of await left(state.person, state.story ?? "")) {
      if (entry.sheet === sheet) continue;
      if (textOf(entry.fields) === now) {
        forget(entry.sheet);
        continue;
      }
      try {
        const [code, answer] = await post(state.autosaveUrl, [...entry.fields, ...(state.story ? [["aside", "1"]] : [])]);
        if (code !== 200 && code !== 409) continue;
        await forget(entry.sheet);
        if (answer.state === "aside") offered = true;
        else if (!state.story && answer.change_url) tellOf(answer.change_url);
      } catch {
        return; // stays on the disk for the next time
      }
    }
    if (offered && !isUnsaved()) location.reload();
  };

  if (document.querySelector(".columns__main")?.hasAttribute("data-unsaved")) {
    stored = []; // shown again after a refusal: nothing of it is stored
    changed();
  } else if (!fieldOf("naskah")?.value) offerLeft();
}
