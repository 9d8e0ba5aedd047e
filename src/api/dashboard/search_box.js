// SPDX-License-Identifier: MIT
// The box in the header: what is typed there is looked up; / goes to it.
import { element } from "./element.js";
import { pageAddress } from "./links.js";

const LONGEST = 200;

const isTyping = (target) => target instanceof HTMLElement && target.closest("input, textarea, select") !== null;

export function searchBox() {
  const input = element("input", { id: "search", type: "search", autocomplete: "off", spellcheck: "false",
    maxlength: LONGEST, placeholder: "Height, hash, transaction, address", enterkeyhint: "search",
    "aria-keyshortcuts": "/" });
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === "") return;
    input.value = "";
    location.hash = pageAddress("search", text);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
  });
  return element("form", { role: "search", class: "search", onsubmit: submit },
    element("label", { for: "search", class: "unseen" }, "Search the chain"), input,
    element("kbd", { "aria-hidden": "true" }, "/"));
}
