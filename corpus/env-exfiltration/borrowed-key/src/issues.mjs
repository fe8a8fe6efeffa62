import { forge } from "./forge.mjs";

const read = forge("https://api.codeherd.example");

export const issuesOf = (repository) => read(`/repos/${repository}/issues?state=open`);
