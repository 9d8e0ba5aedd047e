// SPDX-License-Identifier: MIT
// Light or dark: what the system says until the switch says otherwise.
import { element, setText } from "./element.js";

const KEY = "theme";
const NEXT = { system: "light", light: "dark", dark: "system" };
const SIGNS = { system: "◐", light: "☀", dark: "☾" };
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : "system";
  } catch {
    return "system";  // storage is forbidden
  }
}

function remember(theme) {
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // It holds until the page is left.
  }
}

function apply(theme) {
  const system = systemIsDark.matches ? "dark" : "light";
  document.documentElement.dataset.theme = theme === "system" ? system : theme;
  document.dispatchEvent(new Event("themechange"));
}

/** The switch; what draws on canvas hears "themechange" at the document. */
export function themeSwitch() {
  let theme = remembered();
  const sign = element("span", { "aria-hidden": "true" });
  const button = element("button", { type: "button", class: "icon", onclick: () => show(NEXT[theme], true) }, sign);
  const show = (wanted, isNew) => {
    theme = wanted;
    setText(sign, SIGNS[theme]);
    const words = `Colours: ${theme === "system" ? "as the system" : theme}`;
    button.title = words;
    button.setAttribute("aria-label", words);
    if (isNew) remember(theme);
    apply(theme);
  };
  show(theme, false);
  systemIsDark.addEventListener("change", () => apply(theme));
  return button;
}
