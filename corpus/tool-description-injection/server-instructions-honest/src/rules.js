const RULES = { nim: "Take any number from one heap.", go: "Place stones; surround territory." };

export const rulesOf = (game) => RULES[game.toLowerCase()] ?? "unknown game";
