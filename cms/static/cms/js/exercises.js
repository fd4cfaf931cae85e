// Exercises: what is nicer with a script. Nothing is sent and nothing is kept.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector, root) => root.querySelector(selector);

// A number as people write it: comma or point for decimals, spaces, a unit behind it.
export const asNumber = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  const found = plain.match(/^([+-]?\d+(?:[.,]\d+)?)[^\d.,]*$/);
  return found ? Number(found[1].replace(",", ".")) : NaN;
};

export const verdict = (value, answer, tolerance) => {
  if (Number.isNaN(value)) return "none";
  const off = value - answer;
  if (Math.abs(off) <= tolerance + 1e-9) return "right";
  if (Math.abs(off) <= 5 * tolerance) return "near";
  return off < 0 ? "low" : "high";
};

const say = (place, words, state) => {
  place.dataset.state = state;
  place.textContent = words;
};

const begin = {
  compute(root) {
    const input = one("input", root);
    const place = one("[data-verdict]", root);
    const button = one("[data-check]", root);
    const { answer, tolerance } = root.dataset;
    const check = () => {
      const outcome = verdict(asNumber(input.value), Number(answer), Number(tolerance));
      say(place, place.dataset[outcome], outcome === "right" ? "right" : "wrong");
    };
    button.hidden = false;
    button.addEventListener("click", check);
    input.addEventListener("keydown", (event) => event.key === "Enter" && check());
    input.addEventListener("input", () => say(place, "", ""));
  },

  sort(root) {
    const total = one("[data-total]", root);
    const words = total.dataset;
    const button = one("[data-check]", root);
    const items = all("[data-item]", root);
    const check = () => {
      let right = 0;
      for (const item of items) {
        const place = one("[data-verdict]", item);
        const { value } = one("select", item);
        const state = !value ? "none" : value === item.dataset.group ? "right" : "wrong";
        if (state === "right") right += 1;
        say(place, words[state], state);
        if (state === "right") one("details", item).open = true;
      }
      const state = right === items.length ? "right" : "wrong";
      say(total, words.count.replace("{right}", right).replace("{all}", items.length), state);
    };
    button.hidden = false;
    button.addEventListener("click", check);
    for (const item of items) {
      one("select", item).addEventListener("change", () => say(one("[data-verdict]", item), "", ""));
    }
  },

  reveal(root) {
    const button = one("[data-reveal]", root);
    const answers = all("details", root);
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const answer of answers) answer.open = true;
      button.hidden = true;
      one("summary", answers[0].parentElement).focus();
    });
    for (const answer of answers) {
      answer.addEventListener("toggle", () => (button.hidden = answers.every((each) => each.open)));
    }
  },

  scan(root) {
    const box = one("[data-summary]", root);
    const list = one("[data-advice-list]", root);
    const questions = all("[data-question]", root);
    const show = () => {
      const chosen = questions.map((question) => one("input:checked", question)).filter(Boolean);
      box.hidden = chosen.length === 0;
      list.replaceChildren(...chosen.map((input) => {
        const item = document.createElement("li");
        const advice = one("[data-advice]", input.closest(".scan-answer"));
        item.append(...[...advice.cloneNode(true).childNodes]);
        return item;
      }));
    };
    box.hidden = true;
    root.addEventListener("change", show);
    show();
  },
};

for (const root of all("[data-exercise]")) {
  const kind = root.dataset.exercise;
  (begin[kind] ?? begin.reveal)(root);
}
