// What is nicer with a script; everything works without it.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Menus close on Escape (focus goes back to the word) and on a click elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of all("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// The error summary is read first, and the title says so.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  document.title = `${summary.dataset.errorSummary}: ${document.title}`;
  summary.focus();
}

// Forms: one submit at a time; `data-state` and [data-form-state] tell what is going on.
const show = (form, state) => {
  form.dataset.state = state;
  const place = form.querySelector("[data-form-state]");
  if (place) place.textContent = place.dataset[state] ?? "";
};
document.addEventListener("input", (event) => {
  if (event.target.form) show(event.target.form, "dirty");
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.state === "saving") return event.preventDefault();
  show(form, "saving");
  const buttons = all("button:not([type=button]):not(:disabled)", form);
  const free = () => {
    show(form, "");
    for (const button of buttons) button.disabled = false;
  };
  setTimeout(() => buttons.forEach((button) => (button.disabled = true)));
  setTimeout(free, 8000); // an answer that is a download leaves the page standing
  addEventListener("pageshow", free, { once: true });
});

// Contents stand open beside the text when there is room.
const wide = matchMedia("(min-width: 60rem)");
const unfold = () => all("details[data-wide-open]").forEach((part) => (part.open = wide.matches));
wide.addEventListener("change", unfold);
unfold();

// A table region says that it scrolls, and takes focus, only when it does.
const measure = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const over = target.scrollWidth > target.clientWidth + 1;
    target.dataset.overflow = over ? "yes" : "no";
    over ? target.setAttribute("tabindex", "0") : target.removeAttribute("tabindex");
  }
});
all(".table-scroll").forEach((region) => measure.observe(region));

// Lessons: the section in view is marked in the contents and reported once.
const lesson = document.querySelector("[data-progress-url]");
if (lesson) {
  const { progressUrl, csrf } = lesson.dataset;
  const seen = new Set();
  const mark = (id) => {
    for (const link of all("[data-contents] a")) {
      if (link.hash === `#${id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const report = (id) => {
    if (seen.has(id)) return;
    seen.add(id);
    const headers = { "X-CSRFToken": csrf };
    const body = new URLSearchParams({ section: id });
    fetch(progressUrl, { method: "POST", keepalive: true, headers, body }).catch(() => seen.delete(id));
  };
  const watch = new IntersectionObserver((entries) => {
    const here = entries.filter((entry) => entry.isIntersecting).at(-1);
    if (here) mark(here.target.id), report(here.target.id);
  }, { rootMargin: "0px 0px -40% 0px" });
  all("main h2[id]").forEach((heading) => watch.observe(heading));
}

// A term of the glossary is explained where it stands; Escape or a click elsewhere closes it.
const note = Object.assign(document.createElement("div"), { className: "term-note", popover: "auto", tabIndex: -1 });
let explained = null;
const explain = (link) => {
  const part = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
  const main = document.querySelector("main");
  note.replaceChildren(
    part("p", link.dataset.term, { className: "term-note__term", id: "term-note-name" }),
    part("p", link.dataset.text),
    part("p", ""),
  );
  note.lastChild.append(part("a", link.dataset.more, { href: link.href }));
  note.setAttribute("role", "dialog");
  note.setAttribute("aria-labelledby", "term-note-name");
  main.append(note);
  explained = link;
  note.showPopover();
  const place = link.getClientRects()[0];
  const left = Math.min(place.left, document.documentElement.clientWidth - note.offsetWidth - 16);
  note.style.left = `${Math.max(16, left) + scrollX}px`;
  note.style.top = `${place.bottom + 6 + scrollY}px`;
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: "nearest" });
};
if ("showPopover" in note && document.querySelector("a.term")) {
  for (const link of all("a.term")) link.setAttribute("aria-haspopup", "dialog");
  note.addEventListener("toggle", ({ newState }) => {
    explained?.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "closed" && [document.body, note].includes(document.activeElement)) explained?.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.term");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    explain(link);
  });
}

// Exercises bring their own module, and only where they stand.
const exercise = document.querySelector("[data-exercise]");
if (exercise) import(exercise.dataset.script);
