/* Loads more replies in place, and lets readers agree without leaving the page. Without JavaScript, the same links and
   buttons lead to other pages. */

const thread = document.getElementById("komentar");

async function pageOf(url, options) {
  const response = await fetch(url, { credentials: "same-origin", ...options });
  if (!response.ok || response.redirected && new URL(response.url).pathname.startsWith("/akun/")) throw new Error(response.status);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/* The replies on the linked page, without those that are shown here already. */
async function more(link) {
  const root = link.dataset.more;
  const page = await pageOf(link.href);
  const here = thread.querySelector(`[data-replies="${root}"]`);
  const added = [...page.querySelectorAll(`[data-replies="${root}"] > li`)].filter(
    (item) => !document.getElementById(item.querySelector("[id]")?.id),
  );
  here.append(...added);
  const next = page.querySelector(`[data-more="${root}"]`);
  if (next) link.parentElement.replaceWith(next.parentElement);
  else link.parentElement.remove();
  const first = added[0]?.querySelector("[id]");
  if (first) {
    first.tabIndex = -1;
    first.focus();
  }
}

/* Replaces a comment by its new version from the server. */
async function act(button) {
  const comment = button.closest("[id]");
  const page = await pageOf(button.formAction, { method: "POST", body: new FormData(button.form) });
  const fresh = page.getElementById(comment.id);
  if (!fresh) throw new Error("gone");
  const position = [...comment.querySelectorAll("button.act")].indexOf(button);
  comment.replaceWith(fresh);
  fresh.querySelectorAll("button.act")[position]?.focus();
}

thread?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  more(link).catch(() => location.assign(link.href));
});

document.getElementById("aksi-komentar")?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.formAction.includes("setuju")) return; // the other acts change more of the page than one comment
  event.preventDefault();
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  act(button).catch(() => {
    button.form.action = button.formAction;
    button.form.submit();
  });
});
