// Two kinds of each element that can be seen: what rules about markup can tell of it, and what rules
// about looks can. To these rules elements of one kind are alike.

// Of these a rule knows no more than that they are there, of others not even that; numbers are alike,
// and of words counts only how many there are.
const unread = ["action", "d", "for", "href", "id", "points", "src", "srcset", "value"];
const ignored = /^(class|data-.*|datetime|integrity|nonce|novalidate)$/;
const worded = ["alt", "aria-label", "content", "name", "placeholder", "title"];
const referring = ["aria-controls", "aria-describedby", "aria-labelledby", "aria-owns", "headers"];
// What these hold is their name or their meaning.
const meaningful = "a, audio, button, canvas, dl, map, object, select, summary, svg, table, video, "
  + "[aria-hidden], [contenteditable], [role]";
// What an element lies in counts by its name and these; unless it is the parent, not at all where
// it has none of them and a name that says nothing.
const framing = ["aria-disabled", "aria-hidden", "disabled", "role"];
const nameless = ["article", "div", "section", "span"];
// What looks come from, besides the names of the element and of what it lies in.
const looking = ["class", "role", "type", "open", "disabled", "data-country", "aria-current",
  "aria-disabled", "aria-expanded", "aria-invalid", "aria-pressed"];

const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
const amount = (text) => ["", "few", "many"][Math.min(2, Math.ceil(text.trim().length / 3))];

const isTelling = ({ name, ownerElement }) => name === "content"
  && (ownerElement.name === "viewport" || ownerElement.httpEquiv);
const read = (attribute) => {
  const { name, value } = attribute;
  if (ignored.test(name)) return "";
  if (unread.includes(name) || referring.includes(name)) return name;
  if (name === "lang" && ["nl", "en"].includes(value)) return name;
  if (worded.includes(name) && !isTelling(attribute)) return `${name}=${amount(value)}`;
  return `${name}=${value.replace(/[\d.]+/g, "#")}`;
};
const tag = (element) => {
  const attributes = [...element.attributes].map(read).filter(Boolean);
  return [element.localName, ...attributes.sort()].join(" ");
};
const outlines = new Map();
const outline = (element) => {
  if (!outlines.has(element)) {
    const counts = element.localName !== "noscript" && (isSeen(element) || element.closest("head"));
    outlines.set(element, counts ? `<${tag(element)}>${inside(element)}</>` : "");
  }
  return outlines.get(element);
};
const inside = (element) => {
  const parts = [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return amount(node.data);
    return node.nodeType === Node.ELEMENT_NODE ? outline(node) : "";
  });
  return parts.filter(Boolean).filter((part, place, all) => part !== all[place - 1]).join("");
};
const contents = (element) => {
  if (element === document.documentElement) {
    const ways = ["main", "h1", "a[href^='#']"].map((way) => document.querySelector(way) !== null);
    return `${outline(document.head)} ${ways}`;
  }
  if (element.matches(meaningful)) return inside(element);
  if (!element.matches("ul, ol")) return "";
  const children = [...element.children].map((child) => child.localName + (child.role ?? ""));
  return [...new Set(children)].sort().join();
};
const referred = (element) => referring.flatMap((name) => {
  const ids = element.getAttribute(name)?.split(/\s+/).filter(Boolean) ?? [];
  return ids.map((id) => amount(document.getElementById(id)?.textContent ?? "") || "nothing");
});
const markup = (element) => {
  const labels = [...(element.labels ?? [])].map(outline);
  return [tag(element), contents(element), referred(element), labels].join("|");
};
const withValues = (element, names) => {
  const values = names.map((name) => element.getAttribute(name) ?? "").join();
  return `${element.localName},${values}`;
};

// Calls tell(element, [kind of markup, kind of looks], what it returned for the element around).
const walk = (tell) => {
  const enter = (element, frame, parent, looks, around) => {
    const place = `${looks} > ${withValues(element, looking)}`;
    const kinds = () => [`${frame} > ${parent} > ${markup(element)}`, place];
    const told = isSeen(element) ? tell(element, kinds(), around) : around;
    const me = withValues(element, framing);
    const isNameless = nameless.includes(element.localName) && me === `${element.localName},,,`;
    const within = isNameless ? frame : `${frame} > ${me}`;
    [...element.children].forEach((child) => enter(child, within, me, place, told));
  };
  enter(document.documentElement, "", "", "", undefined);
};
