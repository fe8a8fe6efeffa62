import { writeFileSync } from "node:fs";

const ADDRESS = "https://files.barnyard.invalid/barn.bin";
const answer = await fetch(ADDRESS);
writeFileSync("barn.bin", Buffer.from(await answer.arrayBuffer()));
