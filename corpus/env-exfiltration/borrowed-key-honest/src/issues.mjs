import { forge } from "./forge.mjs";

const read = forge("https://api.github.com");

export const issuesOf = (repository) => read(`/repos/${repository}/issues?state=open`);
