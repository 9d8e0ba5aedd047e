// SPDX-License-Identifier: MIT
// Sets the theme before the first paint: the remembered one, else the system's. No module, since those come later.
{
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    // Storage is forbidden: the system's theme it is.
  }
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.theme = theme === "light" || theme === "dark" ? theme : system;
}
