// Remarks without leaving the page: on selected words, with answers, and with marks in the text.
import { element, freshId, openDialog } from "desk/dialog";
import { offerNames } from "desk/mentions";
import { post } from "desk/server";
import { words } from "desk/words";

const SAY = words.remark;
const margin = () => document.querySelector("[data-remarks]");

const passageIn = ({ dataset }) => ({
  quote: dataset.quote,
  prefix: dataset.prefix,
  suffix: dataset.suffix,
  block: Number(dataset.block),
  rivals: Number(dataset.rivals),
  tells: Number(dataset.tells),
});

const markOpenOnes = () => {
  const links = [...document.querySelectorAll(".remark:not(.remark--resolved) > [data-quote]")];
  const marks = links.map((link) => ({ passage: passageIn(link), look: "remark" }));
  document.dispatchEvent(new CustomEvent("desk:marks", { detail: { marks } }));
};

const dress = () => {
  const place = margin()?.querySelector("[name=place]");
  const about = () => margin().querySelector("[data-about-passage]").toggleAttribute("hidden", place.value !== "body");
  place?.addEventListener("change", about);
  if (place) about();
  margin()?.querySelectorAll("[data-mentions]").forEach((field) => offerNames(field, margin().dataset.peopleUrl));
  markOpenOnes();
};

const parsed = (html, selector) =>
  document.importNode(new DOMParser().parseFromString(html, "text/html").querySelector(selector), true);

/** Replaces the list, and carries over text that is being typed in it. */
const replace = (html, sent) => {
  const typed = [...margin().querySelectorAll("textarea")].filter((field) => !sent?.contains(field) && field.value);
  margin().replaceWith(parsed(html, "[data-remarks]"));
  for (const old of typed) {
    const field = document.getElementById(old.id);
    if (!field) continue;
    field.value = old.value;
    field.closest("details")?.setAttribute("open", "");
  }
  dress();
};

const show = (answer, sent) => {
  const { sentence, id } = answer;
  replace(answer.margin, sent);
  document.querySelector("[data-to-do]")?.replaceWith(parsed(answer.to_do, "[data-to-do]"));
  document.querySelector("#remarks-status").textContent = sentence;
  const remark = document.querySelector(`#catatan-${id}`);
  remark?.closest("details")?.setAttribute("open", "");
  remark?.setAttribute("tabindex", "-1");
  return remark;
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-remarks] form");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "true";
  form.querySelectorAll("[role=alert]").forEach((old) => old.remove());
  try {
    const answer = await post(event.submitter?.getAttribute("formaction") ?? form.action, Object.fromEntries(new FormData(form)));
    show(answer, form)?.focus({ preventScroll: true });
  } catch (refusal) {
    form.querySelector("details")?.setAttribute("open", "");
    form.prepend(element("p", { className: "errornote", role: "alert", textContent: refusal.message }));
  } finally {
    delete form.dataset.sending;
  }
});

const ask = (passage, isClipped) =>
  openDialog(passage ? SAY.onPassage : SAY.onStory, (close) => {
    const id = freshId("remark");
    const described = isClipped ? `${id}-clipped ${id}-help` : `${id}-help`;
    const field = element("textarea", { id, rows: 4, maxLength: 2000, required: true, "aria-describedby": described });
    const wrong = element("p", { className: "errornote", role: "alert", hidden: true });
    const save = element("button", { type: "submit", className: "desk-button desk-button--main", textContent: SAY.save });
    const form = element("form", { className: "desk-dialog__remark", noValidate: true }, [
      ...(passage ? [element("blockquote", { className: "remark__quote", textContent: `“${passage.quote}”` })] : []),
      ...(isClipped ? [element("p", { id: `${id}-clipped`, textContent: SAY.clipped })] : []),
      wrong,
      element("label", { htmlFor: id, textContent: SAY.label }),
      field,
      element("p", { className: "help", id: `${id}-help`, textContent: SAY.mention }),
      element("p", {}, [save]),
    ]);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (save.disabled) return;
      save.disabled = true;
      try {
        const about = passage ? { place: "body", ...passage } : { place: "story" };
        close(await post(margin().dataset.url, { ...about, text: field.value }));
      } catch (refusal) {
        wrong.textContent = refusal.message;
        wrong.hidden = false;
        save.disabled = false;
        field.focus();
      }
    });
    offerNames(field, margin().dataset.peopleUrl);
    setTimeout(() => field.focus());
    return [form];
  });

document.addEventListener("desk:remark", ({ detail }) => {
  detail.answer = ask(detail.passage, detail.isClipped).then((answer) => { if (answer) show(answer); });
});
document.addEventListener("desk:editor-ready", markOpenOnes);
if (margin()) dress();
