// On a phone one competence at a time; without a script they stand below each other.
const form = document.querySelector("[data-one-at-a-time]");
const ratings = form ? [...form.querySelectorAll("[data-rating]")] : [];
const narrow = matchMedia("(max-width: 47.99rem)");

if (ratings.length > 1) {
  const steps = form.querySelector("[data-step-actions]");
  const wrong = ratings.findIndex((rating) => rating.querySelector(".field__error, [aria-invalid]"));
  const button = (text, css, move) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: text, className: css });
    made.addEventListener("click", () => show(here + move, true));
    return made;
  };
  const between = document.createElement("div");
  between.className = "actions";
  const forward = button(form.dataset.next, "button", 1);
  const back = button(form.dataset.previous, "button button--secondary", -1);
  between.append(forward, back);
  steps.before(between);
  ratings.forEach((rating, index) => {
    const place = document.createElement("p");
    place.className = "rating__place";
    place.textContent = `${index + 1} / ${ratings.length}`;
    rating.querySelector("legend").after(place);
  });

  let here = Math.max(0, wrong);
  const show = (index, moved = false) => {
    here = Math.min(Math.max(index, 0), ratings.length - 1);
    const single = narrow.matches;
    const last = here === ratings.length - 1;
    form.classList.toggle("is-single", single);
    ratings.forEach((rating, number) => (rating.hidden = single && number !== here));
    between.hidden = !single;
    forward.hidden = last;
    back.hidden = here === 0;
    steps.hidden = single && !last;
    if (!moved) return;
    const legend = ratings[here].querySelector("legend");
    legend.tabIndex = -1;
    legend.focus({ preventScroll: true });
    ratings[here].scrollIntoView();
  };

  // A link of the error summary opens the competence that it points to.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const index = ratings.findIndex((rating) => rating.contains(target));
    if (index < 0) return;
    show(index);
    target.focus();
  });
  narrow.addEventListener("change", () => show(here));
  show(here);
}
