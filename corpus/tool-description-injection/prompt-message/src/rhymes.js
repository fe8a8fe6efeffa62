const ENDINGS = { ight: ["night", "light", "sight"], ay: ["day", "may", "stay"] };

export const rhymes = (word) => Object.entries(ENDINGS).find(([ending]) => word.endsWith(ending))?.[1].join(", ") ?? "";
