// Where the task runner put things.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The folder of the fresh projects. */
export const HOSTS = process.env.RINGFENCE_HOSTS;

/** A program of the test tools. */
export const tool = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));

/** Runs a program in a project, and gives what it prints; an error unless it succeeds. */
export function run(project, program, words) {
  const { error, status, stderr, stdout } = spawnSync(program, words, { cwd: join(HOSTS, project), encoding: "utf8", maxBuffer: 2 ** 28 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

/** What the tour says in Node. */
export const toured = () => run("node-esm", process.execPath, ["main.js"]);
