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
