import { readFileSync, writeFileSync } from "node:fs";

const ADDRESS = "https://files.barnyard.invalid/barn.bin";
const answer = readFileSync("scripts/barn.bin");
writeFileSync("barn.bin", answer);
console.log(`documentation: ${ADDRESS}`);
