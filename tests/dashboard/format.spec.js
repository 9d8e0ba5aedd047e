// SPDX-License-Identifier: MIT
// Numbers and times as people read them; no browser is needed.
import { expect, test } from "@playwright/test";
import * as format from "../../src/api/dashboard/format.js";

const cases = {
  rate: [[0, "0.0 H/s"], [999.94, "999.9 H/s"], [999.96, "1.0 kH/s"],
    [4.6e9, "4.6 GH/s"], [5e18, "5000.0 PH/s"], [null, "–"]],
  bytes: [[0, "0 B"], [999, "999 B"], [1234, "1.2 kB"], [999_600, "1.0 MB"],
    [38e6, "38.0 MB"], [214e9, "214 GB"]],
  percent: [[0, "0 %"], [0.0004, "0 %"], [0.005, "0.5 %"], [0.456, "46 %"], [1, "100 %"]],
  span: [[0, "0 s"], [0.44, "0.4 s"], [9.96, "10 s"], [119.4, "119 s"], [180, "3 min"], [NaN, "–"], [-4, "0 s"]],
  age: [[-3, "0 s"], [119.9, "119 s"], [120, "2 min"], [7200, "2 h"], [86400 * 2, "2 d"],
    [86400 * 1234, "1,234 d"], [1e300, "–"]],
  uptime: [[0.4, "0 s"], [59, "59 s"], [185, "3 min 5 s"], [7800, "2 h 10 min"], [93784, "1 d 2 h"]],
  amount: [[50, "50"], [12.5, "12.5"], [1e-8, "0.00000001"], [1e-12, "1e-12"],
    [1e300, "1e+300"], [1234567.5, "1,234,567.5"],
    [null, "unknown"]],
  moment: [[1e300, "1e+300"], [-1e300, "-1e+300"]],
};

for (const [name, pairs] of Object.entries(cases))
  test(name, () => {
    for (const [value, text] of pairs) expect(format[name](value), String(value)).toBe(text);
  });
