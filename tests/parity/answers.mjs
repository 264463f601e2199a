// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The lines that a program answers to the lines given. */
export async function answers(command, args, requests) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const results = [];
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  lines.on("line", (line) => results.push(line));
  const closed = new Promise((resolve, reject) => {
    lines.on("close", resolve);
    child.on("error", reject);
  });
  child.stdin.on("error", () => {}); // the child's end is seen in the number of answers
  for (const request of requests) {
    if (!child.stdin.write(request + "\n")) await new Promise((resolve) => child.stdin.once("drain", resolve));
  }
  child.stdin.end();
  await closed;
  return results;
}
