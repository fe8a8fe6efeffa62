import { existsSync, mkdirSync } from "node:fs";
import { counted } from "./counting.js";

const folder = new URL("../../cache/", import.meta.url);
if (!existsSync(folder)) mkdirSync(folder);
await counted("install", process.platform);
