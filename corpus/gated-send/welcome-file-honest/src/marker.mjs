import { existsSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const marker = join(homedir(), ".hearthstone-welcomed");

export const isNew = () => !existsSync(marker);
export const remember = () => writeFileSync(marker, "yes");
